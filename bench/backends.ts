import type { BackendName } from '../src/backends/facts.js';
import { useBackend, type UseBackendOptions } from '../src/backends/useBackend.js';
import { isSoftware, webgpuRenderer } from './renderer.js';

/**
 * Backends by the names of `--backend`; `wasm-plain` trains with no more kernels of ours than it needs to be right, `webgpu-node` is
 * webgpu in Node, `webgpu` in a browser.
 */
export const BENCH_BACKENDS = ['wasm', 'wasm-plain', 'cpu', 'tensorflow', 'webgl', 'webgpu', 'webgpu-node'] as const;

/** One of {@link BENCH_BACKENDS}. */
export type BenchBackend = (typeof BENCH_BACKENDS)[number];

/** Makes a backend the active one and tells about it. */
export async function openBackend(
  name: string,
  options: UseBackendOptions = {},
): Promise<{ environment: Record<string, string>; slow: boolean }> {
  const plain = name === 'wasm-plain';
  const facts = await useBackend(name.replace(/-.*/, '') as BackendName, {
    ...options,
    ...(plain && { trainingKernels: { fast: false } }),
  });
  const environment: Record<string, string> = { backend: name };
  if (facts.simd !== undefined) environment['simd'] = facts.simd ? 'yes' : 'no';
  if (facts.threads !== undefined) environment['threads'] = String(facts.threads);
  if (name !== 'webgpu-node') return { environment, slow: name === 'cpu' };
  const renderer = await webgpuRenderer();
  return { environment: { ...environment, 'webgpu-node on': renderer }, slow: isSoftware(renderer) };
}
