/** A place that keeps one checkpoint. */
export interface CheckpointStore {
  /** The bytes kept last, or undefined when there are none. */
  load(): Promise<Uint8Array | undefined>;
  /** Keeps these bytes in place of the last: all or nothing. */
  save(bytes: Uint8Array): Promise<void>;
}

/** A checkpoint kept in memory: for tests, and for a page that stores the bytes itself. */
export interface MemoryCheckpoint extends CheckpointStore {
  /** The bytes kept last. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Keeps a checkpoint in memory.
 *
 * @param bytes - A checkpoint to begin with.
 */
export function memoryCheckpoint(bytes?: Uint8Array): MemoryCheckpoint {
  let kept = bytes;
  return {
    get bytes() {
      return kept;
    },
    load: () => Promise.resolve(kept),
    save(next) {
      kept = next.slice();
      return Promise.resolve();
    },
  };
}
