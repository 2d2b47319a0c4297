/**
 * A small job through several entries: gradients on wasm, a masked batch, clusters, a network.
 *
 * @param {{tf: object, core: object, models: object, data: object, landmarks: object, wasm: object}} packages
 *   What the caller imported or required.
 * @param {object} [options] Options for useBackend('wasm').
 * @returns Plain numbers, to be compared between the formats.
 */
export async function job({ tf, core, models, data, landmarks, wasm }, options) {
  const facts = await core.useBackend('wasm', options);
  const numbers = {
    facts: { name: facts.name, threads: facts.threads, canTrain: facts.canTrain, own: facts.ownKernels.length },
    ...gradients(tf),
    masked: masked(tf, core),
  };
  const steps = Array.from({ length: 48 }, (_, k) => Math.floor((k % 8) / 3));
  const clusters = await core.clusterPixels(
    { values: steps, height: 6, width: 8 },
    { clusters: 3, alpha: 20, seed: 1 },
  );
  return {
    ...numbers,
    clusters: { sizes: clusters.sizes, labels: [...clusters.labels], centroids: clusters.centroids },
    network: predict(tf, models),
    mouth: landmarks.meanShape({ width: 48, height: 48 }).points.slice(48, 50),
    emotions: data.EMOTIONS,
    shared: await sharedClasses(core, wasm),
  };
}

/** Through a convolution and a max pool over values of both signs. */
function gradients(tf) {
  return tf.tidy(() => {
    const values = Array.from({ length: 72 }, (_, k) => ((k * 7) % 13) - 6);
    const x = tf.tensor4d(values, [2, 6, 6, 1]);
    const filter = tf.tensor4d([1, -2, 3, 1, 0, 2, -1, 1, 2], [3, 3, 1, 1]);
    const loss = (images, weights) =>
      tf.sum(tf.square(tf.maxPool(tf.conv2d(images, weights, 1, 'same'), 2, 2, 'valid')));
    const [images, weights] = tf.grads(loss)([x, filter]);
    return { imageGradient: [...images.dataSync()], filterGradient: [...weights.dataSync()] };
  });
}

function masked(tf, core) {
  return tf.tidy(() => {
    const hide = core.maskRegion(core.box({ x: 1, y: 1, width: 2, height: 3 }), { fill: 'zero' });
    return [...hide(tf.ones([2, 5, 4, 1])).dataSync()];
  });
}

function predict(tf, models) {
  const network = models.slimNetwork({ inputSize: 8, widths: [4, 4], classes: 3, gate: 'stem', seed: 3 });
  const logits = tf.tidy(() => [...network.predict(tf.ones([1, 8, 8, 1])).dataSync()]);
  network.dispose();
  return logits;
}

/** An error thrown by another entry is of the class that the core exports. */
async function sharedClasses(core, wasm) {
  const error = await wasm.registerTrainingKernels({ nonsense: 1 }).catch((cause) => cause);
  return error instanceof core.FacePerturbError && error.code === 'invalid-option';
}
