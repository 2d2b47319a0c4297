import type { BackendName } from '../../src/backends/facts.js';
import { useBackend } from '../../src/backends/useBackend.js';
import { describeEnvironment } from '../shared/environment.js';
import type { Reporter } from '../shared/progress.js';
import { runCommand } from '../shared/runCommand.js';
import { EXIT, stopOnSignals } from '../shared/stopOnSignals.js';
import { readCommandLine, type PaperRequest } from './commandLine.js';
import { openData } from './data.js';
import { gridRuns, shardOf } from './grid.js';
import { mergeFolders } from './merge.js';
import { finishGrid } from './finish.js';
import { runStore } from './store.js';
import { trainGrid } from './trainGrid.js';

process.exitCode = await runCommand(async (reporter) => run(readCommandLine(process.argv.slice(2)), reporter));
// A graphics backend may keep the process alive.
process.exit();

async function run(request: PaperRequest, reporter: Reporter): Promise<number> {
  const { preset, labels, experiments, networks, seeds, shard } = request;
  const signal = stopOnSignals(reporter);
  const all = gridRuns({ preset, labels, experiments, networks, seeds });
  const runs = shard ? shardOf(all, shard) : all;
  const store = runStore(request.out);
  await mergeFolders(request.merge, store, reporter);
  const facts = await useBackend(request.backend as BackendName | 'auto');
  reporter.note(`${runs.length} of ${all.length} runs: ${preset.description}; ${facts.name} backend.`);
  const data = await openData({
    path: request.data,
    maskedPath: request.masked,
    needsMasked: all.some(({ trainedOn }) => trainedOn === 'masked'),
    ferPlusPath: request.ferPlus,
    ...{ labels, preset, signal },
  });
  const workshop = { data, store, environment: await describeEnvironment(facts), signal };
  if (request.train) await trainGrid(runs, workshop, reporter);
  if (shard) {
    reporter.note(`Part ${shard.index} of ${shard.count} is done. The same command without --shard merges all parts.`);
    return EXIT.done;
  }
  await finishGrid(all, request, workshop, reporter);
  return EXIT.done;
}
