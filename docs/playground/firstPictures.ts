import { useBackend } from '../../src/backends/index.js';
import { imageToTensor, syntheticFaces } from '../../src/data/index.js';
import { maskRegion } from '../../src/perturb/index.js';
import { toPng } from '../../src/pictures/index.js';
import { fillChoice } from './fills.js';
import { DRAWN_SIDE, FIRST } from './first.js';
import { regionOfAll } from './parts.js';

/** What the page shows before anything of it runs: the first face, and it without its first parts. */
export async function firstPictures(): Promise<[string, Uint8Array][]> {
  await useBackend('wasm');
  const { emotion, seed } = FIRST.picture;
  const { pixels, landmarks } = syntheticFaces({ count: 1, seed, size: DRAWN_SIDE, emotions: [emotion] });
  const face = imageToTensor({ pixels, width: DRAWN_SIDE, height: DRAWN_SIDE, channels: 1 });
  const region = regionOfAll(FIRST.parts, { x: 0, y: 0, width: 1, height: 1 });
  const blur = fillChoice('blur');
  if (!region) throw new Error('Nothing is hidden at first.');
  const fill = blur.make(blur.number?.start ?? 0);
  const hidden = maskRegion(region, { fill, feather: FIRST.feather })(face, { landmarks });
  const pictures: [string, Uint8Array][] = [
    ['playground/face.png', await toPng(face)],
    ['playground/hidden.png', await toPng(hidden)],
  ];
  for (const tensor of [face, hidden]) tensor.dispose();
  return pictures;
}
