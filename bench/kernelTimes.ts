import * as tf from '@tensorflow/tfjs-core';

/** What one kernel took. */
export interface KernelTime {
  name: string;
  calls: number;
  milliseconds: number;
}

/**
 * Times every kernel of the active backend while some work is done; a kernel that another one calls counts to the
 * outer one. For backends that compute while they are called.
 */
export async function timeKernels(work: () => Promise<void>): Promise<KernelTime[]> {
  const backend = tf.getBackend();
  const originals = tf.getKernelsForBackend(backend);
  const times = new Map<string, KernelTime>();
  let depth = 0;
  const timed =
    (name: string, compute: tf.KernelFunc): tf.KernelFunc =>
    (parameters) => {
      const start = performance.now();
      depth++;
      const result = compute(parameters);
      depth--;
      if (depth > 0) return result;
      const time = times.get(name) ?? { name, calls: 0, milliseconds: 0 };
      times.set(name, time);
      time.calls++;
      time.milliseconds += performance.now() - start;
      return result;
    };
  const exchange = (config: tf.KernelConfig) => {
    tf.unregisterKernel(config.kernelName, backend);
    tf.registerKernel(config);
  };
  originals.forEach((config) => exchange({ ...config, kernelFunc: timed(config.kernelName, config.kernelFunc) }));
  try {
    await work();
  } finally {
    originals.forEach(exchange);
  }
  return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}
