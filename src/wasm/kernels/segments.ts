import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../../support/errors.js';
import { addressOf, requireFloat32 } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type KernelCall, type TrainingKernel } from './kernel.js';

/** Sums of rows by segment number: the gradient of gather. */
function unsortedSegmentSum(call: KernelCall): TensorInfo {
  const { inputs, backend } = call;
  const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
  const { numSegments } = attributes<{ numSegments: number }>(call);
  requireFloat32('UnsortedSegmentSum', 'x', x);
  if (segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1) {
    throw new FacePerturbError('UnsortedSegmentSum on the wasm backend: segmentIds', {
      code: 'missing-kernel',
      expected: 'an int32 tensor with one axis',
      received: `${segmentIds.dtype} [${segmentIds.shape.join(', ')}]`,
      fix: 'Reshape the values and their segment numbers to one leading axis.',
    });
  }
  const inner = x.shape.slice(1);
  const out = backend.makeOutput([numSegments, ...inner], 'float32');
  const [from, ids, to] = [x, segmentIds, out].map((each) => addressOf(backend, each)) as [number, number, number];
  const rows = segmentIds.shape[0] as number;
  companionOf(backend).segmentSums(from, ids, to, rows, util.sizeFromShape(inner), numSegments);
  return out;
}

/** Sums by segment. */
export const SEGMENT_KERNELS: TrainingKernel[] = [
  {
    name: 'UnsortedSegmentSum',
    reason: 'missing',
    probes: [
      {
        inputs: {
          x: { shape: [4, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] },
          segmentIds: { shape: [4], dtype: 'int32', values: [2, 0, 2, -1] },
        },
        attrs: { numSegments: 3 },
      },
    ],
    make: () => unsortedSegmentSum,
  },
];
