import type { Measured } from './measure.js';
import type { Table } from './task.js';

/** What a run of the benchmarks gave: plain JSON. */
export interface BenchResults {
  /** The command that gives it again. */
  command: string;
  /** Day it was measured, YYYY-MM-DD. */
  day: string;
  machine: Machine;
  /** Versions and facts of each participant. */
  participants: Record<string, Record<string, string>>;
  /** The participant that others are compared with; undefined where backends stand beside each other. */
  ours?: string;
  measured: Measured[];
  reports: Report[];
}

/** What it was measured on. */
export interface Machine {
  processor: string;
  cores: number;
  memoryGiB: number;
  platform: string;
}

/** A table that a participant gave. */
export interface Report {
  task: string;
  participant: string;
  table: Table;
}
