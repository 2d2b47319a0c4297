import { useBackend } from '../../backends/useBackend.js';
import type { ImagePixels } from '../../data/pictures/image.js';
import type { Fill } from '../../perturb/fills/fill.js';
import type { FaceLandmarks } from '../../regions/landmarks.js';
import { needsLandmarks, type Region } from '../../regions/region.js';
import type { Shape } from '../../regions/shape.js';
import { readImage } from '../pictures/readImage.js';
import { writeImage } from '../pictures/writeImage.js';
import { finish, overFiles, type BatchSettings } from './batch.js';
import type { ExitCode } from './exit.js';
import { noFace, openFaceFinder, type FaceFlags } from './faces.js';
import { findInputs, outputPaths, shown } from './inputs.js';
import { readFillText, readRegions } from './maskOptions.js';
import { maskPicture } from './maskPicture.js';
import type { Terminal } from './output.js';
import { shapeOnFaces } from './regionShape.js';
import { UsageError } from './usageError.js';

/** The options of the command `mask`. */
export interface MaskFlags extends FaceFlags {
  readonly region: readonly string[];
  readonly fill: string;
  readonly feather: number;
  readonly seed: string;
  readonly out: string;
  readonly format?: 'png' | 'jpg' | 'webp';
  readonly quality?: number;
  readonly maxPixels: number;
  readonly backend: 'auto' | 'wasm' | 'cpu';
  readonly json: boolean;
  readonly quiet: boolean;
}

interface Masking {
  readonly region: Region;
  readonly fill: Fill;
  readonly feather: number;
  readonly seed: string;
}

/** Masks a region in pictures, and writes them to a folder. */
export async function maskCommand(paths: readonly string[], flags: MaskFlags, terminal: Terminal): Promise<ExitCode> {
  const { feather, seed } = flags;
  const masking = { region: await readRegions(flags.region), fill: await readFillText(flags.fill), feather, seed };
  const needsFaces = needsLandmarks(masking.region);
  if (needsFaces) checkFacesAreNamed(flags);
  const inputs = await findInputs(paths);
  const outs = outputPaths(inputs, flags.out, flags.format && `.${flags.format}`);
  checkQualityApplies(flags, outs);
  await useBackend(flags.backend);
  const finder = needsFaces ? await openFaceFinder(flags, terminal.signal) : undefined;
  const settings: BatchSettings = { command: 'mask', verb: 'masked', json: flags.json, quiet: flags.quiet };
  try {
    const result = await overFiles(inputs, settings, terminal, async (input, place) => {
      const out = outs[place] as string;
      const image = await readImage(input.path, readingFor(masking.fill, out, flags.maxPixels));
      const faces = (await finder?.find(input, image)) ?? [];
      if (needsFaces && faces.length === 0) throw noFace(flags);
      const { picture, share } = await masked(image, faces, masking, input.name);
      const quality = /\.png$/i.test(out) ? undefined : flags.quality;
      await writeImage(out, picture, { ...(quality !== undefined && { quality }), signal: terminal.signal });
      return { out: shown(out), ...(needsFaces && { faces: faces.length }), maskedShare: share };
    });
    return finish(result, settings, terminal);
  } finally {
    await finder?.close();
  }
}

/** Colours need a picture of colours, and a JPEG has no transparency. */
function readingFor(fill: Fill, out: string, maxPixels: number): Parameters<typeof readImage>[1] {
  const coloured = 'value' in fill && typeof fill.value !== 'number' && fill.value.length === 3;
  const alpha = /\.jpe?g$/i.test(out) ? 'flatten' : 'keep';
  return { alpha, maxPixels, ...(coloured && { channels: 3 }) };
}

function masked(
  image: ImagePixels,
  faces: readonly FaceLandmarks[],
  { region, fill, feather, seed }: Masking,
  key: string,
): ReturnType<typeof maskPicture> {
  const found = shapeOnFaces(region, image, faces);
  const shape: Shape = feather === 0 ? found : { kind: 'soften', shape: found, sigma: feather / 2 };
  return maskPicture(image, { shape, fill, seed, key });
}

function checkFacesAreNamed({ landmarks, model, meanShape }: FaceFlags): void {
  if (landmarks !== undefined && model !== undefined) throw new UsageError('give --landmarks or --model, not both');
  if (landmarks !== undefined || model !== undefined || meanShape) return;
  throw new UsageError(
    'this region lies elsewhere on each face: add --model face_landmarker.task to find faces, --landmarks FILE.json ' +
      'when you have found them before, or --mean-shape for aligned crops',
  );
}

function checkQualityApplies({ quality }: MaskFlags, outs: readonly string[]): void {
  if (quality === undefined || !outs.every((out) => /\.png$/i.test(out))) return;
  throw new UsageError('--quality is for JPEG and WebP; all results are PNG');
}
