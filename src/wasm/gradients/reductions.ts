import * as tf from '@tensorflow/tfjs-core';

interface ReductionAttributes {
  axis: number | number[] | null;
}

/**
 * The gradients of sum and mean, which spread dy over the axes that were reduced. tfjs 4.22 multiplies it by a tensor of
 * ones that is filled in JavaScript, element by element, for each activation of a network; the Fill kernel does it at
 * the speed of memory.
 */
function spread(kernelName: 'Sum' | 'Mean'): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as [tf.Tensor];
      const axes = tf.util.parseAxisParam((attrs as unknown as ReductionAttributes).axis ?? [], x.shape);
      const reduced = axes.length > 0 ? axes : x.shape.map((_, axis) => axis);
      const kept = x.shape.map((size, axis) => (reduced.includes(axis) ? 1 : size));
      const count = tf.util.sizeFromShape(reduced.map((axis) => x.shape[axis] as number));
      const value = kernelName === 'Mean' ? 1 / count : 1;
      return { x: () => tf.mul(tf.reshape(dy as tf.Tensor, kept), tf.fill(x.shape, value)) };
    },
  };
}

export const sumGradient = spread('Sum');
export const meanGradient = spread('Mean');

/**
 * The gradient of the maximum, which goes to every element that equals it. tfjs 4.22 compares x with the maximum by
 * Equal, whose broadcasting on the wasm backend takes 100 ns an element and made a network with a spatial gate train four
 * times slower; a broadcasting difference and its sign run at the speed of memory.
 */
export const maxGradient: tf.GradConfig = {
  kernelName: 'Max',
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, y] = saved as [tf.Tensor, tf.Tensor];
    const axes = tf.util.parseAxisParam((attrs as unknown as { reductionIndices: number[] }).reductionIndices, x.shape);
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    return {
      x: () => {
        const below = tf.step(tf.sub(tf.reshape(y, kept), x));
        return tf.mul(tf.reshape(dy as tf.Tensor, kept), tf.sub(1, below));
      },
    };
  },
};
