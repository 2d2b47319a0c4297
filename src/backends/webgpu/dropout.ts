import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { oneThreadAValue, type ProgramRunner, type UniformData, type WebgpuProgram } from './program.js';

interface Attributes {
  first: number;
  second: number;
  threshold: number;
  scale: number;
}

/** Dropout as `OWN_KERNELS.dropout` says, so that no mask is drawn in JavaScript and handed to the card. */
export const dropout: KernelFunc = ({ inputs, backend, attrs }) => {
  const { x } = inputs as { x: TensorInfo };
  const { first, second, threshold, scale } = attrs as unknown as Attributes;
  const program: WebgpuProgram = {
    ...oneThreadAValue(x.shape),
    variableNames: ['x'],
    uniforms: 'first : i32, second : i32, threshold : i32, scale : f32,',
    shaderKey: 'facePerturbDropout',
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        var bits = ((u32(index) + bitcast<u32>(uniforms.first)) * 0x9e3779b1u) ^ bitcast<u32>(uniforms.second);
        bits = (bits ^ (bits >> 16u)) * 0x7feb352du;
        bits = (bits ^ (bits >> 15u)) * 0x846ca68bu;
        let kept = (bits ^ (bits >> 16u)) >= bitcast<u32>(uniforms.threshold);
        result[index] = select(0.0, x[index] * uniforms.scale, kept);
      }`,
  };
  const words: UniformData = [first, second, threshold].map((word) => ({ type: 'int32', data: [word | 0] }));
  const uniforms: UniformData = [...words, { type: 'float32', data: [scale] }];
  return (backend as unknown as ProgramRunner).runWebGPUProgram(program, [x], 'float32', uniforms);
};
