/**
 * Trains the same network by workers twice, and by the same passes alone; what comes of it as plain JSON.
 *
 * @param packages - The entries, as the caller loaded them.
 * @param workers - The option of that name.
 */
export async function trainThrice(packages, workers) {
  const train = (more) => trainOnce(packages, more);
  return { shared: await train({ workers }), again: await train({ workers }), alone: await train({ microBatch: 8 }) };
}

/** Trains it once, with the given options; losses and weights as plain JSON. */
export async function trainOnce({ core, data, models }, options) {
  const { train, validation } = data.syntheticSplits({ train: 40, validation: 14, test: 7, seed: 1 });
  const model = models.slimNetwork({ inputSize: 24, widths: [4, 8], gate: 'input', dropout: 0.1, seed: 1 });
  const losses = [];
  const onStep = ({ loss }) => losses.push(loss);
  const settings = { model, train, validation, epochs: 1, batchSize: 16, keepBest: false, onStep };
  for await (const _ of core.trainClassifier({ ...settings, ...options }));
  const weights = model.trainableWeights.map((weight) => Array.from(weight.read().dataSync()));
  model.dispose();
  return { losses, weights };
}
