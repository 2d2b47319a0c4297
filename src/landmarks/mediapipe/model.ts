import { FacePerturbError } from '../../support/errors.js';

/**
 * Throws unless the bytes end as a MediaPipe bundle does, which is a zip file: servers answer a wrong path with a page, and
 * downloads break off.
 */
export function checkModel(what: string, model: Uint8Array): void {
  if (endsLikeZip(model)) return;
  throw new FacePerturbError(`${what}: the model`, {
    code: 'invalid-data',
    expected: "MediaPipe's face_landmarker.task, which is a zip file, and all of it",
    received: `${model.length} bytes that don't end like one`,
    fix: "Download face_landmarker.task from MediaPipe's page on Face Landmarker models and name its path.",
  });
}

/** Looks for the record that ends a zip file (its beginning may be anything); no comment of any length follows it here. */
function endsLikeZip(bytes: Uint8Array): boolean {
  const at = bytes.length - 22;
  return at > 0 && [0x50, 0x4b, 0x05, 0x06].every((byte, place) => bytes[at + place] === byte);
}

/** Tells models apart in caches: SHA-256 where there is Web Cryptography, else the length. */
export async function modelFingerprint(model: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return `${model.length} bytes`;
  const digest = new Uint8Array(await subtle.digest('SHA-256', model as Uint8Array<ArrayBuffer>));
  return `sha256:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
