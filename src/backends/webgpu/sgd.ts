import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { oneThreadAValue, type ProgramRunner, type UniformData, type WebgpuProgram } from './program.js';

interface Attributes {
  rate: number;
  momentum: number;
  decay: number;
  nesterov: boolean;
}

/**
 * A step of SGD as `OWN_KERNELS.sgd` says, in two computations on the card instead of eight: with hundreds of weights in a network,
 * handing them over is what takes time.
 */
export const sgdStep: KernelFunc = ({ inputs, backend, attrs }) => {
  const { weight, velocity, gradient } = inputs as Record<'weight' | 'velocity' | 'gradient', TensorInfo>;
  const { rate, momentum, decay, nesterov } = attrs as unknown as Attributes;
  const runner = backend as unknown as ProgramRunner;
  const uniforms: UniformData = [rate, momentum, decay].map((value) => ({ type: 'float32', data: [value] }));
  const run = (program: WebgpuProgram, tensors: Record<string, TensorInfo>) => {
    const used = program.variableNames.map((name) => tensors[name] as TensorInfo);
    return runner.runWebGPUProgram(program, used, 'float32', uniforms);
  };
  const moved = run(velocityProgram(weight.shape), { weight, velocity, gradient });
  return [run(weightProgram(weight.shape, nesterov), { weight, velocity: moved, gradient }), moved];
};

const SLOPE = 'gradient[index] + uniforms.decay * weight[index]';

function velocityProgram(shape: number[]): WebgpuProgram {
  return program(shape, 'facePerturbSgdVelocity', `uniforms.momentum * velocity[index] + ${SLOPE}`);
}

/** Given the velocity after the step. */
function weightProgram(shape: number[], nesterov: boolean): WebgpuProgram {
  const direction = nesterov ? `${SLOPE} + uniforms.momentum * velocity[index]` : 'velocity[index]';
  return program(shape, `facePerturbSgdWeight_${nesterov}`, `weight[index] - uniforms.rate * (${direction})`);
}

function program(shape: number[], shaderKey: string, value: string): WebgpuProgram {
  return {
    ...oneThreadAValue(shape),
    // WebGPU refuses an array that the shader does not read.
    variableNames: ['weight', 'velocity', 'gradient'].filter((name) => value.includes(`${name}[index]`)),
    uniforms: 'rate : f32, momentum : f32, decay : f32,',
    shaderKey,
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        result[index] = ${value};
      }`,
  };
}
