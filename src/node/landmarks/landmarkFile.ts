import { createHash } from 'node:crypto';
import type { PackedFace } from '../../landmarks/packedFaces.js';
import { LANDMARK_COUNTS } from '../../regions/landmarks.js';

/** The file's first line; then a line of JSON, then the coordinates as 32-bit floats, little-endian. */
const MAGIC = 'face-perturb landmarks 1\n';

/** What the landmarks are of. */
export interface LandmarkKey {
  readonly pictures: string;
  readonly settings: string;
}

interface Header {
  key: LandmarkKey;
  faces: Omit<PackedFace, 'coordinates'>[];
  /** SHA-256 of all the rest. */
  sha256: string;
}

function checksum({ key, faces }: Pick<Header, 'key' | 'faces'>, coordinates: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(JSON.stringify({ key, faces }));
  for (const bytes of coordinates) hash.update(bytes);
  return hash.digest('hex');
}

/** Whether the bytes begin as a file of landmarks does, whole or cut. */
export function isLandmarkFile(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAGIC.length)).toString('latin1');
  return start === MAGIC;
}

/** The faces of a data set as a file's content. */
export function encodeFaces(faces: readonly PackedFace[], key: LandmarkKey): Uint8Array[] {
  const coordinates = faces.map(({ coordinates: { buffer, byteOffset, byteLength } }) => {
    return new Uint8Array(buffer, byteOffset, byteLength);
  });
  const facts = {
    key,
    faces: faces.map(({ scheme, source, visible, assumed }) => ({ scheme, source, visible, assumed })),
  };
  const header: Header = { ...facts, sha256: checksum(facts, coordinates) };
  return [Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`), Buffer.concat(coordinates)];
}

/** The faces in a file's content, or why there are none. */
export function decodeFaces(bytes: Uint8Array, key: LandmarkKey): { faces?: PackedFace[]; reason?: string } {
  const end = bytes.indexOf(0x0a, MAGIC.length);
  const header = end < 0 ? undefined : readHeader(bytes.subarray(MAGIC.length, end));
  if (!header) return { reason: 'the cache is damaged: its header is not whole' };
  if (header.key.pictures !== key.pictures) {
    return { reason: `the cache is of other pictures: ${header.key.pictures}` };
  }
  if (header.key.settings !== key.settings) return { reason: 'the cache is of another source, model or settings' };
  // A copy, since a view of a file's bytes may begin at any place, and floats may not.
  const body = new Uint8Array(bytes.subarray(end + 1));
  if (checksum(header, [body]) !== header.sha256) {
    return { reason: 'the cache is damaged: its content is not what was written' };
  }
  const all = new Float32Array(body.buffer, body.byteOffset, body.length / 4);
  let from = 0;
  const faces = header.faces.map((face): PackedFace => {
    const length = LANDMARK_COUNTS[face.scheme] * 2;
    from += length;
    return { ...face, coordinates: all.subarray(from - length, from) };
  });
  return { faces };
}

function readHeader(bytes: Uint8Array): Header | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Header;
  } catch {
    return undefined;
  }
}
