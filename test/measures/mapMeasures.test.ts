import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../src/backends/useBackend.js';
import { compareMaps } from '../../src/measures/compareMaps.js';
import { estimate } from '../../src/measures/estimate.js';
import { sparseness } from '../../src/measures/sparseness.js';
import type { MeasuredMap } from '../../src/measures/types.js';
import { onEachBackend } from '../support/backends.js';
import { expectNear, expectNoLeak, failure, fixture, NO_MAPS, plain, tensorMap } from './support.js';

describe('estimate', () => {
  it("has numpy's mean and scipy's standard error", () => {
    const { values, mean, standardError } = fixture.means;
    const result = estimate([...values, null]);
    expect(result.images).toBe(values.length);
    expectNear([result.mean, result.standardError], [mean, standardError], 1e-12);
  });

  it('says nothing of what there is not', () => {
    expect(estimate([])).toEqual({ mean: null, standardError: null, images: 0 });
    expect(estimate([null, 3])).toEqual({ mean: 3, standardError: null, images: 1 });
  });
});

describe('compareMaps', () => {
  beforeAll(() => useBackend('cpu'));

  it('has the correlation of scipy, ties averaged, and the overlap of numpy', async () => {
    for (const { height, width, first, second, top, rankCorrelation, overlap } of fixture.agreements) {
      const result = await compareMaps(plain(height, width, first), plain(height, width, second), { top });
      expectNear(result.rankCorrelation.values, [rankCorrelation], 1e-12);
      expectNear(result.overlap.values, [overlap], 1e-12);
    }
  });

  it('does not see monotone changes, and turns the sign with the order', async () => {
    const map = plain(2, 3, [0.1, 0.5, 0.2, 0.9, 0.3, 0.4]);
    const squared = plain(
      2,
      3,
      Array.from(map.values, (value) => value ** 2),
    );
    const turned = plain(
      2,
      3,
      Array.from(map.values, (value) => -value),
    );
    expect(await compareMaps(map, squared, { top: 0.5 })).toMatchObject({
      rankCorrelation: { mean: 1, standardError: null },
      overlap: { mean: 1 },
      topPixels: 3,
      leftOut: 0,
    });
    expect(await compareMaps(map, turned, { top: 0.5 })).toMatchObject({
      rankCorrelation: { mean: -1 },
      overlap: { mean: 0 },
    });
  });

  it('shares the last places of a top among equals', async () => {
    // Two places: the first map gives one to its 2, and half a place each to its two ones.
    const first = plain(1, 4, [2, 1, 1, 0]);
    const second = plain(1, 4, [3, 2, 0, 0]);
    const { overlap } = await compareMaps(first, second, { top: 0.5 });
    expectNear(overlap.values, [1.5 / 2.5], 1e-12);
  });

  it('leaves out images of which one map shows nothing, and says why', async () => {
    const first = { values: [1, 2, 3, 4, 4, 4, 1, 3], height: 1, width: 2, images: 4 };
    const second = tensorMap([4, 1, 2], [0, 1, 0, 0, 1, 2, 0, 0.5], undefined, {
      degenerate: [false, true, false, false],
      notes: [undefined, 'no raw value is positive', undefined, undefined],
    });
    const result = await compareMaps(first, second);
    expect(result.notes).toEqual([
      null,
      'the map is degenerate: no raw value is positive',
      'the map is constant',
      null,
    ]);
    expect(result).toMatchObject({ leftOut: 2, rankCorrelation: { values: [1, null, null, 1], mean: 1, images: 2 } });
    expect(result.rankCorrelation.standardError).toBe(0);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    second.dispose();
  });

  it('refuses maps of different shapes', async () => {
    const error = await failure(() => compareMaps(plain(1, 2, [0, 1]), plain(2, 1, [0, 1])));
    expect(error).toMatchObject({ code: 'invalid-shape', expected: "the first map's shape [1, 1, 2]" });
  });

  it.each([{ top: 0 }, { top: 1.1 }, { top: NaN }, { share: 0.1 }])('refuses %o', async (options) => {
    const map = plain(1, 2, [0, 1]);
    expect((await failure(() => compareMaps(map, map, options as object))).code).toBe('invalid-option');
  });

  it('stops at an abort', async () => {
    const map = plain(1, 2, [0, 1]);
    const work = () => compareMaps(map, map, { signal: AbortSignal.abort() });
    expect((await failure(work)).code).toBe('aborted');
  });
});

