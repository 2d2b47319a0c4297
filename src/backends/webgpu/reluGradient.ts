import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { oneThreadAValue, type ProgramRunner, type WebgpuProgram } from './program.js';

/** dy where x is positive, else 0, as `OWN_KERNELS.reluGradient` says: one pass where tfjs makes three. */
export const reluGradient: KernelFunc = ({ inputs, backend }) => {
  const { dy, x } = inputs as Record<'dy' | 'x', TensorInfo>;
  const program: WebgpuProgram = {
    ...oneThreadAValue(x.shape),
    variableNames: ['dy', 'x'],
    shaderKey: 'facePerturbReluGradient',
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        result[index] = select(0.0, dy[index], x[index] > 0.0);
      }`,
  };
  return (backend as unknown as ProgramRunner).runWebGPUProgram(program, [dy, x], 'float32');
};
