import type { ReadDataset } from '../../src/data/fer2013/readFer2013.js';
import { readDataset } from '../../src/node/readDataset.js';
import { writeCsv } from '../csv.js';
import type { Prepared, TimedTask } from '../task.js';

/** All of FER2013's CSV into bytes and labels; the file is in the system's cache. */
export const READING_TASK: TimedTask = {
  name: 'reading/fer2013-csv',
  unit: 'pictures',
  host: true,
  setup: ({ quick }) => setup(quick),
};

async function setup(quick: boolean): Promise<Prepared> {
  const named = process.env['FACE_PERTURB_BENCH_CSV'];
  const file = named === undefined ? await writeCsv(quick ? 0.002 : 1) : undefined;
  const path = named ?? (file as { path: string }).path;
  let last = await readDataset(path);
  return {
    work: parts(last).reduce((sum, { size }) => sum + size, 0),
    given: { path },
    run: async () => {
      last = await readDataset(path);
    },
    check: () => [total(parts(last).map(({ pixels }) => pixels)), total(parts(last).map(({ labels }) => labels))],
    dispose: () => file?.remove(),
  };
}

function parts({ splits }: ReadDataset) {
  return [splits.train, splits.validation, splits.test];
}

function total(arrays: Uint8Array[]): number {
  return arrays.reduce((sum, values) => values.reduce((all, value) => all + value, sum), 0);
}
