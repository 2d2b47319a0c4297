import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Machine } from './results.js';

/** The machine at hand; names no host and no person. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
  };
}
