/** A place that keeps one checkpoint. */
export interface CheckpointStore {
  /** The bytes kept last, or undefined when there are none. */
  load(): Promise<Uint8Array | undefined>;
  /** Keeps these bytes in place of the last: all or nothing. */
  save(bytes: Uint8Array): Promise<void>;
}
