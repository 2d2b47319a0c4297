import * as tf from '@tensorflow/tfjs-core';

/** Largest array that is kept, in values: 64 MB. */
const MOST_KEPT = 2 ** 24;

let kept = /* @__PURE__ */ new Float32Array(0);

/**
 * A tensor of values that are written one by one.
 *
 * The wasm backend copies what it is given, so that one array serves all calls there: fresh memory costs more than what is drawn
 * into it. Other backends keep the array.
 *
 * @param draw - Writes into zeros, row-major; must not keep the array.
 */
export function drawTensor4d(
  shape: [number, number, number, number],
  draw: (values: Float32Array) => void,
): tf.Tensor4D {
  const size = tf.util.sizeFromShape(shape);
  const values = zeros(size, tf.getBackend() === 'wasm' && size <= MOST_KEPT);
  draw(values);
  return tf.tensor4d(values, shape);
}

function zeros(size: number, mayKeep: boolean): Float32Array {
  if (!mayKeep) return new Float32Array(size);
  if (kept.length < size) return (kept = new Float32Array(size));
  return kept.subarray(0, size).fill(0);
}