describe('sparseness', () => {
  it('has the Gini index of all differences and the measure of Hoyer', async () => {
    for (const { values, gini, hoyer } of fixture.sparseness) {
      const map = plain(1, values.length, values);
      expectNear((await sparseness(map)).sparseness.values, [gini], 1e-12);
      expectNear((await sparseness(map, { index: 'hoyer' })).sparseness.values, [hoyer], 1e-12);
    }
  });

  it('leaves out constant maps, single pixels and what is called degenerate', async () => {
    expect(await sparseness({ values: [2, 2, 0, 4], height: 1, width: 2, images: 2 })).toMatchObject({
      sparseness: { values: [null, 0.5], mean: 0.5, standardError: null, images: 1 },
      notes: ['the map is constant', null],
      leftOut: 1,
      index: 'gini',
    });
    expect(await sparseness(plain(1, 1, [3]))).toMatchObject({ sparseness: { mean: null }, leftOut: 1 });
  });

  it('refuses wrong options', async () => {
    const map = plain(1, 2, [0, 1]);
    expect((await failure(() => sparseness(map, { index: 'entropy' as 'gini' }))).code).toBe('invalid-option');
    expect((await failure(() => sparseness(map, { of: 'logits' as 'raw' }))).code).toBe('invalid-option');
    expect((await failure(() => sparseness(map, { signal: AbortSignal.abort() }))).code).toBe('aborted');
  });

  it.each(NO_MAPS)('refuses %s', async (_, map, code) => {
    expect((await failure(() => sparseness(map as MeasuredMap))).code).toBe(code);
  });
});

onEachBackend(() => {
  describe('maps as tensors', () => {
    let maps: ReturnType<typeof tensorMap>;
    beforeAll(() => {
      maps = tensorMap([2, 1, 3], [0, 0.5, 1, 1, 0, 0], [-2, 1, 1, 4, -1, -1]);
    });

    it('are read by values, or raw where that is wanted, and leave no tensor behind', async () => {
      await expectNoLeak(() => sparseness(maps));
      expectNear((await sparseness(maps)).sparseness.values, [4 / 9, 2 / 3]);
      expectNear((await sparseness(maps, { of: 'raw' })).sparseness.values, [1 / 6, 1 / 3]);
      expectNear((await sparseness(maps.raw as tf.Tensor3D)).sparseness.values, [1 / 6, 1 / 3]);
      expectNear((await sparseness(tf.tensor2d([[0, 0.5, 1]]))).sparseness.values, [4 / 9]);
      const { rankCorrelation } = await compareMaps(maps, maps.raw as tf.Tensor3D);
      expectNear(rankCorrelation.values, [Math.sqrt(3) / 2, 1]);
    });

    it('may hold NaN in images that are called degenerate, and in no other', async () => {
      const some = tensorMap([2, 1, 2], [0, 0, 0, 1], [NaN, 1, 0, 3], { degenerate: [true, false] });
      expect(await sparseness(some, { of: 'raw' })).toMatchObject({ sparseness: { values: [null, 0.5] }, leftOut: 1 });
      const error = await failure(() => sparseness(some.raw as tf.Tensor3D));
      expect(error).toMatchObject({ code: 'invalid-data', received: 'NaN at row 0, column 0 of image 0' });
    });

    it('are refused with signed values, but not for their raw ones', async () => {
      const signed = tensorMap([1, 1, 2], [0.25, 1], [0, 3], { signed: true });
      const error = await failure(() => sparseness(signed));
      expect(error).toMatchObject({ code: 'invalid-argument', fix: "Make the map without 'signed'." });
      expect((await sparseness(signed, { of: 'raw' })).sparseness.values).toEqual([0.5]);
      signed.dispose();
    });

    it('are refused when disposed, of a wrong rank, without raw, or with flags for other images', async () => {
      const gone = tensorMap([1, 1, 2], [0, 1]);
      gone.dispose();
      const ranked = tf.zeros([1, 2, 2, 1]) as unknown as tf.Tensor3D;
      const { values } = maps;
      const cases: [MeasuredMap, string][] = [
        [gone, 'invalid-argument'],
        [ranked, 'invalid-shape'],
        [tf.zeros([0, 2, 2]) as tf.Tensor3D, 'invalid-shape'],
        [{ values }, 'invalid-argument'],
        [{ ...maps, degenerate: [true] }, 'invalid-shape'],
      ];
      for (const [map, code] of cases) expect((await failure(() => sparseness(map, { of: 'raw' }))).code).toBe(code);
    });
  });
});
