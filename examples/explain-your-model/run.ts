import { basename, join } from 'node:path';
import type { BackendName } from '../../src/backends/facts.js';
import { useBackend } from '../../src/backends/useBackend.js';
import { describeEnvironment } from '../shared/environment.js';
import { writeJson, writeWhole } from '../shared/files.js';
import type { Request } from './commandLine.js';
import { explain } from './explain.js';
import { fitFaces, type FittedFaces } from './fitFaces.js';
import { openLandmarks } from './landmarks.js';
import { drawMaps } from './maps.js';
import { openModel, type OpenModel } from './openModel.js';
import { printed } from './print.js';
import { readFaces, type FaceSet } from './readFaces.js';
import { regionsByName } from './regions.js';
import { reportPage } from './report/page.js';
import { RESULTS_FORMAT, type Results } from './results.js';
import { summarise, warningsAbout } from './summarise.js';

/** Tells what is being done: a line to keep, or where the work stands. */
export interface Teller {
  note(line: string): void;
  progress(what: string, done: number, total: number): void;
}

/**
 * Explains a model: reads it and the faces, measures, and writes results.json and report.html.
 *
 * @throws FacePerturbError as its parts say; nothing is written then.
 */
export async function explainModel(request: Request, teller: Teller): Promise<Results> {
  const regions = regionsByName(request.regions);
  const facts = await useBackend(request.backend as BackendName | 'auto');
  const model = await openModel(request);
  try {
    const { labels, input } = model;
    model.notes.forEach((note) => teller.note(note));
    const set = await readFaces({ ...request, labels, channels: input.channels });
    set.notes.forEach((note) => teller.note(note));
    const faces = await fit(set, request, model, teller);
    const onProgress = (done: number, total: number) => teller.progress('hiding regions', done, total);
    const measured = await explain(model, faces, { ...request, regions, onProgress });
    const labelled = faces.labels.every((label) => label >= 0);
    const { emotions, overall } = summarise(measured, labels, labelled);
    const results: Results = {
      format: RESULTS_FORMAT,
      settings: settingsOf(request),
      environment: await describeEnvironment(facts),
      model: { kind: model.kind, input, outputs: measured.outputs, labels: [...labels] },
      faces: { kind: set.kind, count: faces.count, size: faces.size, labelled, meanShape: faces.assumed },
      emotions,
      overall,
      notes: [...model.notes, ...set.notes],
      warnings: warningsAbout(emotions, labels),
    };
    teller.note('Drawing the maps …');
    const sheet = await drawMaps(model, faces, measured, regions, request);
    await writeJson(join(request.out, 'results.json'), results);
    await writeWhole(join(request.out, 'report.html'), reportPage(results, { sheet, whose: request.pictures }));
    ['', ...printed(results), ''].forEach((line) => teller.note(line));
    return results;
  } finally {
    model.dispose();
  }
}

/** FER2013's faces keep their size, pictures of all sizes get the model's. */
async function fit(set: FaceSet, request: Request, { input }: OpenModel, teller: Teller): Promise<FittedFaces> {
  const native = set.kind === 'data set' ? set.faces[0]?.image.height : undefined;
  const size = request.size ?? native ?? Math.max(input.height, input.width);
  const finder = await openLandmarks(request.landmarks, set);
  try {
    const fitted = await fitFaces(set.faces, size, finder.find, (done) =>
      teller.progress('landmarks', done, set.faces.length),
    );
    if (request.landmarks === 'mean') teller.note('Regions are where they are in the mean face of aligned crops.');
    else teller.note(`Landmarks of their own: ${fitted.count - fitted.assumed} of ${fitted.count} faces.`);
    return fitted;
  } finally {
    await finder.close();
  }
}

/** What decided the numbers, without a path of the machine. */
function settingsOf(request: Request): Results['settings'] {
  const { logits, split, range, regions, fill, score, perClass, seed, labels, size } = request;
  return {
    model: basename(request.model),
    ...(logits !== undefined && { logits }),
    faces: basename(request.faces),
    split,
    range,
    landmarks: basename(request.landmarks),
    regions,
    fill,
    score,
    perClass,
    seed,
    ...(labels && { labels }),
    ...(size !== undefined && { size }),
  };
}
