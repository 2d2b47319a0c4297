import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { pixelPoints } from '../../src/clusters/points.js';
import { plusPlusStarts } from '../../src/clusters/starts.js';
import type { PixelClusters } from '../../src/clusters/types.js';
import { createRandom } from '../../src/support/random.js';
import { numbers } from '../numbers.js';
import type { Prepared, Setting, TimedTask } from '../task.js';

const SEED = 1;
const [CLUSTERS, ALPHA, LAMBDA] = [3, 1.2, 1.5];

/** `clusterPixels` with one start, from numbers to labels. */
export const CLUSTER_TASKS: TimedTask[] = [48, 224, 512].map((side) => ({
  name: `clusters/${side}`,
  unit: 'pixels',
  host: true,
  setup: (setting) => setup(setting.quick ? 24 : side, setting),
}));

async function setup(side: number, { share }: Setting): Promise<Prepared> {
  const grid = { values: attention(side), height: side, width: side };
  const { points } = pixelPoints(grid, ALPHA, LAMBDA);
  const starts = plusPlusStarts(points, CLUSTERS, createRandom(SEED).fork('restart', 0));
  const path = await share?.(`attention${side}.f64`, grid.values);
  let last: PixelClusters | undefined;
  return {
    work: side * side,
    given: { side, alpha: ALPHA, lambda: LAMBDA, starts, ...(path !== undefined && { path }) },
    run: async () => {
      last = await clusterPixels(grid, { clusters: CLUSTERS, alpha: ALPHA, lambda: LAMBDA, restarts: 1, seed: SEED });
    },
    check: () => [last?.inertia ?? NaN, ...(last?.sizes ?? []).toSorted((a, b) => a - b)],
  };
}

/** Three soft spots, as eyes and mouth leave them, and some noise. */
function attention(side: number): Float64Array {
  const noise = numbers(side * side);
  return Float64Array.from(noise, (value, at) => {
    const [y, x] = [Math.floor(at / side) / side, (at % side) / side];
    const spot = (cx: number, cy: number, width: number) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / width ** 2);
    return spot(0.3, 0.35, 0.15) + spot(0.7, 0.35, 0.15) + 0.8 * spot(0.5, 0.75, 0.2) + 0.1 * value;
  });
}
