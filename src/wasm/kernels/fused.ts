import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { OWN_KERNELS } from '../../support/ownKernels.js';
import { addressOf, withScratch } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type KernelCall, type TrainingKernel } from './kernel.js';

type Infos = Record<string, TensorInfo>;

function batchNorm(call: KernelCall): TensorInfo[] {
  const { inputs, backend } = call;
  const { x, gamma, beta } = inputs as { x: TensorInfo; gamma: TensorInfo; beta: TensorInfo };
  const { epsilon } = attributes<{ epsilon: number }>(call);
  const { rows, channels } = sizesOf(x);
  const y = backend.makeOutput(x.shape, 'float32');
  const mean = backend.makeOutput([channels], 'float32');
  const variance = backend.makeOutput([channels], 'float32');
  const addresses = [x, gamma, beta, y, mean, variance].map((info) => addressOf(backend, info));
  withScratch(backend, 24 * channels, (scratch) => {
    companionOf(backend).batchNorm(...addresses, rows, channels, epsilon, scratch);
  });
  return [y, mean, variance];
}

function batchNormGradient(call: KernelCall): TensorInfo[] {
  const { inputs, backend } = call;
  const { dy, x, gamma, mean, variance } = inputs as Infos as Record<
    'dy' | 'x' | 'gamma' | 'mean' | 'variance',
    TensorInfo
  >;
  const { epsilon } = attributes<{ epsilon: number }>(call);
  const { rows, channels } = sizesOf(x);
  const dx = backend.makeOutput(x.shape, 'float32');
  const dgamma = backend.makeOutput([channels], 'float32');
  const dbeta = backend.makeOutput([channels], 'float32');
  const addresses = [dy, x, gamma, mean, variance, dx, dgamma, dbeta].map((info) => addressOf(backend, info));
  withScratch(backend, 28 * channels, (scratch) => {
    companionOf(backend).batchNormGradient(...addresses, rows, channels, epsilon, scratch);
  });
  return [dx, dgamma, dbeta];
}

function sizesOf(x: TensorInfo): { rows: number; channels: number } {
  return { rows: util.sizeFromShape(x.shape.slice(0, -1)), channels: x.shape.at(-1) as number };
}

function reluGradient({ inputs, backend }: KernelCall): TensorInfo {
  const { dy, x } = inputs as { dy: TensorInfo; x: TensorInfo };
  const dx = backend.makeOutput(x.shape, 'float32');
  const [from, at, to] = [dy, x, dx].map((info) => addressOf(backend, info)) as [number, number, number];
  companionOf(backend).reluGradient(from, at, to, util.sizeFromShape(x.shape));
  return dx;
}

interface DropoutAttributes {
  first: number;
  second: number;
  threshold: number;
  scale: number;
}

function dropout(call: KernelCall): TensorInfo {
  const { inputs, backend } = call;
  const { x } = inputs as { x: TensorInfo };
  const { first, second, threshold, scale } = attributes<DropoutAttributes>(call);
  const y = backend.makeOutput(x.shape, 'float32');
  const [from, to] = [x, y].map((info) => addressOf(backend, info)) as [number, number];
  companionOf(backend).dropout(from, to, util.sizeFromShape(x.shape), first, second, threshold, scale);
  return y;
}

interface SgdAttributes {
  rate: number;
  momentum: number;
  decay: number;
  nesterov: boolean;
}

function sgd(call: KernelCall): TensorInfo[] {
  const { inputs, backend } = call;
  const { weight, velocity, gradient } = inputs as Record<'weight' | 'velocity' | 'gradient', TensorInfo>;
  const { rate, momentum, decay, nesterov } = attributes<SgdAttributes>(call);
  const next = [backend.makeOutput(weight.shape, 'float32'), backend.makeOutput(weight.shape, 'float32')];
  const addresses = [weight, velocity, gradient, ...next].map((info) => addressOf(backend, info));
  companionOf(backend).sgd(...addresses, util.sizeFromShape(weight.shape), rate, momentum, decay, nesterov ? 1 : 0);
  return next;
}

/** Kernels without a stock counterpart: whole steps of training that tfjs composes of many passes over memory. */
export const FUSED_KERNELS: TrainingKernel[] = [
  { name: OWN_KERNELS.batchNorm, reason: 'slow', probes: [], make: () => batchNorm },
  { name: OWN_KERNELS.batchNormGradient, reason: 'slow', probes: [], make: () => batchNormGradient },
  { name: OWN_KERNELS.reluGradient, reason: 'slow', probes: [], make: () => reluGradient },
  { name: OWN_KERNELS.dropout, reason: 'slow', probes: [], make: () => dropout },
  { name: OWN_KERNELS.sgd, reason: 'slow', probes: [], make: () => sgd },
];
