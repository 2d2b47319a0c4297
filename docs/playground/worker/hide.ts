import { imageToTensor, tensorToImage, type ImagePixels } from '../../../src/data/index.js';
import { maskRegion } from '../../../src/perturb/index.js';
import type { PerturbationParameters } from '../../../src/perturb/index.js';
import { needsLandmarks, type FaceLandmarks, type Region } from '../../../src/regions/index.js';
import { PART_NAMES, regionOf, regionOfAll } from '../parts.js';
import type { Answer, Hidden, HideSettings, WithoutPart } from '../protocol.js';
import { answersTo, faceFrame, inputOf, landmarksOf } from './face.js';
import { canvasPixels } from './pixels.js';
import { openedNetwork, openedPicture, type Work } from './session.js';

/** The picture without some parts, and what the network says before and after. */
export async function hide(settings: HideSettings, { session }: Work): Promise<Hidden> {
  const picture = openedPicture(session);
  const landmarks = landmarksOf(picture, settings.face);
  const region = regionOfAll(settings.parts, settings.rectangle);
  const masked = region && (await without(picture.pixels, region, landmarks, settings));
  const pixels = masked?.pixels ?? picture.pixels;
  const { network } = session;
  const frame = faceFrame(picture, settings.face);
  const inputs = network ? [picture.pixels, pixels].map((each) => inputOf(network, each, frame)) : [];
  const [before, after] = network ? await answersTo(network, inputs) : [];
  return {
    pixels: canvasPixels(pixels),
    input: inputs[0] && canvasPixels(inputs[0]),
    ...{ before, after, landmarks, region, parameters: masked?.parameters },
  };
}

/** What the network says without each part, one after the other. */
export async function withoutEach(
  settings: Omit<HideSettings, 'parts'>,
  { session, signal, progress }: Work,
): Promise<readonly WithoutPart[]> {
  const picture = openedPicture(session);
  const network = openedNetwork(session);
  const landmarks = landmarksOf(picture, settings.face);
  const frame = faceFrame(picture, settings.face);
  const rows: WithoutPart[] = [];
  for (const [at, part] of PART_NAMES.entries()) {
    const masked = await without(picture.pixels, regionOf(part, settings.rectangle), landmarks, settings);
    const [answer] = await answersTo(network, [inputOf(network, masked.pixels, frame)]);
    rows.push({ part, answer: answer as Answer });
    progress((at + 1) / PART_NAMES.length);
    // Lets the page's other questions in.
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
  return rows;
}

async function without(
  picture: ImagePixels,
  region: Region,
  landmarks: FaceLandmarks,
  { fill, feather }: Pick<HideSettings, 'fill' | 'feather'>,
): Promise<{ pixels: ImagePixels; parameters: PerturbationParameters }> {
  const image = imageToTensor(picture);
  const context = needsLandmarks(region) ? { landmarks: [landmarks] } : {};
  const { images, mask, parameters } = maskRegion(region, { fill, feather }).apply(image, context);
  try {
    return { pixels: await tensorToImage(images), parameters };
  } finally {
    for (const tensor of [image, images, mask]) tensor.dispose();
  }
}
