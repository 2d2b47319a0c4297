const SLICE_MS = 50;

/**
 * Gives timers, signals and the page a turn, at most every 50 ms: a loop that only awaits settled promises would starve them.
 *
 * @returns A function to await after each piece of work.
 */
export function turnGiver(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < SLICE_MS) return;
    await new Promise<void>((resolve) => soon(resolve));
    last = performance.now();
  };
}

/** At the event loop's next round: a timer, which browsers alone need, takes another millisecond. */
function soon(call: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(call);
  else setTimeout(call, 0);
}
