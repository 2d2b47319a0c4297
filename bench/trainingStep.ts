import { reseedLayers } from '../src/support/reseed.js';
import { useFasterLayers } from '../src/training/fasterLayers.js';
import { trainedVariables } from '../src/training/modelWeights.js';
import { sgdNesterov } from '../src/training/optimizer.js';
import { trainStep } from '../src/training/step.js';
import type { BenchNetwork } from './networks.js';
import { numbers } from './numbers.js';

const CLASSES = 7;

/** A training that makes the same step again and again, as the trainer makes it, on pictures that are there already. */
export function openTraining(network: BenchNetwork, batch: number) {
  const model = network.build();
  const restore = useFasterLayers(model);
  const variables = trainedVariables(model);
  const optimizer = sgdNesterov({ learningRate: 0.01, momentum: 0.9, nesterov: true, weightDecay: 1e-4 });
  const images = numbers(batch * network.size ** 2);
  const labels = Uint8Array.from({ length: batch }, (_, at) => at % CLASSES);
  let steps = 0;

  return {
    variables,
    /** One update; gives the loss before it. */
    async step(): Promise<number> {
      const seed = `step${steps++}`;
      reseedLayers(model, seed);
      const pass = { images, labels, shape: [batch, network.size, network.size, 1], counted: batch } as const;
      const plan = { changes: [], classes: CLASSES, smoothing: 0, seed };
      const result = await trainStep({ model, variables, optimizer }, [{ ...pass, shape: [...pass.shape] }], plan);
      return result.loss;
    },
    dispose(): void {
      restore();
      optimizer.dispose();
      model.dispose();
    },
  };
}
