import { backend_util } from '@tensorflow/tfjs-core';
import { attributes, type Compute, type KernelCall, type Probe, type TrainingKernel } from './kernel.js';

type Shape4 = [number, number, number, number];

interface PaddingAttributes {
  strides: [number, number] | number;
  pad: unknown;
  dilations?: [number, number] | number;
}

/**
 * Stock convolutions place the window wrongly under 'same' padding when a stride is larger than the filter
 * (github.com/tensorflow/tfjs/issues/5907). With the same padding written out in numbers they are right.
 */
function withExplicitPadding(depthwise: boolean, stock: Compute): Compute {
  return (call) => {
    if (attributes<PaddingAttributes>(call).pad !== 'same') return stock(call);
    return stock({ ...call, attrs: { ...call.attrs, pad: explicitPadding(call, depthwise) } });
  };
}

function explicitPadding(call: KernelCall, depthwise: boolean): [number, number][] {
  const { strides, dilations } = attributes<PaddingAttributes>(call);
  const x = call.inputs.x?.shape as Shape4;
  const filter = call.inputs.filter?.shape as Shape4;
  const info = backend_util.computeConv2DInfo(x, filter, strides, dilations ?? 1, 'same', undefined, depthwise);
  const { top, bottom, left, right } = info.padInfo;
  return [[0, 0], [top, bottom], [left, right], [0, 0]]; // prettier-ignore
}

function kernel(name: string, depthwise: boolean, extra: Record<string, unknown> = {}): TrainingKernel {
  const filter = { shape: [1, 2, 1, 1], values: [1, 2] };
  const probe: Probe = {
    inputs: { x: { shape: [1, 4, 9, 1], values: Array.from({ length: 36 }, (_, k) => k + 1) }, filter },
    attrs: { strides: [5, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1], ...extra } as Probe['attrs'],
  };
  return {
    name,
    reason: 'wrong',
    probes: [probe],
    make: (stock) => withExplicitPadding(depthwise, stock as Compute),
  };
}

/** Stock forward convolutions whose padding is mended. Conv2D itself is replaced as a whole when fast kernels are on. */
export const SAME_PADDING_KERNELS: TrainingKernel[] = [
  kernel('Conv2D', false),
  kernel('FusedConv2D', false, { activation: 'linear' }),
  kernel('DepthwiseConv2dNative', true),
  kernel('FusedDepthwiseConv2D', true, { activation: 'linear' }),
];
