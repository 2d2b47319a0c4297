import { maskRegion, type MaskRegionOptions } from '../../src/perturb/maskRegion.js';
import type { FillOption } from '../../src/perturb/fills/fill.js';
import { facialRegion, protectiveMask } from '../../src/regions/faceParts.js';
import { clusterRegion, freeMask } from '../../src/regions/grids.js';
import { box, ellipse, polygon } from '../../src/regions/outlines.js';
import type { Region } from '../../src/regions/region.js';
import { complement, grow, intersect, subtract, union } from '../../src/regions/setOperations.js';
import { faces } from '../faces.js';
import { numbers } from '../numbers.js';
import type { Prepared, Setting, TimedTask } from '../task.js';
import { settle } from '../tensors.js';

/** Batches by side in pixels. */
const BATCHES: Record<number, number> = { 48: 64, 224: 8 };

const FILLS: Record<Exclude<FillOption, string>['kind'], FillOption> = {
  zero: 'zero',
  constant: { kind: 'constant', value: 0.5 },
  mean: 'mean',
  datasetMean: { kind: 'datasetMean', value: 0.5 },
  noise: 'noise',
  blur: 'blur',
  pixelate: 'pixelate',
  shuffle: 'shuffle',
  neighbour: 'neighbour',
};

/** Each kind of region, and each fill in a mouth, at both sizes; the perturbation is made anew for each batch. */
export const MASK_TASKS: TimedTask[] = [48, 224].flatMap((side) => [
  ...Object.entries(regions(side)).map(([kind, region]) => task(`${side}px-region-${kind}`, side, region, {})),
  ...Object.entries(FILLS).map(([kind, fill]) => task(`${side}px-fill-${kind}`, side, facialRegion('mouth'), { fill })),
]);

function regions(side: number): Record<Region['kind'], Region> {
  const third = side / 3;
  const middle = box({ x: third, y: third, width: third, height: third });
  const round = ellipse({ x: side / 2, y: side / 2, radiusX: side / 3, radiusY: side / 4, angle: 20 });
  return {
    box: middle,
    ellipse: round,
    polygon: polygon(
      [0, 1, 2, 3, 4].map((at) => [
        side * (0.5 + 0.4 * Math.sin((at * 4 * Math.PI) / 5)),
        side * (0.5 - 0.4 * Math.cos((at * 4 * Math.PI) / 5)),
      ]),
    ),
    facial: facialRegion('mouth'),
    protectiveMask: protectiveMask(),
    cluster: clusterRegion({ ...threeBands(side), cluster: 1 }),
    freeMask: freeMask({ values: numbers(side * side), height: side, width: side }),
    union: union(middle, round),
    intersect: intersect(middle, round),
    subtract: subtract(round, middle),
    complement: complement(round),
    grow: grow(round, 2),
  };
}

function threeBands(side: number) {
  const labels = Array.from({ length: side * side }, (_, at) => Math.floor((3 * at) / (side * side)));
  return { labels, height: side, width: side };
}

function task(name: string, side: number, region: Region, options: MaskRegionOptions): TimedTask {
  const setup = ({ quick, slow }: Setting): Prepared => {
    const batch = quick ? 2 : slow ? 8 : (BATCHES[side] as number);
    const { images, landmarks } = faces(batch, side);
    return {
      work: batch,
      run: () => settle(maskRegion(region, options)(images, { landmarks })),
      dispose: () => images.dispose(),
    };
  };
  return { name: `maskRegion/${name}`, unit: 'images', setup };
}
