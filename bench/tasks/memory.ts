import * as tf from '@tensorflow/tfjs-core';
import { BENCH_NETWORKS } from '../networks.js';
import type { ReportTask, Table } from '../task.js';
import { openTraining } from '../trainingStep.js';

/** Memory over a long training of the slim network. */
export const MEMORY_TASK: ReportTask = { name: 'memory/slim', report: ({ quick, slow }) => report(quick, slow) };

async function report(quick: boolean, slow: boolean): Promise<Table> {
  const { slim } = BENCH_NETWORKS;
  const training = openTraining(slim, quick || slow ? slim.smallBatch : slim.batch);
  const marks = quick ? [1, 2, 3] : slow ? [1, 10, 20] : [1, 10, 50, 100, 200, 300];
  const rows: (string | number)[][] = [];
  let done = 0;
  for (const mark of marks) {
    for (; done < mark; done++) await training.step();
    const { numTensors, numBytes } = tf.memory();
    const { rss, heapUsed, external } = process.memoryUsage();
    const peak = process.resourceUsage().maxRSS * 1024;
    rows.push([mark, numTensors, ...[numBytes, heapUsed, external, rss, peak].map((bytes) => Math.round(bytes / 1e6))]);
  }
  training.dispose();
  return {
    columns: ['steps', 'tensors', 'in tensors, MB', 'JS heap, MB', 'external, MB', 'RSS, MB', 'peak RSS, MB'],
    rows,
  };
}
