import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticFaces } from '../../../src/data/index.js';
import { createLandmarkSource, landmarksOfDataset } from '../../../src/landmarks/index.js';
import { cachedLandmarks } from '../../../src/node/index.js';

const dataset = syntheticFaces({ count: 9, seed: 2 });

/** Exact landmarks for some pictures, and how often they were asked for. */
function counting(settings = { threshold: 0.5 }) {
  const counted = { calls: 0 };
  const source = createLandmarkSource({
    name: 'exact',
    settings,
    find: (pictures) => {
      counted.calls++;
      return pictures.map(({ id }) => (id === 4 ? [] : [dataset.landmarks![id as number]!]));
    },
  });
  return { source, counted };
}

describe('cachedLandmarks', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'face-perturb-landmarks-'));
    path = join(folder, 'made', 'faces.landmarks');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (source = counting().source, pictures = dataset) =>
    landmarksOfDataset(pictures, source, { cache: cachedLandmarks(path) });

  it('gives the very same the second time, without asking the source', async () => {
    const { source, counted } = counting();
    const first = await run(source);
    const second = await run(source);
    expect(first.cache).toEqual({ state: 'written' });
    expect(second.cache).toEqual({ state: 'read' });
    expect(counted.calls).toBe(1);
    expect(JSON.stringify(second.landmarks)).toBe(JSON.stringify(first.landmarks));
    expect(second.coverage).toEqual({ pictures: 9, own: 8, fallback: 1, bySource: { exact: 8, 'mean-shape': 1 } });
    expect(readdirSync(join(folder, 'made'))).toEqual(['faces.landmarks']);
  });

  it.each([
    ['other pictures', () => run(undefined, syntheticFaces({ count: 9, seed: 3 })), /of other pictures/],
    ['other settings', () => run(counting({ threshold: 0.1 }).source), /of another source, model or settings/],
  ])('does not serve for %s, says so, and is renewed', async (_, again, reason) => {
    await run();
    const renewed = await again();
    expect(renewed.cache?.state).toBe('written');
    expect(renewed.cache?.reason).toMatch(reason);
    expect((await again()).cache).toEqual({ state: 'read' });
  });

  it('is found out wherever it is damaged, and renewed', async () => {
    await run();
    const whole = readFileSync(path);
    const magic = 'face-perturb landmarks 1\n'.length;
    const damaged = [0.03, 0.2, 0.5, 0.999].map((part) => {
      const bytes = Buffer.from(whole);
      const at = Math.max(magic, Math.floor(part * whole.length));
      bytes[at] = (bytes[at] as number) ^ 4;
      return bytes;
    });
    const cut = [magic, 300, whole.length - 1].map((length) => whole.subarray(0, length));
    for (const bytes of [...damaged, ...cut, Buffer.concat([whole, Buffer.from([0])])]) {
      writeFileSync(path, bytes);
      const { cache, landmarks } = await run();
      expect(cache?.state).toBe('written');
      expect(cache?.reason).toMatch(/damaged|other pictures|another source/);
      expect(landmarks).toHaveLength(9);
      expect(readFileSync(path).equals(whole)).toBe(true);
    }
  });

  it('never takes the place of a file of another kind', async () => {
    path = join(folder, 'fer2013.csv');
    writeFileSync(path, 'emotion,pixels,Usage\n');
    await expect(run()).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(readFileSync(path, 'utf8')).toBe('emotion,pixels,Usage\n');
  });

  it('says which path cannot be read', async () => {
    path = folder;
    await expect(run()).rejects.toThrow(`'${folder}' could not be read`);
  });
});
