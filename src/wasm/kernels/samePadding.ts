import { backend_util } from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../../support/errors.js';
import { conv2d, fusedConv2d } from './convolution.js';
import { attributes, type Compute, type KernelCall, type Probe, type TrainingKernel, type Uses } from './kernel.js';

type Shape4 = [number, number, number, number];

interface PaddingAttributes {
  strides: [number, number] | number;
  pad: unknown;
  dilations?: [number, number] | number;
}

/**
 * Two faults of the stock forward convolutions, mended. Under 'same' padding they place the window wrongly when a stride is
 * larger than the filter (github.com/tensorflow/tfjs/issues/5907); with the same padding written out in numbers they are
 * right. With one number as padding, tfjs reckons both sides of the output by the filter's height and the first stride,
 * and the stock kernel each by its own: where they differ it leaves part of the output unwritten or writes beyond its end.
 */
function mended(stock: Compute, depthwise: boolean, other: Compute): Compute {
  return (call) => {
    const { pad, strides } = attributes<PaddingAttributes>(call);
    if (pad === 'same') return stock({ ...call, attrs: { ...call.attrs, pad: explicitPadding(call, depthwise) } });
    const [filterHeight, filterWidth] = call.inputs.filter?.shape as Shape4;
    const uneven = filterHeight !== filterWidth || (Array.isArray(strides) && strides[0] !== strides[1]);
    return (typeof pad === 'number' && uneven ? other : stock)(call);
  };
}

function refuse(name: string): Compute {
  return ({ attrs }) => {
    throw new FacePerturbError(`${name} on the wasm backend: pad`, {
      code: 'missing-kernel',
      expected:
        "'same', 'valid', or [[0, 0], [top, bottom], [left, right], [0, 0]], unless the filter is square and the strides are equal",
      received: show(attrs.pad),
      fix: 'Write the padding out for each side.',
    });
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

/** Our own kernel for what the stock one does wrong. */
type MakeOther = (uses: Uses) => Compute;

function kernel(
  name: string,
  depthwise: boolean,
  other: MakeOther,
  extra: Record<string, unknown> = {},
): TrainingKernel {
  const filter = { shape: [1, 2, 1, 1], values: [1, 2] };
  const probe: Probe = {
    inputs: { x: { shape: [1, 4, 9, 1], values: Array.from({ length: 36 }, (_, k) => k + 1) }, filter },
    attrs: { strides: [5, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1], ...extra } as Probe['attrs'],
  };
  return {
    name,
    reason: 'wrong',
    probes: [probe],
    make: (stock, uses) => mended(stock as Compute, depthwise, other(uses)),
  };
}

/** Stock forward convolutions whose padding is mended. Conv2D itself is replaced as a whole when fast kernels are on. */
export const SAME_PADDING_KERNELS: TrainingKernel[] = [
  kernel('Conv2D', false, (uses) => conv2d(undefined, uses)),
  kernel('FusedConv2D', false, (uses) => fusedConv2d(undefined, uses), { activation: 'linear' }),
  kernel('DepthwiseConv2dNative', true, () => refuse('DepthwiseConv2dNative')),
  kernel('FusedDepthwiseConv2D', true, () => refuse('FusedDepthwiseConv2D'), { activation: 'linear' }),
];
