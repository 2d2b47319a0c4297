import type { BackendName } from '../src/backends/facts.js';
import { useBackend, type UseBackendOptions } from '../src/backends/useBackend.js';

/** Backends by the names of `--backend`; `wasm-plain` trains with no more kernels of ours than it needs to be right. */
export const BENCH_BACKENDS = ['wasm', 'wasm-plain', 'cpu', 'tensorflow', 'webgl', 'webgpu'] as const;

/** One of {@link BENCH_BACKENDS}. */
export type BenchBackend = (typeof BENCH_BACKENDS)[number];

/** Makes a backend the active one and tells about it. */
export async function openBackend(
  name: string,
  options: UseBackendOptions = {},
): Promise<{ environment: Record<string, string>; slow: boolean }> {
  const plain = name === 'wasm-plain';
  const tfjsName = (plain ? 'wasm' : name) as BackendName;
  const facts = await useBackend(tfjsName, { ...options, ...(plain && { trainingKernels: { fast: false } }) });
  const environment: Record<string, string> = { backend: name };
  if (facts.simd !== undefined) environment['simd'] = facts.simd ? 'yes' : 'no';
  if (facts.threads !== undefined) environment['threads'] = String(facts.threads);
  return { environment, slow: name === 'cpu' };
}
