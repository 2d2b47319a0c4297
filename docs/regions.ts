/**
 * Draws docs/regions*.png and writes docs/regions.md: every region name, protective mask and fill on a synthetic face.
 *
 *     node --import tsx docs/regions.ts
 */
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { useBackend } from '../src/backends/index.js';
import { syntheticFaces } from '../src/data/index.js';
import { maskRegion, wearMask } from '../src/perturb/index.js';
import type { FillOption, Perturbation } from '../src/perturb/index.js';
import {
  FACIAL_REGIONS,
  PROTECTIVE_MASK_STYLES,
  facialRegion,
  protectiveMask,
  regionCoverage,
} from '../src/regions/index.js';
import type { FacialRegionName, Region } from '../src/regions/index.js';
import { meshFace } from '../test/support/meshFace.js';

const SIDE = 108;
const LABEL = 15;
const COLUMNS = 9;

/** What each name covers, for the table. */
const COVERS: Record<FacialRegionName, string> = {
  leftBrow: 'the brow',
  rightBrow: 'the brow',
  brows: 'both brows',
  leftEye: 'lids and what is between them',
  rightEye: 'lids and what is between them',
  eyes: 'both eyes',
  leftIris: 'iris and pupil, as far as the lids leave them free',
  rightIris: 'iris and pupil, as far as the lids leave them free',
  leftEyeArea: 'from above the brow to below the eye',
  rightEyeArea: 'from above the brow to below the eye',
  nose: 'from its root to its wings',
  noseBridge: 'the ridge, without the tip',
  upperLip: 'the upper lip',
  lowerLip: 'the lower lip',
  mouth: 'both lips and what is between them, teeth too',
  leftCheek: 'between eye, nose, mouth and jaw',
  rightCheek: 'between eye, nose, mouth and jaw',
  forehead: 'above the brows',
  chin: 'below the lower lip',
  jaw: 'a band along the jaw',
  faceOval: 'the whole face',
  upperHalf: "the oval's upper half",
  lowerHalf: "the oval's lower half",
  leftHalf: 'left of the line from the root of the nose to the chin',
  rightHalf: 'right of the line from the root of the nose to the chin',
  background: 'all outside the oval',
};

const FILLS: [string, FillOption][] = [
  ['zero', 'zero'],
  ['constant', { kind: 'constant', value: 0.8 }],
  ['mean', 'mean'],
  ['noise', 'noise'],
  ['blur', { kind: 'blur', sigma: 5 }],
  ['pixelate', { kind: 'pixelate', size: 9 }],
  ['shuffle', 'shuffle'],
  ['neighbour', 'neighbour'],
];

interface Tile {
  readonly label: string;
  /** Red, green and blue of SIDE x SIDE pixels in [0, 1]. */
  readonly pixels: Float32Array;
}

await useBackend('cpu');
const dataset = syntheticFaces({ count: 1, seed: 'regions page 20', size: SIDE, emotions: ['happy'] });
const landmarks = meshFace(dataset.landmarks[0] as (typeof dataset.landmarks)[number]);
const face = tf.tensor4d(
  Float32Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (dataset.pixels[Math.floor(at / 3)] as number) / 255),
  [1, SIDE, SIDE, 3],
);

const regions: [string, Region][] = FACIAL_REGIONS.map((name) => [name, facialRegion(name)]);
const outlines: [string, Region][] = PROTECTIVE_MASK_STYLES.map((style) => [style, protectiveMask({ style })]);
const worn: [string, Perturbation][] = PROTECTIVE_MASK_STYLES.flatMap((style) =>
  [1, 2].map((seed): [string, Perturbation] => [`wearMask ${style}`, wearMask({ style, variation: 1, seed })]),
);
const filled: [string, Perturbation][] = FILLS.map(([name, fill]) => [
  name,
  maskRegion(facialRegion('lowerHalf'), { fill, feather: 2 }),
]);

await writeSheet('docs/regions.png', regions.map(tinted));
await writeSheet('docs/regions-masks.png', [...outlines.map(tinted), ...worn.map(perturbed)]);
await writeSheet('docs/regions-fills.png', filled.map(perturbed));
writeFileSync('docs/regions.md', page());

