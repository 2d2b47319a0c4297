import type { WasmBackend } from './backend.js';
import { memoryOf } from './backend.js';

/** Plain numbers: addresses, sizes and steps. */
type Numbers = number[];

/** What the companion module (kernels/index.ts) exports. Addresses and steps are in bytes, sizes in elements. */
export interface Companion {
  panelBytes(depth: number, columns: number): number;
  packPanels(...numbers: Numbers): void;
  product(...numbers: Numbers): void;
  shape(...numbers: Numbers): void;
  convolve(...numbers: Numbers): void;
  filterGradient(...numbers: Numbers): void;
  inputGradient(...numbers: Numbers): void;
  turnFilter(...numbers: Numbers): void;
  winogradBytes(rows: number, columns: number): number;
  winogradFilter(...numbers: Numbers): void;
  winogradTurnedFilter(...numbers: Numbers): void;
  winogradConvolve(...numbers: Numbers): void;
  winogradFilterGradient(...numbers: Numbers): void;
  depthwiseFilterGradient(...numbers: Numbers): void;
  depthwiseInputGradient(...numbers: Numbers): void;
  maxPool(...numbers: Numbers): void;
  maxPoolGradient(...numbers: Numbers): void;
  channelSums(...numbers: Numbers): void;
  batchNorm(...numbers: Numbers): void;
  batchNormGradient(...numbers: Numbers): void;
  reluGradient(...numbers: Numbers): void;
  dropout(...numbers: Numbers): void;
  copyRows(...numbers: Numbers): void;
  sgd(...numbers: Numbers): void;
  segmentSums(...numbers: Numbers): void;
}

const companions = new WeakMap<WasmBackend, Companion>();

/** Bytes of instructions. */
const SPLAT_ZERO = [0x41, 0, 0xfd, 0x0f];
const ADD_LANES = [0xfd, 0xe4, 0x01];
const RELAXED_MADD = [0xfd, 0x85, 0x02];

/** Whether this engine can run the companion module at all (fixed-width SIMD). */
export function hasSimd(): boolean {
  return accepts([...SPLAT_ZERO, ...SPLAT_ZERO, ...ADD_LANES]);
}

/** Whether this engine multiplies and adds in one rounding (relaxed SIMD: Node 24, current Chromium). */
export function hasRelaxedSimd(): boolean {
  return accepts([...SPLAT_ZERO, ...SPLAT_ZERO, ...SPLAT_ZERO, ...RELAXED_MADD]);
}

/** Whether a module with one function of these instructions, which leave a vector, is valid: the module itself is loaded when it is needed. */
function accepts(instructions: readonly number[]): boolean {
  const body = [0, ...instructions, 0x0b];
  const code = [1, body.length, ...body];
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const giveVector = [1, 5, 1, 0x60, 0, 1, 0x7b];
  const oneFunction = [3, 2, 1, 0];
  const bytes = Uint8Array.from([...header, ...giveVector, ...oneFunction, 10, code.length, ...code]);
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytes);
}

/** Instantiates the companion module on a backend's memory, once for each backend. */
export async function loadCompanion(backend: WasmBackend): Promise<Companion> {
  const known = companions.get(backend);
  if (known) return known;
  const memory = memoryOf(backend);
  const shared = typeof SharedArrayBuffer === 'function' && memory.buffer instanceof SharedArrayBuffer;
  const { BINARIES } = await import('./binaries.generated.js');
  const bytes = hasRelaxedSimd()
    ? decode(shared ? BINARIES.relaxedShared : BINARIES.relaxed)
    : decode(shared ? BINARIES.simdShared : BINARIES.simd);
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const companion = instance.exports as unknown as Companion;
  companions.set(backend, companion);
  return companion;
}

/** The companion of a backend whose kernels are registered. */
export function companionOf(backend: WasmBackend): Companion {
  const companion = companions.get(backend);
  if (!companion)
    throw new Error('The companion module of this wasm backend is not loaded: call registerTrainingKernels().');
  return companion;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
