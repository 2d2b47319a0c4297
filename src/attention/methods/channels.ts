import * as tf from '@tensorflow/tfjs-core';

/** Per pixel the channel value of the largest magnitude, sign kept: [B,H,W,C] to [B,H,W]. */
export function strongestChannel(values: tf.Tensor4D): tf.Tensor3D {
  const [batch, height, width, channels] = values.shape;
  if (channels === 1) return tf.reshape(values, [batch, height, width]);
  const largest = tf.max(values, 3);
  const smallest = tf.min(values, 3);
  const strongest = tf.where(tf.greaterEqual(largest, tf.neg(smallest)), largest, smallest);
  // max and min may pass over NaN, differently on each backend; 0 * NaN brings it back.
  return tf.add(strongest, tf.sum(tf.mul(values, 0), 3)) as tf.Tensor3D;
}

/** Enlarges maps [B,h,w] to the image's size: bilinear, corners of pixels aligned; as they are where the sizes agree. */
export function toImageSize(map: tf.Tensor3D, [, height, width]: readonly number[]): tf.Tensor3D {
  const [batch, rows, columns] = map.shape;
  if (rows === height && columns === width) return map;
  const resized = tf.image.resizeBilinear(
    tf.reshape<tf.Rank.R4>(map, [batch, rows, columns, 1]),
    [height as number, width as number],
    false,
    true,
  );
  return tf.reshape(resized, [batch, height as number, width as number]);
}
