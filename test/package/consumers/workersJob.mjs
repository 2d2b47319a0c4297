/**
 * Trains the same network by workers twice, and by the same passes alone; what comes of it as plain JSON.
 *
 * @param packages - The entries, as the caller loaded them.
 * @param workers - The option of that name.
 */
export async function trainThrice({ core, data, models }, workers) {
  const splits = data.syntheticSplits({ train: 40, validation: 14, test: 7, seed: 1 });
  const train = async (more) => {
    const model = models.slimNetwork({ inputSize: 24, widths: [4, 8], gate: 'input', dropout: 0.1, seed: 1 });
    const losses = [];
    const options = {
      model,
      train: splits.train,
      validation: splits.validation,
      epochs: 1,
      batchSize: 16,
      keepBest: false,
    };
    const onStep = ({ loss }) => losses.push(loss);
    for await (const _ of core.trainClassifier({ ...options, ...more, onStep }));
    const weights = model.trainableWeights.map((weight) => Array.from(weight.read().dataSync()));
    model.dispose();
    return { losses, weights };
  };
  return { shared: await train({ workers }), again: await train({ workers }), alone: await train({ microBatch: 8 }) };
}
