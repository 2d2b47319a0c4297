import type { DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

/** A computation on the card, as tfjs's webgpu backend takes it: a shader, and how many threads run it. */
export interface WebgpuProgram {
  /** Names of the inputs in the shader: arrays of values, each with its shape as `uniforms.<name>Shape`. */
  variableNames: string[];
  /** Numbers handed in at each run, as fields of a WGSL struct. */
  uniforms?: string;
  workgroupSize: [number, number, number];
  /** Whether `uniforms.size` tells the number of values that come out. */
  size?: boolean;
  outputShape: number[];
  dispatchLayout: { x: number[]; y?: number[]; z?: number[] };
  dispatch: [number, number, number];
  /** What tells its compiled form from all others. */
  shaderKey: string;
  getUserCode(): string;
}

/** Numbers for a program's uniforms, in the order of their declaration. */
export type UniformData = { type: 'int32' | 'float32'; data: number[] }[];

/** What is used of tfjs's webgpu backend to compute. */
export interface ProgramRunner extends KernelBackend {
  runWebGPUProgram(
    program: WebgpuProgram,
    inputs: TensorInfo[],
    dtype: DataType,
    uniforms?: UniformData,
    output?: TensorInfo,
  ): TensorInfo;
}

const THREADS_A_GROUP = 64;

/** How threads are laid out where each computes one value: in one row. */
export function oneThreadAValue(
  outputShape: number[],
): Pick<WebgpuProgram, 'workgroupSize' | 'size' | 'outputShape' | 'dispatchLayout' | 'dispatch'> {
  const size = outputShape.reduce((product, side) => product * side, 1);
  return {
    workgroupSize: [THREADS_A_GROUP, 1, 1],
    size: true,
    outputShape,
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [Math.ceil(size / THREADS_A_GROUP), 1, 1],
  };
}
