/**
 * Draws the pictures of the start page into docs/start/ and writes the part of docs/index.md that shows them, with what a
 * network that is trained here says about a face before and after each change. Takes some minutes.
 *
 *     node --import tsx docs/start.ts
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { attentionMap } from '../src/attention/index.js';
import { useBackend } from '../src/backends/index.js';
import { clusterPixels } from '../src/clusters/index.js';
import { EMOTIONS, syntheticFaces, syntheticSplits } from '../src/data/index.js';
import { slimNetwork } from '../src/models/index.js';
import { maskRegion, wearMask, type FillOption, type Perturbation } from '../src/perturb/index.js';
import { clusterColour, colourOf, type Colour } from '../src/pictures/index.js';
import { facialRegion, grow, union, type FaceLandmarks, type Region } from '../src/regions/index.js';
import { evaluate, trainClassifier } from '../src/training/index.js';

const FOLDER = 'docs/start';
const PAGE = 'docs/index.md';
/** Side of the pictures that the network sees, and of those that only show a change. */
const [SIDE, LARGE] = [64, 192];

interface Face {
  readonly image: Tensor4D;
  readonly landmarks: FaceLandmarks;
  readonly label: number;
}

/** A picture in a strip: its file's name, what stands below it in bold and in plain. */
type Tile = [file: string, bold: string, plain: string];

await useBackend('wasm');
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
const hiding = await hidingStrip();
const { model, accuracy, faces } = await trainedNetwork();
const { asking, without } = await askedStrips(model, faces);
const text = `## Hide any part

${strip(hiding)}

[Every region and every fill](regions.md), by landmarks from [a detector, your own, or assumed](landmarks.md).

## Ask a model what it looks at

A small network was trained for this page on ${faces.trained.toLocaleString('en')} drawn faces; of ${faces.all.length} new ones it gets
${percent(accuracy)} right. ${asking.words}

${strip(asking.tiles)}

## See what happens without it

The same face with one part hidden after the other, and how sure the network then is of “${without.name}”:

${strip(without.tiles)}

The numbers are one small network's on one drawn face: yours will differ, and that is what to find out. These pictures and numbers are made
by \`node --import tsx docs/start.ts\`.`;
const page = readFileSync(PAGE, 'utf8');
writeFileSync(PAGE, page.replace(/(<!-- start:pictures -->)[\s\S]*(<!-- \/start:pictures -->)/, `$1\n\n${text}\n\n$2`));

async function hidingStrip(): Promise<Tile[]> {
  const { pixels, landmarks } = syntheticFaces({ count: 1, seed: 'start 4', size: LARGE, emotions: ['happy'] });
  const face = imagesOf(pixels, LARGE);
  const changes: [string, string, string, Perturbation | undefined][] = [
    ['face', 'a face', 'as it is drawn', undefined],
    ['mouth-blur', 'mouth', 'blurred', masking(facialRegion('mouth'), { kind: 'blur', sigma: 9 }, 5)],
    ['eyes-black', 'eyes', 'black', masking(facialRegion('eyes'), 'zero')],
    ['lower-pixels', 'lower half', 'in blocks', masking(facialRegion('lowerHalf'), { kind: 'pixelate', size: 14 })],
    ['nose-neighbour', 'nose', 'from around it', masking(facialRegion('nose'), 'neighbour')],
    ['background-noise', 'background', 'noise', masking(facialRegion('background'), 'noise', 4)],
    ['surgical', 'mask', 'surgical', wearMask({ style: 'surgical', seed: 3 })],
    ['cloth', 'mask', 'of cloth', wearMask({ style: 'cloth', seed: 5 })],
  ];
  for (const [file, , , change] of changes) await save(file, change ? change(face, { landmarks }) : face, LARGE);
  return changes.map(([file, bold, plain]) => [file, bold, plain]);
}

function masking(region: Region, fill: FillOption, feather = 2): Perturbation {
  return maskRegion(region, { fill, feather });
}

async function trainedNetwork() {
  const { train, validation, test } = syntheticSplits({ train: 1400, validation: 140, test: 280, size: SIDE, seed: 1 });
  const network = slimNetwork({ inputSize: SIDE, gate: 'input', seed: 1 });
  const settings = { epochs: 10, batchSize: 28, augmentation: { flip: 0.5 } };
  const schedule = { kind: 'oneCycle', maxRate: 0.05 } as const;
  for await (const { epoch, validationAccuracy } of trainClassifier({
    model: network,
    train,
    validation,
    schedule,
    ...settings,
  })) {
    console.log(`epoch ${epoch}: ${percent(validationAccuracy)}`);
  }
  const all = Array.from({ length: test.size }, (_, at): Face => ({
    image: imagesOf(test.pixels.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE), SIDE),
    landmarks: test.landmarks[at]!,
    label: test.labels[at]!,
  }));
  const result = await evaluate(network, test);
  return { model: network, accuracy: result.accuracy, faces: { all, trained: train.size } };
}

