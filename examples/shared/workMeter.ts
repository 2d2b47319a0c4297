/** How far a run has come. */
export interface Advance {
  /** Share of all work done, in [0, 1]. */
  share: number;
  /** Pictures learned from in a second, on average since this sitting began; undefined before there is one. */
  rate: number | undefined;
  /** Seconds until the end of the whole run at that rate. */
  secondsLeft: number | undefined;
}

/**
 * Reckons progress over all phases of some work.
 *
 * @param work - Work of each phase, in the order they are done.
 * @param clock - Seconds, from any start.
 * @returns A function that takes the share of a phase that is done.
 */
export function workMeter<Phase extends string>(
  work: Record<Phase, number>,
  clock: () => number = () => performance.now() / 1000,
): (phase: Phase, share: number) => Advance {
  const phases = Object.keys(work) as Phase[];
  const total = phases.reduce((sum, phase) => sum + work[phase], 0);
  let start: { done: number; time: number } | undefined;
  return (phase, share) => {
    const before = phases.slice(0, phases.indexOf(phase)).reduce((sum, each) => sum + work[each], 0);
    const done = before + share * work[phase];
    const time = clock();
    start ??= { done, time };
    const rate = time > start.time && done > start.done ? (done - start.done) / (time - start.time) : undefined;
    return { share: done / total, rate, secondsLeft: rate === undefined ? undefined : (total - done) / rate };
  };
}
