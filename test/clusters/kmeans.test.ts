import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { flatKMeans, packagedKMeans } from '../../src/clusters/kmeans.js';
import { pixelPoints, pointAt, pointRows } from '../../src/clusters/points.js';
import { createRandom } from '../../src/support/random.js';
import { plusPlusStarts, squaredDistance } from '../../src/clusters/starts.js';

/** What scikit-learn's KMeans gave; see test/fixtures/clusters/make_kmeans.py. */
interface Fixture {
  height: number;
  width: number;
  attention: number[];
  clusters: number;
  alpha: number;
  lambda: number;
  startPixels: number[];
  labels: string;
  centroids: number[][];
  inertia: number;
  iterations: number;
  bestInertia: number;
}

const KINDS = [
  ['ml-kmeans', packagedKMeans],
  ['flat', flatKMeans],
] as const;
const MAPS = ['blobs', 'plateaus', 'waves'];

describe.each(KINDS.flatMap(([kind, run]) => MAPS.map((name) => ({ kind, run, name }))))(
  '$kind k-means on $name',
  ({ run: runKMeans, name }) => {
    const fixture = JSON.parse(
      readFileSync(new URL(`../fixtures/clusters/${name}.json`, import.meta.url), 'utf8'),
    ) as Fixture;
    const { height, width, alpha, lambda, clusters } = fixture;

    it("equals scikit-learn's labels, centroids, inertia and iterations from the same starts", async () => {
      const grid = { values: Float64Array.from(fixture.attention), height, width };
      const { points } = pixelPoints(grid, alpha, lambda);
      const starts = fixture.startPixels.map((at) => pointAt(points, at));
      const run = await runKMeans(points, starts, 300, async () => {});
      expect(run.labels.join('')).toBe(fixture.labels);
      expect(run.iterations).toBe(fixture.iterations);
      expect(run.converged).toBe(true);
      expect(run.inertia / fixture.inertia).toBeCloseTo(1, 10);
      run.centroids
        .flat()
        .forEach((value, at) => expect(value).toBeCloseTo(fixture.centroids.flat()[at] as number, 10));
    });

    it("comes within a thousandth of scikit-learn's best inertia of fifty, by starts of its own", async () => {
      const source = { values: fixture.attention, height, width };
      const result = await clusterPixels(source, { clusters, alpha, lambda, restarts: 10 });
      expect(result.found).toBe(clusters);
      expect(result.inertia / fixture.bestInertia).toBeGreaterThan(0.999);
      expect(result.inertia / fixture.bestInertia).toBeLessThan(1.001);
    });

    it('gives labels that belong to the centroids when it is stopped early', async () => {
      const { points } = pixelPoints({ values: Float64Array.from(fixture.attention), height, width }, alpha, lambda);
      const starts = fixture.startPixels.map((at) => pointAt(points, at));
      const { labels, centroids, converged, iterations } = await runKMeans(points, starts, 2, async () => {});
      expect({ converged, iterations }).toEqual({ converged: false, iterations: 2 });
      pointRows(points).forEach((point, at) => {
        const distances = centroids.map((centroid) => squaredDistance(point, centroid));
        expect(distances[labels[at] as number]).toBe(Math.min(...distances));
      });
    });
  },
);

describe('flat k-means', () => {
  const noise = (height: number, width: number): Float64Array => {
    const random = createRandom(`${height}x${width}`);
    const values = Float64Array.from({ length: height * width }, () => random.next());
    return pixelPoints({ values, height, width }, 1.2, 1.5).points;
  };

  it.each([
    [64, 64, 3],
    [65, 80, 7],
    [100, 41, 20],
  ])('gives the bits of ml-kmeans on noise of %i x %i in %i clusters', async (height, width, clusters) => {
    const points = noise(height, width);
    const starts = plusPlusStarts(points, clusters, createRandom(5));
    const [own, reference] = await Promise.all(
      [flatKMeans, packagedKMeans].map((run) => run(points, starts, 60, async () => {})),
    );
    expect(own).toEqual(reference);
  });

  it('keeps a centroid that no point is nearest to, as ml-kmeans does', async () => {
    const points = noise(5, 6);
    const starts = [...plusPlusStarts(points, 2, createRandom(1)), [9, 9, 9]];
    const [own, reference] = await Promise.all(
      [flatKMeans, packagedKMeans].map((run) => run(points, starts, 60, async () => {})),
    );
    expect(own).toEqual(reference);
    expect(own?.centroids[2]).toEqual([9, 9, 9]);
  });
});
