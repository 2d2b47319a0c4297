import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/*
 * The weights and pictures of test/fixtures/models/make_torch_fixtures.py, from the same formula, so that the fixture
 * stores PyTorch's results alone.
 */

/** The weights of a model with their names less the model's prefix: "conv1/kernel". */
export function weightsByName(model: LayersModel): Map<string, tf.Variable> {
  const named = model.weights.map(
    (weight) => [weight.originalName.replace(`${model.name}_`, ''), weight.read() as tf.Variable] as const,
  );
  return new Map(named);
}

/** Sets every weight of the model by the formula; scales of the norms whose names end in `last`, at branches' ends, are a quarter. */
export function fillByFormula(model: LayersModel, last?: string): LayersModel {
  for (const [name, variable] of weightsByName(model)) {
    const scale = last !== undefined && name.endsWith(`${last}/gamma`) ? 0.25 : 1;
    const values = formula(name, variable.shape).map((value) => scale * value);
    tf.tidy(() => variable.assign(tf.tensor(new Float32Array(values), variable.shape)));
  }
  return model;
}

/** Pictures [batch, height, width, channels] in [0, 1] by the formula. */
export function formulaPictures(batch: number, height: number, width: number, channels: number): tf.Tensor4D {
  const values = wave(batch * height * width * channels, 0.5).map((value) => 0.5 + 0.5 * value);
  return tf.tensor4d(new Float32Array(values), [batch, height, width, channels]);
}

function formula(name: string, shape: number[]): Float64Array {
  const phase = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 97;
  const values = wave(tf.util.sizeFromShape(shape), phase);
  const root = Math.sqrt(tf.util.sizeFromShape(shape.slice(0, -1)));
  switch (name.split('/')[1]) {
    case 'kernel':
      return values.map((value) => (value * 2) / root);
    case 'bias':
    case 'moving_mean':
      return values.map((value) => 0.1 * value);
    case 'beta':
      return values.map((value) => 0.2 * value);
    case 'gamma':
      return values.map((value) => 0.3 * value + 1);
    case 'moving_variance':
      return values.map((value) => 0.5 * value + 1);
    default:
      throw new Error(`no formula for ${name}`);
  }
}

/** Numbers in [-1, 1] that look like noise and are the same in Python. */
export function wave(count: number, phase: number): Float64Array {
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) values[k] = Math.sin(0.37 * k * k + phase);
  return values;
}
