import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpointFormat.js';
import { crc32, sha256 } from '../../src/training/checksum.js';

const content = {
  state: { note: 'ünïcode', epoch: 3, third: 1 / 3 },
  tensors: [
    { name: 'weights/0', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 1e-40, 1e30, Math.fround(0.1)) },
    { name: 'empty', shape: [0], values: new Float32Array(0) },
    { name: 'scalar', shape: [], values: Float32Array.of(7) },
  ],
};

afterEach(() => vi.unstubAllGlobals());

describe('the checkpoint format', () => {
  it('gives back exactly what was written', async () => {
    expect(await decodeCheckpoint(await encodeCheckpoint(content))).toEqual(content);
  });

  it('reads bytes that begin anywhere in a buffer', async () => {
    const bytes = await encodeCheckpoint(content);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(await decodeCheckpoint(shifted.subarray(3))).toEqual(content);
  });

  it('finds a cut at any place', async () => {
    const bytes = await encodeCheckpoint(content);
    for (let length = 0; length < bytes.length; length++) {
      const code = length < 8 ? 'invalid-data' : 'damaged-file';
      await expect(decodeCheckpoint(bytes.subarray(0, length)), `cut to ${length} bytes`).rejects.toMatchObject({
        code,
      });
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    await expect(decodeCheckpoint(longer)).rejects.toMatchObject({ code: 'damaged-file' });
  });

  it('finds a change of any byte, with Web Cryptography and without', async () => {
    const bytes = await encodeCheckpoint(content);
    for (const isSecure of [true, false]) {
      if (!isSecure) vi.stubGlobal('crypto', undefined);
      const checked = isSecure ? bytes.length : 24;
      for (let at = 0; at < bytes.length; at++) {
        if (!isSecure && at >= 24 && at < 56) continue;
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ 4;
        await expect(decodeCheckpoint(changed), `byte ${at} of ${checked}`).rejects.toThrow(/^checkpoint/);
      }
    }
  });

  it('written where there is no Web Cryptography is read everywhere', async () => {
    vi.stubGlobal('crypto', undefined);
    const bytes = await encodeCheckpoint(content);
    expect(await decodeCheckpoint(bytes)).toEqual(content);
    vi.unstubAllGlobals();
    expect(await decodeCheckpoint(bytes)).toEqual(content);
  });

  it('says what a foreign file begins with', async () => {
    const page = new TextEncoder().encode('<!doctype html><html>');
    await expect(decodeCheckpoint(page)).rejects.toThrow(/expected a checkpoint of face-perturb.*\[60, 33, 100/);
  });
});

describe('checksums', () => {
  it('are those of the standards for "123456789" and "abc"', async () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new TextEncoder().encode('56789'), crc32(new TextEncoder().encode('1234')))).toBe(0xcbf43926);
    const hash = (await sha256(new TextEncoder().encode('abc'))) as Uint8Array;
    expect(Buffer.from(hash).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
