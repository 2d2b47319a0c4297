import * as tf from '@tensorflow/tfjs-core';
import { attentionMap, type AttentionMap, type AttentionMethodName } from '../../src/attention/index.js';
import { regionOcclusion } from '../../src/attention/methods/regionOcclusion.js';
import { EMOTIONS, type Emotion } from '../../src/data/dataset.js';
import { syntheticFaces } from '../../src/data/synthetic/index.js';
import { contactSheetSvg } from '../../src/pictures/index.js';
import type { Region } from '../../src/regions/region.js';
import { adaptImages } from './adapt.js';
import { classOf } from './classNames.js';
import type { Request } from './commandLine.js';
import { imagesOf, scoringModel, type Measured } from './explain.js';
import type { FittedFaces } from './fitFaces.js';
import type { OpenModel } from './openModel.js';

/** Methods that look at feature maps, and so need a layer or node. */
const INNER: readonly AttentionMethodName[] = ['gradCam', 'gradCamPlusPlus', 'layerCam', 'scoreCam', 'spatialGate'];

type Options = Pick<Request, 'methods' | 'layer' | 'fill' | 'score' | 'shown' | 'pictures' | 'seed'>;

/** The maps that suit a model: one of slopes, and Grad-CAM where there is a layer to look at. */
export function fittingMethods({ methods, layer }: Options, { kind }: Pick<OpenModel, 'kind'>): AttentionMethodName[] {
  if (methods !== undefined) return methods;
  return kind === 'layers' || layer !== undefined ? ['integratedGradients', 'gradCam'] : ['integratedGradients'];
}

/**
 * Draws the contact sheet of the report, an SVG: some faces of each emotion, the regions by their drops, and a map by each method.
 *
 * @returns Undefined where no pictures are wanted, or none of the synthetic faces' emotions is the model's.
 */
export async function drawMaps(
  model: OpenModel,
  faces: FittedFaces,
  measured: Measured,
  regions: Record<string, Region>,
  options: Options,
): Promise<string | undefined> {
  const shown =
    options.pictures === 'own' ? ownFaces(faces, measured, options.shown) : drawnFaces(model, faces, options);
  if (options.pictures === 'none' || shown.count === 0) return undefined;
  const images = imagesOf(shown, 0, shown.count);
  const explained = scoringModel(model, measured.outputs, options.score);
  const common = { target: shown.labels, batchSize: model.batchSize };
  const maps: AttentionMap[] = [];
  try {
    const method = regionOcclusion({ regions, landmarks: shown.landmarks, fill: options.fill });
    maps.push(await attentionMap(explained, images, { ...common, method }));
    for (const name of fittingMethods(options, model)) {
      maps.push(
        INNER.includes(name)
          ? await innerMap(model, images, { ...common, method: name, layer: options.layer })
          : await attentionMap(explained, images, { ...common, method: name }),
      );
    }
    const predicted = await predictedNames(model, images);
    return await contactSheetSvg(
      images,
      maps.map((map) => ({ title: map.method === 'regionOcclusion' ? 'hidden regions' : map.method, map })),
      {
        classes: shown.labels.map((label) => model.labels[label] as string),
        order: model.labels.filter((_, id) => shown.labels.includes(id)),
        captions: predicted.map((name) => `taken for ${name}`),
      },
    );
  } finally {
    maps.forEach((map) => map.dispose());
    images.dispose();
  }
}

/** A map of what the model itself sees: its layers know nothing of faces before they are adapted. */
async function innerMap(
  { inner, input }: OpenModel,
  images: tf.Tensor4D,
  options: { target: number[]; batchSize: number; method: AttentionMethodName; layer?: string },
): Promise<AttentionMap> {
  const adapted = adaptImages(images, input);
  return attentionMap(inner, adapted, options).finally(() => adapted.dispose());
}

async function predictedNames(model: OpenModel, images: tf.Tensor4D): Promise<string[]> {
  const names: string[] = [];
  for (let at = 0; at < images.shape[0]; at++) {
    const best = tf.tidy(() => tf.argMax(model.run(tf.slice(images, at, 1)), 1));
    names.push(model.labels[(await best.data())[0] as number] as string);
    best.dispose();
  }
  return names;
}

/** The first faces of each class, those that the model names rightly before others. */
function ownFaces(faces: FittedFaces, { classes, predicted }: Measured, each: number): FittedFaces {
  const all = [...classes.keys()];
  const chosen = [...new Set(classes)].flatMap((id) => {
    const members = all.filter((at) => classes[at] === id);
    const right = members.filter((at) => predicted[at] === id);
    return [...right, ...members.filter((at) => predicted[at] !== id)].slice(0, each);
  });
  const values = faces.size * faces.size * faces.channels;
  const pixels = new Uint8Array(chosen.length * values);
  chosen.forEach((at, place) => pixels.set(faces.pixels.subarray(at * values, (at + 1) * values), place * values));
  return {
    ...faces,
    count: chosen.length,
    pixels,
    landmarks: chosen.map((at) => faces.landmarks[at]!),
    labels: chosen.map((at) => classes[at] as number),
  };
}

/** Drawn faces of the emotions that the model names. */
function drawnFaces(model: OpenModel, { size }: FittedFaces, { shown, seed }: Options): FittedFaces {
  const emotions: Emotion[] = EMOTIONS.filter((emotion) => classOf(emotion, model.labels) >= 0);
  const nothing = {
    count: 0,
    size,
    channels: 1 as const,
    pixels: new Uint8Array(),
    landmarks: [],
    labels: [],
    assumed: 0,
  };
  if (emotions.length === 0) return nothing;
  const side = Math.max(16, Math.min(512, size));
  const drawn = syntheticFaces({ count: shown * emotions.length, size: side, seed, emotions });
  const labels = Array.from(drawn.labels, (label) => classOf(EMOTIONS[label] as Emotion, model.labels));
  return { ...nothing, count: drawn.size, size: side, pixels: drawn.pixels, landmarks: drawn.landmarks, labels };
}
