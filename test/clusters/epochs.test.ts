import { describe, expect, it } from 'vitest';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { byPosition, continuing } from '../../src/clusters/order.js';
import { restoreClusters } from '../../src/clusters/pixelClusters.js';
import type { ClusterCentroid, PixelClusters, PixelClustersRecord } from '../../src/clusters/types.js';
import { createRandom } from '../../src/support/random.js';
import { plain } from './exampleMaps.js';

const EPOCHS = 24;
const SIDE = 30;

/** Three discs on their way: the first and second swap height, so that the order by position changes; the third circles. */
function placesAt(epoch: number): [number, number][] {
  const way = epoch / (EPOCHS - 1);
  const turn = 2 * Math.PI * way;
  return [
    [0.2 + 0.4 * way, 0.2],
    [0.6 - 0.4 * way, 0.8],
    [0.8 + 0.05 * Math.sin(turn), 0.5 + 0.05 * Math.cos(turn)],
  ];
}

const LEVELS = [1, 0.7, 0.35];

/** The discs, each with its own attention, on a dark ground with noise. */
function mapAt(epoch: number) {
  const noise = createRandom(7).fork(epoch);
  const places = placesAt(epoch);
  return plain(SIDE, SIDE, (row, column) => {
    const [y, x] = [row / (SIDE - 1), column / (SIDE - 1)];
    const inside = places.findIndex(([discY, discX]) => Math.hypot(y - discY, x - discX) < 0.16);
    return (LEVELS[inside] ?? 0) + 0.02 * noise.next();
  });
}

/** For each disc, the cluster of its middle. */
function clustersOfDiscs({ labels, width, height }: PixelClusters, epoch: number): number[] {
  return placesAt(epoch).map(([y, x]) => labels[Math.round(y * (height - 1)) * width + Math.round(x * (width - 1))]!);
}

describe('clusters of slowly drifting maps', () => {
  it('keep their numbers from epoch to epoch, where the order by position would change them', async () => {
    let previous: PixelClustersRecord | undefined;
    const history: number[][] = [];
    const unmatched: number[][] = [];
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const options = { clusters: 4, alpha: 2, lambda: 0.2, seed: epoch, restarts: 16 };
      const clusters = await clusterPixels(mapAt(epoch), { ...options, matchTo: previous });
      history.push(clustersOfDiscs(clusters, epoch));
      unmatched.push(clustersOfDiscs(await clusterPixels(mapAt(epoch), options), epoch));
      // As a checkpoint gives it back.
      previous = JSON.parse(JSON.stringify(clusters)) as PixelClustersRecord;
    }
    expect(new Set(history[0]).size).toBe(3);
    for (const each of history) expect(each).toEqual(history[0]);
    expect(unmatched.at(-1)).not.toEqual(unmatched[0]);
  });

  it('keep them through an epoch with fewer clusters, matched to the record before it', async () => {
    const stripes = (values: number[]) => plain(3, 12, (_, column) => values[Math.floor(column / 4)]!);
    const options = { clusters: 3, lambda: 0 };
    const full = await clusterPixels(stripes([0, 0.5, 1]), options);
    const numberOf = ({ centroids }: { centroids: ClusterCentroid[] }, attention: number) =>
      centroids.findIndex((each) => each.attention === attention);
    const fewer = await clusterPixels(stripes([0, 1, 1]), { ...options, matchTo: full });
    expect(fewer).toMatchObject({ requested: 3, found: 2 });
    expect(fewer.matched).toEqual([numberOf(full, 0), numberOf(full, 1)].sort());
    const again = await clusterPixels(stripes([0, 0.5, 1]), { ...options, matchTo: restoreClusters(full.toJSON()) });
    expect(again.matched).toEqual([0, 1, 2]);
    expect(again.centroids).toEqual(full.centroids);
    const grown = await clusterPixels(stripes([0, 0.5, 1]), { ...options, matchTo: fewer });
    expect(grown.matched).toEqual([0, 1, null]);
  });
});

describe('matching to earlier clusters', () => {
  const at = (x: number, y = 0, attention = 0): ClusterCentroid => ({ x, y, attention });

  it('takes the least sum of distances, where the nearest pair first would not', () => {
    // 0.45 is nearest to the earlier 0.4, which would leave 0.3 to the far 1.
    const { matched, order } = continuing([at(0.45), at(0.3)], [at(0.4), at(1)], { alphas: [1], lambda: 1 });
    expect(order).toEqual([1, 0]);
    expect(matched).toEqual([0, 1]);
  });

  it('weighs place and attention as the clustering does', () => {
    const now = [at(0, 0, 1), at(1, 0, 0)];
    const earlier = [at(0, 0, 0), at(1, 0, 1)];
    expect(continuing(now, earlier, { alphas: [1], lambda: 2 }).order).toEqual([0, 1]);
    expect(continuing(now, earlier, { alphas: [2], lambda: 1 }).order).toEqual([1, 0]);
  });

  it('is no worse than any other pairing of up to six with six', () => {
    const random = createRandom('pairings');
    const some = (count: number) =>
      Array.from({ length: count }, () => at(random.next(), random.next(), random.next()));
    const weights = { alphas: [1.2], lambda: 1.5 };
    const distance = (a: ClusterCentroid, b: ClusterCentroid) =>
      Math.hypot(1.5 * (a.x - b.x), 1.5 * (a.y - b.y), 1.2 * (a.attention - b.attention));
    for (let round = 0; round < 60; round++) {
      const [now, earlier] = [some(1 + random.integer(6)), some(1 + random.integer(6))];
      const { order, matched } = continuing(now, earlier, weights);
      const pairs = matched!.flatMap((old, each) => (old === null ? [] : [[order[each]!, old] as const]));
      expect(pairs).toHaveLength(Math.min(now.length, earlier.length));
      const sum = pairs.reduce((total, [each, old]) => total + distance(now[each]!, earlier[old]!), 0);
      expect(sum).toBeCloseTo(leastSum(now, earlier, distance), 10);
    }
  });

  it('numbers new clusters by position after the old ones', () => {
    const now = [at(0.9, 0.9), at(0.1, 0.5), at(0.2, 0.1)];
    const { order, matched } = continuing(now, [at(0.9, 1)], { alphas: [1], lambda: 1 });
    expect(order).toEqual([0, 2, 1]);
    expect(matched).toEqual([0, null, null]);
    expect(byPosition(now)).toEqual([2, 1, 0]);
    expect(continuing(now, [], { alphas: [1], lambda: 1 }).matched).toEqual([null, null, null]);
  });
});

/** The least sum by trying every pairing of the shorter list. */
function leastSum<T>(one: readonly T[], other: readonly T[], distance: (a: T, b: T) => number): number {
  if (one.length > other.length) return leastSum(other, one, distance);
  const [first, ...rest] = one;
  if (first === undefined) return 0;
  const sums = other.map(
    (each, at) =>
      distance(first, each) +
      leastSum(
        rest,
        other.filter((_, index) => index !== at),
        distance,
      ),
  );
  return Math.min(...sums);
}
