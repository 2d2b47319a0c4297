import { FacePerturbError, show } from '../support/errors.js';
import { crc32, sha256 } from './checksum.js';

/** A tensor of a checkpoint. */
export interface SavedTensor {
  /** Its name within the checkpoint. */
  name: string;
  /** Its shape. */
  shape: number[];
  /** Its values, row-major. */
  values: Float32Array;
}

/** What a checkpoint holds. */
export interface CheckpointContent {
  /** Everything but tensors: plain JSON. */
  state: unknown;
  /** The tensors. */
  tensors: SavedTensor[];
}

interface Header {
  state: unknown;
  tensors: { name: string; shape: number[]; dtype: 'float32'; offset: number }[];
}

/*
 * Layout, all numbers little-endian:
 *   0  magic, 8 bytes
 *   8  format version, uint32
 *  12  length of the body in bytes, float64
 *  20  CRC-32 of the body, uint32
 *  24  SHA-256 of the body, 32 bytes (zeros where it could not be computed)
 *  56  body: length of the JSON header (uint32), the header, spaces up to a multiple of 4, then the tensors
 */
const MAGIC = /* @__PURE__ */ Uint8Array.from('FPCHKPT\n', (letter) => letter.charCodeAt(0));
const VERSION = 1;
const BODY = 56;

/** Writes a checkpoint as bytes, with its length and hash in front. */
export async function encodeCheckpoint(content: CheckpointContent): Promise<Uint8Array> {
  const sizes = content.tensors.map((tensor) => tensor.values.byteLength);
  const header = new TextEncoder().encode(JSON.stringify(describe(content)));
  const start = BODY + align(4 + header.length);
  const bytes = new Uint8Array(start + sizes.reduce((total, size) => total + size, 0)).fill(32, BODY, start);
  const view = new DataView(bytes.buffer);

  view.setUint32(BODY, header.length, true);
  bytes.set(header, BODY + 4);
  let at = start;
  for (const { values } of content.tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }

  const body = bytes.subarray(BODY);
  bytes.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setFloat64(12, body.length, true);
  view.setUint32(20, crc32(body), true);
  bytes.set((await sha256(body)) ?? new Uint8Array(32), 24);
  return bytes;
}

function describe({ state, tensors }: CheckpointContent): Header {
  let offset = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const entry = { name, shape, dtype: 'float32' as const, offset };
    offset += values.byteLength;
    return entry;
  });
  return { state, tensors: entries };
}

/**
 * Reads a checkpoint.
 *
 * @throws FacePerturbError `invalid-data` for bytes that are no checkpoint or of an unknown version, `damaged-file` for a checkpoint that was
 *   cut or changed.
 */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<CheckpointContent> {
  const body = await checkedBody(bytes);
  const view = new DataView(body.buffer, body.byteOffset);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(body.subarray(4, 4 + length))) as Header;
  const start = align(4 + length);
  const tensors = header.tensors.map(({ name, shape, offset }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const from = start + offset;
    const values = new Float32Array(body.slice(from, from + size * 4).buffer);
    return { name, shape, values };
  });
  return { state: header.state, tensors };
}

async function checkedBody(bytes: Uint8Array): Promise<Uint8Array> {
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) {
    throw new FacePerturbError('checkpoint', {
      code: 'invalid-data',
      expected: 'a checkpoint of face-perturb',
      received: bytes.length === 0 ? 'no bytes' : `bytes that begin with ${show([...bytes.subarray(0, 8)])}`,
      fix: 'Give the path of a checkpoint, or remove the file to start anew.',
    });
  }
  if (bytes.length < BODY) throw damaged(`${BODY} bytes or more`, `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== VERSION) {
    throw new FacePerturbError('checkpoint: version', {
      code: 'invalid-data',
      expected: String(VERSION),
      received: String(version),
      fix: 'It was written by another version of face-perturb; remove the file to start anew.',
    });
  }
  const body = bytes.subarray(BODY);
  const length = view.getFloat64(12, true);
  if (body.length !== length) throw damaged(`${length} bytes after its first ${BODY}`, `${body.length}`);
  if (crc32(body) !== view.getUint32(20, true)) throw damaged('the checksum in its first bytes', 'another');
  await checkHash(body, bytes.subarray(24, BODY));
  return body;
}

async function checkHash(body: Uint8Array, expected: Uint8Array): Promise<void> {
  const hash = await sha256(body);
  if (!hash || expected.every((byte) => byte === 0)) return;
  if (!hash.every((byte, at) => byte === expected[at])) throw damaged('the SHA-256 in its first bytes', 'another');
}

function damaged(expected: string, received: string): FacePerturbError {
  return new FacePerturbError('checkpoint is damaged', {
    code: 'damaged-file',
    expected,
    received,
    fix: 'Remove the file to start anew, or put back a copy.',
  });
}

function align(length: number): number {
  return Math.ceil(length / 4) * 4;
}
