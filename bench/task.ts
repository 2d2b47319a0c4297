/** Plain data, as it goes through a pipe. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How much a task is to do, and what it may use. */
export interface Setting {
  /** Only to see that it runs: the smallest amount of everything. */
  quick: boolean;
  /** The backend is hundreds of times slower than others (plain JavaScript, graphics in software): smaller batches. */
  slow: boolean;
  /** Writes numbers to a file that another library's process can read, and gives its path. Only beside such processes. */
  share?: (name: string, values: Float32Array | Float64Array) => Promise<string>;
}

/** A task that is set up. */
export interface Prepared {
  /** Units of work in one run. */
  work: number;
  /** Does the work once; a promise is waited for. */
  run(): unknown;
  /** What another library needs to know to do the same. */
  given?: Json;
  /** Numbers that everyone who does the same work comes to. */
  check?(): number[] | Promise<number[]>;
  /**
   * Largest relative difference of those numbers between libraries that do the same.
   * @default 1e-3
   */
  tolerance?: number;
  dispose?(): void | Promise<void>;
}

/** Work whose time is measured. */
export interface TimedTask {
  /** Path-like: the group it belongs to, then what sets it apart. */
  name: string;
  /** What `work` counts: images, pixels, GFLOP. */
  unit: string;
  /** Runs in plain JavaScript whatever the backend, so that one process is enough. */
  host?: true;
  setup(setting: Setting): Prepared | Promise<Prepared>;
}

/** Work that ends in a table instead of a time. */
export interface ReportTask {
  name: string;
  report(setting: Setting): Promise<Table>;
}

/** Something to measure. */
export type Task = TimedTask | ReportTask;

/** Rows of text and numbers under headings. */
export interface Table {
  columns: string[];
  rows: (string | number)[][];
  /** Said below it. */
  note?: string;
}
