import type { ProgramRunner, UniformData, WebgpuProgram } from './program.js';

/** tfjs's program for long products, which adds up pieces of a sum in whichever order the card's threads arrive. */
const IN_PIECES = 'matMulSplitK';

interface InPieces extends WebgpuProgram {
  splitedDimInner: number;
}

const done = new WeakSet<object>();

/**
 * Lets a webgpu backend give the same bits for the same run: products of few values with sums of 2000 terms and more are added up
 * in one piece.
 */
export function giveSameBits(backend: ProgramRunner): void {
  if (done.has(backend)) return;
  done.add(backend);
  const { runWebGPUProgram } = backend;
  backend.runWebGPUProgram = (program, inputs, dtype, uniforms, output) => {
    if (program.shaderKey.startsWith(IN_PIECES)) inOnePiece(program as InPieces, uniforms ?? []);
    return runWebGPUProgram.call(backend, program, inputs, dtype, uniforms, output);
  };
}

/** The third number that tfjs hands to this program is the number of terms. */
function inOnePiece(program: InPieces, uniforms: UniformData): void {
  const terms = uniforms[2]?.data[0] ?? 0;
  program.splitedDimInner = Math.max(program.splitedDimInner, terms);
  program.dispatch = [program.dispatch[0], program.dispatch[1], 1];
  program.shaderKey += `_one_piece_${program.splitedDimInner}`;
}
