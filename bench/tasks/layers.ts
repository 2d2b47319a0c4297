import * as tf from '@tensorflow/tfjs-core';
import { layers, model as makeModel, input } from '@tensorflow/tfjs-layers';
import { useFasterLayers } from '../../src/training/fasterLayers.js';
import type { Prepared, Setting, TimedTask } from '../task.js';
import { settle, tensor } from '../tensors.js';

type Op = (x: tf.Tensor4D) => tf.Tensor;

/** Batch norm in training and 2x2 pooling of [64,40,40,64], forward alone and with the gradient. */
export const LAYER_TASKS: TimedTask[] = [
  ...both('batchNorm/training', openBatchNorm),
  ...both('pooling/max', () => ({ op: (x) => tf.maxPool(x, 2, 2, 'same') })),
  ...both('pooling/average', () => ({ op: (x) => tf.avgPool(x, 2, 2, 'same') })),
];

interface Opened {
  op: Op;
  dispose?(): void;
}

function both(name: string, open: (channels: number) => Opened): TimedTask[] {
  return [false, true].map((gradient) => ({
    name: `${name}-${gradient ? 'forward-and-gradient' : 'forward'}`,
    unit: 'million values',
    setup: (setting) => setup(open, gradient, setting),
  }));
}

function setup(open: (channels: number) => Opened, gradient: boolean, { quick, slow }: Setting): Prepared {
  const batch = quick || slow ? 2 : 64;
  const x = tensor<tf.Rank.R4>([batch, 40, 40, 64]);
  const { op, dispose } = open(64);
  const y = tf.tidy(() => op(x));
  const dy = tensor(y.shape as [number, number, number, number]);
  y.dispose();
  const forward = () => tf.tidy(() => op(x));
  const withGradient = () => tf.tidy(() => tf.grad((each) => op(each as tf.Tensor4D))(x, dy));
  const compute = gradient ? withGradient : forward;
  return {
    work: x.size / 1e6,
    run: () => settle(compute()),
    dispose: () => {
      tf.dispose([x, dy]);
      dispose?.();
    },
  };
}

/** As the trainer has it: tfjs's layer, called as in training. */
function openBatchNorm(channels: number): Opened {
  const picture = input({ shape: [40, 40, channels] });
  const norm = layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 });
  const network = makeModel({ inputs: picture, outputs: norm.apply(picture) as typeof picture });
  const restore = useFasterLayers(network);
  return {
    op: (x) => network.apply(x, { training: true }) as tf.Tensor,
    dispose: () => {
      restore();
      network.dispose();
    },
  };
}
