import type { AttentionMethodName } from '../../src/attention/methods/table.js';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { ATTENTION_METHODS } from '../../src/attention/methods/table.js';
import { slimNetwork } from '../../src/models/slimNetwork.js';
import { faces } from '../faces.js';
import type { Prepared, Setting, TimedTask } from '../task.js';

/** Each built-in method with its defaults, on the slim network with a spatial gate in its stem. */
export const ATTENTION_TASKS: TimedTask[] = (Object.keys(ATTENTION_METHODS) as AttentionMethodName[]).map((method) => ({
  name: `attention/${method}`,
  unit: 'images',
  setup: (setting) => setup(method, setting),
}));

function setup(method: AttentionMethodName, { quick, slow }: Setting): Prepared {
  const count = quick || slow ? 1 : 16;
  const model = slimNetwork({ inputSize: 40, gate: 'stem', seed: 1 });
  const { images } = faces(count, 40);
  return {
    work: count,
    run: async () => (await attentionMap(model, images, { method })).dispose(),
    dispose: () => {
      images.dispose();
      model.dispose();
    },
  };
}
