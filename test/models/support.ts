import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

/** The model as it comes back from its own file. */
export async function saveAndLoad(model: LayersModel): Promise<LayersModel> {
  const saved: tf.io.ModelArtifacts[] = [];
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved.push(artifacts);
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  // Through text, as a file would be: what JSON can't hold must not be in the topology.
  const topology = JSON.parse(JSON.stringify(saved[0]?.modelTopology)) as object;
  return loadLayersModel(tf.io.fromMemory({ ...saved[0], modelTopology: topology }));
}

/** One step of plain gradient descent on cross-entropy, in training mode. */
export function trainOnce(model: LayersModel, images: tf.Tensor, labels: number[], classes: number): void {
  const optimizer = tf.train.sgd(0.1);
  optimizer.minimize(() => {
    const logits = model.apply(images, { training: true }) as tf.Tensor;
    return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, classes), logits) as tf.Scalar;
  });
  optimizer.dispose();
}

/** The values of the model's logits. */
export function logitsOf(model: LayersModel, images: tf.Tensor): number[] {
  return tf.tidy(() => Array.from((model.predict(images) as tf.Tensor).dataSync()));
}
