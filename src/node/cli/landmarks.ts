import { readImage } from '../pictures/readImage.js';
import { finish, overFiles, type BatchSettings } from './batch.js';
import type { ExitCode } from './exit.js';
import { openFaceFinder, type FaceFlags } from './faces.js';
import { findInputs } from './inputs.js';
import { writeLandmarkFile, type LandmarkEntry } from './landmarkFile.js';
import type { Terminal } from './output.js';
import { UsageError } from './usageError.js';

/** The options of the command `landmarks`. */
export interface LandmarksFlags extends FaceFlags {
  readonly out: string;
  readonly maxPixels: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Finds the faces in pictures, and writes their landmarks to a file. */
export async function landmarksCommand(
  paths: readonly string[],
  flags: LandmarksFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const inputs = await findInputs(paths);
  const finder = await openFaceFinder(flags, terminal.signal);
  if (!finder) throw new UsageError('add --model face_landmarker.task, or --mean-shape for aligned crops');
  const settings: BatchSettings = { command: 'landmarks', verb: 'looked at', json: flags.json, quiet: flags.quiet };
  const entries: LandmarkEntry[] = [];
  try {
    const result = await overFiles(inputs, settings, terminal, async (input) => {
      const image = await readImage(input.path, { maxPixels: flags.maxPixels });
      const faces = await finder.find(input, image);
      entries.push({ file: input.path, width: image.width, height: image.height, faces });
      return { faces: faces.length };
    });
    if (!result.stopped) await writeLandmarkFile(flags.out, entries, terminal.signal);
    return finish(result, settings, terminal);
  } finally {
    await finder.close();
  }
}
