/**
 * Packs bytes into a zlib stream (RFC 1950 and 1951).
 *
 * By the platform's `CompressionStream`, which Node, browsers and their workers have; where it is missing the bytes are stored as they
 * are, which any reader takes.
 */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (typeof CompressionStream === 'undefined') return stored(bytes);
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Most bytes in a block without compression. */
const BLOCK = 0xffff;

function stored(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / BLOCK));
  const whole = new Uint8Array(2 + bytes.length + 5 * blocks + 4);
  const view = new DataView(whole.buffer);
  whole.set([0x78, 0x01]);
  let to = 2;
  for (let block = 0; block < blocks; block++) {
    const part = bytes.subarray(block * BLOCK, (block + 1) * BLOCK);
    view.setUint8(to, block === blocks - 1 ? 1 : 0);
    view.setUint16(to + 1, part.length, true);
    view.setUint16(to + 3, ~part.length & 0xffff, true);
    whole.set(part, to + 5);
    to += 5 + part.length;
  }
  view.setUint32(to, adler32(bytes));
  return whole;
}

/** zlib's checksum. */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return ((high << 16) | low) >>> 0;
}