function tinted([label, region]: [string, Region]): Tile {
  const coverage = regionCoverage(region, { height: SIDE, width: SIDE, landmarks });
  const red = [0.95, 0.25, 0.2];
  const pixels = (face.dataSync() as Float32Array).map((value, at) => {
    const share = 0.65 * (coverage[Math.floor(at / 3)] as number);
    return value * (1 - share) + (red[at % 3] as number) * share;
  });
  return { label, pixels };
}

function perturbed([label, perturb]: [string, Perturbation]): Tile {
  const result: Tensor4D = perturb(face, { landmarks: [landmarks] });
  return { label, pixels: result.dataSync() as Float32Array };
}

async function writeSheet(path: string, tiles: readonly Tile[]): Promise<void> {
  const columns = Math.min(COLUMNS, tiles.length);
  const width = columns * (SIDE + 2);
  const height = Math.ceil(tiles.length / columns) * (SIDE + LABEL);
  const places = tiles.map((tile, at) => ({
    ...tile,
    left: (at % columns) * (SIDE + 2),
    top: Math.floor(at / columns) * (SIDE + LABEL),
  }));
  const texts = places.map(
    ({ label, left, top }) => `<text x="${left + SIDE / 2}" y="${top + SIDE + 11}">${label}</text>`,
  );
  const labels = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <g font-family="sans-serif" font-size="11" text-anchor="middle" fill="#222">${texts.join('')}</g></svg>`;
  await sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite([
      ...places.map(({ pixels, left, top }) => ({
        input: Buffer.from(Uint8Array.from(pixels, (value) => Math.round(255 * value))),
        raw: { width: SIDE, height: SIDE, channels: 3 as const },
        left,
        top,
      })),
      { input: Buffer.from(labels), left: 0, top: 0 },
    ])
    .png({ palette: true, colours: 64, compressionLevel: 9 })
    .toFile(path);
}

function page(): string {
  const rows = FACIAL_REGIONS.map((name) => {
    const schemes = name.endsWith('Iris') ? '`mediapipe478`' : 'all';
    return `| \`${name}\` | ${COVERS[name]} | ${schemes} |`;
  });
  return `# Regions, masks and fills

Written by \`node --import tsx docs/regions.ts\`; the face is a synthetic one.

## Regions of the face

![Every region name on a face](regions.png)

Left and right are the subject's, so \`leftEye\` is at the viewer's right. All parts lie inside \`faceOval\` but for \`background\`.

| \`facialRegion(name)\` | covers | landmark schemes |
| --- | --- | --- |
${rows.join('\n')}

Schemes are \`mediapipe478\`, \`mediapipe468\`, \`ibug68\` and \`points5\` (eyes, tip of the nose, corners of the mouth). By 68 points the
forehead is extrapolated; by the mesh the oval ends where the mesh does, a little below the hair. By five points only what lies at
them is measured: brows, lips, jaw, forehead, cheeks and oval are those of an average face laid over them.

## Protective masks

![Outlines and worn masks](regions-masks.png)

\`protectiveMask({ style })\` is a region, for any fill. \`wearMask({ style, colour, variation, light, probability, seed })\` draws the mask
itself, on grey and on colour pictures, each a little different. Both work with every scheme.

## Fills

![The lower half of a face under each fill](regions-fills.png)

\`maskRegion(region, { fill, feather, probability, seed })\`, here with \`facialRegion('lowerHalf')\` and a feather of 2 pixels. A
\`datasetMean\` looks like a constant.

| fill | what stands in the region |
| --- | --- |
| \`'zero'\` | black |
| \`{ kind: 'constant', value }\` | one colour |
| \`'mean'\` | the image's mean, per channel |
| \`{ kind: 'datasetMean', value }\` | the data set's mean, which you give |
| \`'noise'\` | Gaussian or uniform noise (\`distribution\`, \`mean\`, \`deviation\`) |
| \`'blur'\` | the image blurred (\`sigma\`) |
| \`'pixelate'\` | the image in blocks (\`size\`) |
| \`'shuffle'\` | the region's own pixels in random order |
| \`'neighbour'\` | a smooth interpolation from around the region with a little noise (\`noise\`), as in ROAD |
`;
}
