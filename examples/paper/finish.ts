import { join } from 'node:path';
import { writeJson, writeWhole } from '../shared/files.js';
import type { Reporter } from '../shared/progress.js';
import type { PaperRequest } from './commandLine.js';
import { paperFigures } from './figures.js';
import { markdownTables } from './report/markdown.js';
import { paperPage } from './report/page.js';
import type { RunResult, RunSettings } from './records.js';
import { summarise } from './summary/summarise.js';
import type { Workshop } from './train.js';

/** Merges all finished runs of the grid and writes results, figures and report; tells of the claims. */
export async function finishGrid(
  runs: readonly RunSettings[],
  request: PaperRequest,
  workshop: Workshop,
  reporter: Reporter,
): Promise<void> {
  const finished = new Map<string, RunResult>();
  for (const run of runs) {
    const result = await workshop.store.finished(run, workshop.data.facts);
    if (result) finished.set(run.id, result);
  }
  if (finished.size < runs.length) {
    reporter.note(
      `${runs.length - finished.size} of ${runs.length} runs are not done yet; the tables are of the others.`,
    );
  }
  const results = summarise(request, finished, workshop.data);
  reporter.note('Drawing the figures …');
  const figures = await paperFigures(request, finished, workshop);
  const page = await paperPage(results, figures);
  for (const folder of [request.out, ...(request.docs === undefined ? [] : [request.docs])]) {
    await writeJson(join(folder, 'results.json'), results);
    await writeWhole(join(folder, 'report.html'), page);
    await writeWhole(join(folder, 'README.md'), markdownTables(results));
  }
  for (const { source, network, claim, verdict } of results.claims) {
    if (!source.startsWith('Table 3')) reporter.note(`${source}, ${network}: ${claim}: ${verdict}.`);
  }
  reporter.note(`Report: ${join(request.out, 'report.html')}`);
}
