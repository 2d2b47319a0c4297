import { beforeAll, describe, expect, it } from 'vitest';
import { ATTENTION_METHODS } from '../../src/attention/index.js';
import { measureTruth, type TruthRow } from '../../examples/attention-truth/measure.js';
import { truthTable } from '../../examples/attention-truth/table.js';
import { partsOfFace, TRUTH_TASKS } from '../../examples/attention-truth/tasks.js';
import { syntheticFaces } from '../../src/data/synthetic/index.js';
import { regionCoverage } from '../../src/regions/index.js';
import { useBackend } from '../../src/backends/useBackend.js';

describe('which attention method tells the truth', () => {
  beforeAll(() => useBackend('wasm'));

  it('cuts a face into parts that do not overlap, none of them empty', () => {
    const { landmarks } = syntheticFaces({ count: 12, seed: 4 });
    for (const face of landmarks) {
      const sums = new Float32Array(48 * 48);
      for (const [name, region] of Object.entries(partsOfFace(48))) {
        const cover = regionCoverage(region, { height: 48, width: 48, landmarks: face });
        const area = cover.reduce((sum, value) => sum + value, 0);
        expect({ name, wide: area > 20 }).toEqual({ name, wide: true });
        cover.forEach((value, at) => (sums[at] = (sums[at] as number) + value));
      }
      // At antialiased edges covers of neighbours may add up to a little more than a pixel.
      const beyond = sums.reduce((sum, value) => sum + Math.max(0, value - 1), 0);
      expect(beyond / (48 * 48)).toBeLessThan(0.01);
    }
  });

  it('asks every method, on a trained and a random network', async () => {
    const settings = { size: 24, train: 64, test: 12, epochs: 2, difficulty: 0 };
    const { accuracy, rows } = await measureTruth(
      TRUTH_TASKS[1] as (typeof TRUTH_TASKS)[number],
      1,
      settings,
      () => {},
    );
    expect(rows).toHaveLength(2 * (Object.keys(ATTENTION_METHODS).length + 2));
    for (const { faces, named, hits, namedHits, densest, degenerate, share, area } of rows) {
      expect({ faces, named }).toEqual({ faces: 12, named: Math.round(accuracy * 12) });
      expect(namedHits >= hits - (faces - named) && namedHits <= Math.min(hits, named)).toBe(true);
      expect([hits, densest, degenerate].every((count) => count >= 0 && count <= faces)).toBe(true);
      expect(share >= 0 && share <= 1 && area > 0 && area < 0.5).toBe(true);
    }
  });

  it('makes a table of it, the best method first', () => {
    const row = { carrier: 'mouth', seed: 1, faces: 10, named: 8, degenerate: 0, area: 0.1 };
    const rows: TruthRow[] = [
      { ...row, network: 'trained', method: 'a', hits: 5, namedHits: 4, densest: 6, share: 0.25 },
      { ...row, network: 'random', method: 'a', hits: 1, namedHits: 1, densest: 0, share: 0.1 },
      { ...row, network: 'trained', method: 'b', hits: 9, namedHits: 8, densest: 10, share: 0.5 },
      { ...row, network: 'random', method: 'b', hits: 0, namedHits: 0, densest: 2, share: NaN },
    ];
    expect(truthTable(rows).split('\n')).toEqual([
      '| method | finds it | mouth | named rightly | densest there | share there | not trained: finds it | densest | share |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      '| `b` | 90 % | 90 % | 100 % | 100 % | 50 % | 0 % | 20 % | – |',
      '| `a` | 50 % | 50 % | 50 % | 60 % | 25 % | 10 % | 0 % | 10 % |',
    ]);
  });
});
