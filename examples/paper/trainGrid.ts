import type { EpochRecord, StepProgress } from '../../src/training/index.js';
import type { Reporter } from '../shared/progress.js';
import { duration, percent } from '../shared/report/words.js';
import { workMeter } from '../shared/workMeter.js';
import { costOf } from './grid.js';
import type { RunSettings } from './records.js';
import { doRun, type Workshop } from './train.js';

/** Does the runs that are not done yet, one after the other. */
export async function trainGrid(
  runs: readonly RunSettings[],
  workshop: Omit<Workshop, 'onStep' | 'onEpoch'>,
  reporter: Reporter,
): Promise<void> {
  const missing: RunSettings[] = [];
  for (const run of runs) {
    if (!(await workshop.store.finished(run, workshop.data.facts))) missing.push(run);
  }
  const meter = workMeter(Object.fromEntries(missing.map((run) => [run.id, costOf(run)])));
  const known = new Set(missing.map(({ id }) => id));
  const onStep = ({ id }: RunSettings, { epoch, epochs, step, steps }: StepProgress) => {
    if (!known.has(id)) return;
    const advance = meter(id, (epoch - 1 + step / steps) / epochs);
    reporter.progress([id, `epoch ${epoch}/${epochs}`, `step ${step}/${steps}`], { ...advance, rate: undefined });
  };
  const onEpoch = ({ id }: RunSettings, record: EpochRecord) => reporter.note(epochLine(id, record));
  for (const run of runs) await doRun(run, { ...workshop, onStep, onEpoch });
}

function epochLine(id: string, { epoch, trainLoss, validationAccuracy, best, seconds }: EpochRecord): string {
  const kept = best ? ' (best so far)' : '';
  return `${id} epoch ${epoch}: loss ${trainLoss.toFixed(3)}, validation ${percent(validationAccuracy)}${kept}, ${duration(seconds)}`;
}
