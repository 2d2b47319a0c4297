import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type TestContext } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Where FER2013 and the photographs are. */
export const DATA_FOLDER = resolve(repository, process.env['FACE_PERTURB_DATA'] ?? '../shared/data');

/** Where MediaPipe's model is. */
export const FACE_MODEL = resolve(
  repository,
  process.env['FACE_PERTURB_MODEL'] ?? '../shared/models/face_landmarker.task',
);

/** A photograph of one face, 820 x 1024 pixels, and one of three. */
export const PORTRAIT = join(DATA_FOLDER, 'faces/portrait.jpg');
export const THREE_PEOPLE = join(DATA_FOLDER, 'faces/three_people.jpg');

/** Whether all the files are there. */
export const areThere = (...files: string[]): boolean => files.every((file) => existsSync(file));

/** Skips the test when a file is missing, with that reason; on the CI machine, which has them, the test fails. */
export function needs(context: TestContext, ...files: string[]): void {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length === 0) return;
  const reason = `missing: ${missing.join(', ')}; name the folders in FACE_PERTURB_DATA and FACE_PERTURB_MODEL`;
  if (process.env['CI']) expect.fail(reason);
  context.skip(reason);
}
