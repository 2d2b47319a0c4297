import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend.js';
import type { Compute, Probe, TrainingKernel } from './kernels/kernel.js';

/** Whether a stock kernel gives the same numbers as ours on every probe (to a relative 1e-4). */
export function stockIsRight(kernel: TrainingKernel, stock: Compute, ours: Compute, backend: WasmBackend): boolean {
  return kernel.probes.every((probe) => {
    const expected = valuesOf(ours, probe, backend);
    const actual = valuesOf(stock, probe, backend);
    return (
      expected.length === actual.length &&
      expected.every((value, at) => Math.abs(value - (actual[at] as number)) <= 1e-4 * Math.max(1, Math.abs(value)))
    );
  });
}

function valuesOf(compute: Compute, probe: Probe, backend: WasmBackend): number[] {
  const made = Object.entries(probe.inputs).map(([name, { shape, dtype = 'float32', values }]) => {
    const typed = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    return [name, backend.makeOutput(shape, dtype, undefined, typed)] as const;
  });
  let out: TensorInfo | undefined;
  try {
    out = compute({ inputs: Object.fromEntries(made), attrs: probe.attrs, backend });
    return Array.from(backend.typedArrayFromHeap(out));
  } catch {
    return []; // A stock kernel that refuses the probe is not a replacement for ours.
  } finally {
    for (const [, info] of made) backend.disposeData(info.dataId);
    if (out) backend.disposeData(out.dataId);
  }
}