/**
 * Of the happy faces that the network gets right, the one of which it is neither surest nor least sure; what it attends to there, and what it says
 * without each part.
 */
async function askedStrips(network: LayersModel, { all }: { all: readonly Face[] }) {
  const happy = EMOTIONS.indexOf('happy');
  const sure = (image: Tensor4D) => probability(network, image, happy);
  const right = all.filter(({ label, image }) => label === happy && sure(image) > 0.5);
  const { image, landmarks } = right.sort((a, b) => sure(a.image) - sure(b.image))[
    Math.floor(right.length / 2)
  ] as Face;

  const map = await attentionMap(network, image, { method: 'inputGradient', target: happy });
  const clusters = await clusterPixels(map, { clusters: 3 });
  const attention = Array.from(map.values.dataSync());
  await save('asked', image, SIDE);
  await save(
    'attention',
    tinted(
      image,
      attention.map((value) => colourOf('sequential', value)),
      0.65,
    ),
    SIDE,
  );
  await save(
    'clusters',
    tinted(
      image,
      Array.from(clusters.labels, (label) => clusterColour(label)),
      0.5,
    ),
    SIDE,
  );
  const tiles: Tile[] = [
    ['asked', 'the picture', `“happy”, ${percent(sure(image))}`],
    ['attention', 'attention', 'by input gradients'],
    ['clusters', 'clusters', 'of pixels, by place and attention'],
  ];
  for (let cluster = 0; cluster < clusters.found; cluster++) {
    const changed = maskRegion(clusters.region(cluster))(image);
    await save(`cluster-${cluster}`, changed, SIDE);
    tiles.push([`cluster-${cluster}`, `without cluster ${cluster + 1}`, percent(sure(changed))]);
  }
  const words = `Of the face below, which it is neither surest nor least sure of, it says “happy”; bright pixels are those whose change would change that most.`;

  const parts = ['mouth', 'eyes', 'brows', 'nose', 'forehead', 'chin'] as const;
  const cheeks = union(facialRegion('leftCheek'), facialRegion('rightCheek'));
  const regions: [string, Region][] = [
    ...parts.map((name): [string, Region] => [name, facialRegion(name)]),
    ['cheeks', cheeks],
  ];
  const hidden: Tile[] = [['asked', 'nothing hidden', percent(sure(image))]];
  for (const [name, region] of regions) {
    const changed = maskRegion(grow(region, 2), { fill: 'neighbour', feather: 1 })(image, { landmarks: [landmarks] });
    await save(`without-${name}`, changed, SIDE);
    hidden.push([`without-${name}`, `without ${name}`, percent(sure(changed))]);
  }
  return { asking: { words, tiles }, without: { name: 'happy', tiles: hidden } };
}

function probability(network: LayersModel, image: Tensor4D, label: number): number {
  return tf.tidy(() => tf.softmax(network.predict(image) as tf.Tensor2D).dataSync()[label]!);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.995 || share < 0.1 ? 1 : 0)} %`;
}

function imagesOf(bytes: Uint8Array, side: number): Tensor4D {
  return tf.tensor4d(
    Float32Array.from(bytes, (value) => value / 255),
    [1, side, side, 1],
  );
}

/** A picture under a colour for each pixel. */
function tinted(image: Tensor4D, colours: readonly Colour[], share: number): Tensor4D {
  const values = colours.flat();
  return tf.tidy(() => tf.add(tf.mul(image, 1 - share), tf.mul(tf.tensor4d(values, [1, SIDE, SIDE, 3]), share)));
}

async function save(name: string, image: Tensor4D, side: number): Promise<void> {
  const channels = image.shape[3] as 1 | 3;
  const bytes = Buffer.from(
    Uint8Array.from(image.dataSync(), (value) => Math.round(255 * Math.min(1, Math.max(0, value)))),
  );
  await sharp(bytes, { raw: { width: side, height: side, channels } })
    .resize(LARGE, LARGE, { kernel: 'cubic' })
    .png({ palette: true, colours: 64, compressionLevel: 9 })
    .toFile(`${FOLDER}/${name}.png`);
}

function strip(tiles: readonly Tile[]): string {
  const items = tiles.map(
    ([file, bold, plain]) =>
      `<li><img src="start/${file}.png" alt="The drawn face: ${bold}, ${plain}"><strong>${bold}</strong><br>${plain}</li>`,
  );
  return `<ul class="strip of-${tiles.length}">\n${items.join('\n')}\n</ul>`;
}
