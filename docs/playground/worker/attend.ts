import { attentionMap } from '../../../src/attention/index.js';
import { imageToTensor } from '../../../src/data/index.js';
import { heatMap, overlay } from '../../../src/pictures/index.js';
import type { Attended, AttendSettings } from '../protocol.js';
import { faceFrame, inputOf } from './face.js';
import { readBack } from './pixels.js';
import { openedNetwork, openedPicture, type Work } from './session.js';

/** Side that pictures of maps have about. */
const SHOWN = 240;

/** How much a picture of this size is enlarged. */
export function enlargement({ width, height }: { width: number; height: number }): number {
  return Math.max(1, Math.round(SHOWN / Math.max(width, height)));
}

/** What the network attends to in what it is shown. */
export async function attend(
  { method, target, layer, face }: AttendSettings,
  { session, signal, progress }: Work,
): Promise<Attended> {
  const picture = openedPicture(session);
  const network = openedNetwork(session);
  const input = inputOf(network, picture.pixels, faceFrame(picture, face));
  const image = imageToTensor(input);
  const started = performance.now();
  try {
    const map = await attentionMap(network.classifier, image, {
      ...{ method, target, signal, ...(layer && { layer }) },
      onProgress: ({ done, total }) => progress(done / total),
    });
    const milliseconds = performance.now() - started;
    const enlarge = enlargement(input);
    const explained = map.targets?.[0] ?? -1;
    const values = (await map.values.data()) as Float32Array;
    session.map = { values, height: input.height, width: input.width, input, target: explained, face };
    const pictures = {
      map: await readBack(await heatMap(map, { enlarge })),
      overlay: await readBack(await overlay(image, map, { enlarge })),
    };
    map.dispose();
    return { ...pictures, note: map.notes[0], layer: map.layer, target: explained, milliseconds };
  } finally {
    image.dispose();
  }
}
