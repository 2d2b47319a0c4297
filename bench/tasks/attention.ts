import { attentionMap } from '../../src/attention/attentionMap.js';
import { regionOcclusion } from '../../src/attention/methods/regionOcclusion.js';
import { rise } from '../../src/attention/methods/rise.js';
import { ATTENTION_METHODS } from '../../src/attention/methods/table.js';
import type { AttentionMethod } from '../../src/attention/types.js';
import { slimNetwork } from '../../src/models/slimNetwork.js';
import type { FaceLandmarks } from '../../src/regions/landmarks.js';
import { faces } from '../faces.js';
import type { Prepared, Setting, TimedTask } from '../task.js';

const { rise: _, ...QUICK_METHODS } = ATTENTION_METHODS;

/** How each method is made once the faces' landmarks are there. */
const METHODS: Record<string, (landmarks: readonly FaceLandmarks[]) => AttentionMethod> = {
  ...Object.fromEntries(Object.entries(QUICK_METHODS).map(([name, method]) => [name, () => method])),
  'rise-100-masks': () => rise({ masks: 100 }),
  'regionOcclusion-4-regions': (landmarks) =>
    regionOcclusion({ regions: ['leftEye', 'rightEye', 'nose', 'mouth'], landmarks }),
};

/** Each built-in method, with its defaults where its name says nothing else, on the slim network with a spatial gate in its stem. */
export const ATTENTION_TASKS: TimedTask[] = Object.entries(METHODS).map(([name, make]) => ({
  name: `attention/${name}`,
  unit: 'images',
  setup: (setting) => setup(make, setting),
}));

function setup(make: (landmarks: readonly FaceLandmarks[]) => AttentionMethod, { quick, slow }: Setting): Prepared {
  const count = quick || slow ? 1 : 16;
  const model = slimNetwork({ inputSize: 40, gate: 'stem', seed: 1 });
  const { images, landmarks } = faces(count, 40);
  const method = make(landmarks);
  return {
    work: count,
    run: async () => (await attentionMap(model, images, { method })).dispose(),
    dispose: () => {
      images.dispose();
      model.dispose();
    },
  };
}
