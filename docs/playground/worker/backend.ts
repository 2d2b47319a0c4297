import type { BackendFacts, BackendName } from '../../../src/backends/index.js';
import { useBackend as startBackend } from '../../../src/backends/index.js';
import type { BackendState } from '../protocol.js';
import type { Work } from './session.js';

const MODULES: Partial<Record<BackendName, () => Promise<unknown>>> = {
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

let wasmIsSet = false;

/** Starts a backend. A network that is loaded is loaded anew there: not every backend can hand its tensors over. */
export async function useBackend(name: BackendName, { session }: Work): Promise<BackendState> {
  const { network } = session;
  network?.dispose();
  session.network = undefined;
  try {
    const facts = await startBackend(name, {
      module: () => load(name),
      ...(name === 'wasm' && !wasmIsSet && { wasmPaths: new URL('.', import.meta.url).href }),
    });
    if (name === 'wasm') wasmIsSet = true;
    return { name: facts.name, detail: inWords(facts), available: await available() };
  } finally {
    // Also on the backend before, where this one did not start.
    if (network) session.network = await network.reload();
  }
}

async function load(name: BackendName): Promise<unknown> {
  try {
    return await MODULES[name]?.();
  } catch (cause) {
    throw new Error(`The files of the backend “${name}” could not be loaded.`, { cause });
  }
}

function inWords({ name, simd, threads, floatPrecision }: BackendFacts): string {
  if (name === 'wasm') return `${simd ? 'SIMD' : 'no SIMD'}, ${threads === 1 ? '1 thread' : `${threads} threads`}`;
  return `${floatPrecision}-bit floats`;
}

interface Graphics {
  readonly gpu?: { requestAdapter(): Promise<unknown> };
}

/** Backends that this browser has what it takes for, found out without starting them. */
async function available(): Promise<BackendName[]> {
  const adapter = await (navigator as Graphics).gpu?.requestAdapter().catch(() => null);
  const webgl = new OffscreenCanvas(1, 1).getContext('webgl2');
  webgl?.getExtension('WEBGL_lose_context')?.loseContext();
  const there: [BackendName, boolean][] = [
    ['wasm', typeof WebAssembly === 'object'],
    ['webgl', Boolean(webgl)],
    ['webgpu', Boolean(adapter)],
    ['cpu', true],
  ];
  return there.filter(([, is]) => is).map(([name]) => name);
}
