const TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let word = byte;
  for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ 0xedb88320 : word >>> 1;
  return word;
});

/**
 * CRC-32 (the one of zip and PNG).
 *
 * @param bytes - Any number of bytes.
 * @param before - Checksum of what came before, to go on from.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let word = ~before;
  for (let at = 0; at < bytes.length; at++) {
    word = (word >>> 8) ^ (TABLE[(word ^ (bytes[at] as number)) & 255] as number);
  }
  return ~word >>> 0;
}

/** SHA-256, or undefined where the page has no Web Cryptography (a page not served over https has none). */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  return new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}
