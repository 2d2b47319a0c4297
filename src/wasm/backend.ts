import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../support/errors.js';

/** The parts of tfjs's WebAssembly backend that the kernels stand on (not imported, so that a page may lack it). */
export interface WasmBackend {
  /** The emscripten module: `asm.memory` in the single-threaded builds, `wasmMemory` (shared) in the threaded one. */
  readonly wasm: {
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    readonly wasmMemory?: WebAssembly.Memory;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType, memoryOffset?: number, values?: ArrayLike<number>): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array | Uint8Array;
  incRef(dataId: object): void;
  disposeData(dataId: object, force?: boolean): boolean;
}

/** The WebAssembly memory that holds the backend's tensors. */
export function memoryOf(backend: WasmBackend): WebAssembly.Memory {
  const memory = backend.wasm?.wasmMemory ?? backend.wasm?.asm?.memory;
  if (!(memory instanceof WebAssembly.Memory)) {
    throw new FacePerturbError('wasm training kernels', {
      code: 'missing-backend',
      expected: "tfjs's WebAssembly backend 4.22 with its memory at wasm.asm.memory or wasm.wasmMemory",
      received: 'a backend without it',
      fix: "Install @tensorflow/tfjs-backend-wasm@4.22 and call useBackend('wasm').",
    });
  }
  return memory;
}

/** Address of a tensor's first byte. */
export function addressOf(backend: WasmBackend, info: TensorInfo): number {
  return backend.dataIdMap.get(info.dataId).memoryOffset;
}

/** Runs `use` with `bytes` bytes of the backend's heap (16-byte aligned), which are given back afterwards. */
export function withScratch<T>(backend: WasmBackend, bytes: number, use: (address: number) => T): T {
  const block = backend.wasm._malloc(bytes + 16) >>> 0;
  if (block === 0) {
    throw new FacePerturbError('wasm training kernels: out of memory', {
      code: 'missing-kernel',
      expected: `${bytes} free bytes in the WebAssembly heap`,
      received: 'none',
      fix: 'Use a smaller batch or picture size.',
    });
  }
  try {
    return use(Math.ceil(block / 16) * 16);
  } finally {
    backend.wasm._free(block);
  }
}

/** Throws unless the tensor holds float32 values. */
export function requireFloat32(kernel: string, name: string, info: TensorInfo): void {
  if (info.dtype === 'float32') return;
  throw new FacePerturbError(`${kernel} on the wasm backend: ${name}`, {
    code: 'missing-kernel',
    expected: 'dtype float32',
    received: `dtype ${info.dtype}`,
    fix: "Cast it first: tf.cast(tensor, 'float32').",
  });
}
