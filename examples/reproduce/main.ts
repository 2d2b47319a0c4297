import { join } from 'node:path';
import type { BackendName } from '../../src/backends/facts.js';
import { useBackend } from '../../src/backends/useBackend.js';
import { readCommandLine, type Request } from './commandLine.js';
import { describeEnvironment } from '../shared/environment.js';
import { runJob } from './job.js';
import type { Reporter } from '../shared/progress.js';
import { duration, percent, points, pointsRange } from '../shared/report/words.js';
import type { Results } from './results.js';
import { checkSameRun, runFolder, sameNumbers, type RunFolder } from './runFolder.js';
import { openSource } from '../shared/source.js';
import { runCommand } from '../shared/runCommand.js';
import { EXIT, stopOnSignals } from '../shared/stopOnSignals.js';

process.exitCode = await runCommand(async (reporter) => run(readCommandLine(process.argv.slice(2)), reporter));

async function run({ settings, dataPath, out, fresh }: Request, reporter: Reporter): Promise<number> {
  const folder = runFolder(out);
  if (fresh) await folder.clear();
  if (await finishedBefore(folder, settings, reporter)) return EXIT.done;

  const stop = stopOnSignals(reporter);
  const facts = await useBackend(settings.backend as BackendName | 'auto');
  reporter.note(
    `${settings.preset} preset: ${settings.details.description}. Seed ${settings.seed}, ${facts.name} backend.`,
  );
  reporter.note(dataPath === undefined ? 'Drawing synthetic faces …' : `Reading ${dataPath} …`);
  const source = await openSource(dataPath, { ...settings.details, seed: settings.seed, signal: stop });
  source.notes.forEach((note) => reporter.note(`  ${note}`));
  const environment = await describeEnvironment(facts);
  const { results, figures } = await runJob({ settings, source, folder, environment, signal: stop, reporter });
  await folder.finish(results, figures);
  tellOutcome(results, folder, reporter);
  return EXIT.done;
}

/** Draws the report of a finished run again, without data or networks. */
async function finishedBefore(folder: RunFolder, settings: Request['settings'], reporter: Reporter): Promise<boolean> {
  const kept = await folder.finished();
  if (!kept) return false;
  checkSameRun(folder.path, kept.results, { settings });
  if (!sameNumbers(kept.results.settings, settings) || kept.figures.faces !== settings.faces) return false;
  await folder.finish(kept.results, kept.figures);
  reporter.note(`This run was finished at ${kept.results.timing.finishedAt}; --fresh runs it again.`);
  tellOutcome(kept.results, folder, reporter);
  return true;
}

function tellOutcome({ test, timing }: Results, folder: RunFolder, reporter: Reporter): void {
  const { accuracy } = test.difference.tenCrop;
  reporter.note(
    `Baseline ${percent(test.baseline.tenCrop.accuracy)}, Perturb ${percent(test.perturb.tenCrop.accuracy)} of ${test.count} test faces (ten crops).`,
  );
  reporter.note(
    `Difference ${points(accuracy.estimate)} points, 95 % interval ${pointsRange(accuracy)}. Working time ${duration(timing.totalSeconds)}.`,
  );
  reporter.note(`Report: ${join(folder.path, 'report.html')}`);
}
