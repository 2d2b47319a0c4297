import { readdir, stat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { ImageDataset } from '../../src/data/dataset.js';
import type { ImagePixels } from '../../src/data/pictures/image.js';
import { findInputs, type InputPicture } from '../../src/node/cli/inputs.js';
import { readDataset } from '../../src/node/readDataset.js';
import { readImage } from '../../src/node/pictures/readImage.js';
import { SPLIT_FOLDERS } from '../../src/node/scanClassFolders.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { createRandom } from '../../src/support/random.js';
import type { Request } from './commandLine.js';
import { classOf } from './classNames.js';

/** A face to look at. */
export interface Face {
  /** Its number in the data set, or its path. */
  id: number | string;
  /** The file, for faces of a folder. */
  input?: InputPicture;
  /** Class id of what it shows; -1 where nobody says. */
  label: number;
  image: ImagePixels;
}

/** Faces as they were found. */
export interface FaceSet {
  /** File or folder name: no path, so that a record says nothing of the machine. */
  name: string;
  kind: 'data set' | 'pictures';
  faces: Face[];
  /** What a reader should know of how they came in, in words. */
  notes: string[];
}

type Options = Pick<Request, 'faces' | 'split' | 'perClass' | 'seed'> & {
  labels: readonly string[];
  channels: 1 | 3;
};

const CSV = /^(fer2013|icml_face_data)\.csv(\.gz)?$/;
const PICTURE = /\.(png|jpe?g|webp|gif|tiff?|avif)$/i;

/**
 * Reads a seeded sample of the faces at a path: of each class as many as asked for, where there are so many.
 *
 * @throws FacePerturbError `invalid-argument` when nothing of the kind is there, `invalid-data` when no face is of the model's classes.
 */
export async function readFaces(options: Options): Promise<FaceSet> {
  const entry = await stat(options.faces).catch(() => undefined);
  const names = entry?.isDirectory() ? await readdir(options.faces) : [];
  const isDataset = entry?.isFile()
    ? !PICTURE.test(options.faces)
    : names.some((name) => CSV.test(name) || name === 'fer2013.med.br');
  const found = isDataset ? await fromDataset(options) : await fromPictures(options, names);
  if (found.faces.length > 0) return found;
  throw new FacePerturbError(`--faces: '${options.faces}'`, {
    code: 'invalid-data',
    expected: `faces of the classes ${options.labels.join(', ')}`,
    received: 'none',
    fix: isDataset ? 'Take another part of the data with --split.' : undefined,
  });
}

async function fromDataset(options: Options): Promise<FaceSet> {
  const { splits } = await readDataset(options.faces);
  const dataset: ImageDataset = splits[options.split];
  const ids = dataset.classNames.map((name) => classOf(name, options.labels));
  const labels = Array.from(dataset.labels, (label) => ids[label] as number);
  const chosen = sample(labels, options);
  const { height, width, channels } = dataset;
  const values = height * width * channels;
  const faces = chosen.map((at): Face => {
    const pixels = dataset.pixels.subarray(at * values, (at + 1) * values);
    return { id: at, label: labels[at] as number, image: { pixels, height, width, channels } };
  });
  const notes = [`Faces of its ${options.split} split.`];
  const others = labels.filter((label) => label < 0).length;
  if (others > 0) notes.push(`${others} faces of classes that the model does not name were left out.`);
  return { name: basename(options.faces), kind: 'data set', faces, notes };
}

async function fromPictures(options: Options, names: readonly string[]): Promise<FaceSet> {
  const all = await findInputs([options.faces]);
  const inputs = ofSplit(all, options, names);
  const labels = inputs.map(({ name }) => labelOf(name, options.labels));
  const labelled = labels.some((label) => label >= 0);
  const notes = inputs.length < all.length ? [`Pictures of its ${options.split} folder.`] : [];
  const others = labels.filter((label) => label < 0).length;
  if (!labelled)
    notes.push('No picture lies in a folder named after a class: each counts for what the model takes it for.');
  else if (others > 0) notes.push(`${others} pictures outside the folders of the model's classes were left out.`);
  const chosen = labelled ? sample(labels, options) : sampleOfAll(inputs.length, options);
  const faces: Face[] = [];
  for (const at of chosen) {
    const input = inputs[at] as InputPicture;
    const image = await readOrNote(input, options.channels, notes);
    if (image) faces.push({ id: input.name, input, label: labels[at] as number, image });
  }
  return { name: basename(options.faces), kind: 'pictures', faces, notes };
}

/** The pictures of the wanted part, where the folder has parts. */
function ofSplit(inputs: InputPicture[], { split }: Options, names: readonly string[]): InputPicture[] {
  const folder = names.find((name) => SPLIT_FOLDERS[split].includes(name.toLowerCase()));
  return folder === undefined ? inputs : inputs.filter(({ name }) => name.startsWith(folder + sep));
}

/** The class that the nearest folder with a class's name says. */
function labelOf(name: string, labels: readonly string[]): number {
  const folders = name.split(sep).slice(0, -1).reverse();
  return folders.map((folder) => classOf(folder, labels)).find((id) => id >= 0) ?? -1;
}

/** A seeded sample of each class, in the order of the classes, then of the faces. */
function sample(labels: readonly number[], { labels: names, perClass, seed }: Options): number[] {
  return names.flatMap((_, id) => {
    const members = [...labels.keys()].filter((at) => labels[at] === id);
    return draw(members, perClass, seed, id);
  });
}

function sampleOfAll(count: number, { labels, perClass, seed }: Options): number[] {
  return draw([...Array(count).keys()], perClass * labels.length, seed, 'all');
}

function draw(members: readonly number[], count: number, seed: number, key: number | string): number[] {
  const shuffled = createRandom(seed).fork('explained faces', key).shuffled(members);
  return shuffled.slice(0, count).sort((one, other) => one - other);
}

/** A broken file among many should not end the work. */
async function readOrNote(
  { path, name }: InputPicture,
  channels: 1 | 3,
  notes: string[],
): Promise<ImagePixels | undefined> {
  try {
    return await readImage(path, { channels });
  } catch (error) {
    if (!(error instanceof FacePerturbError) || error.code !== 'invalid-data') throw error;
    notes.push(`${name} was left out: ${error.received ?? error.message}`);
    return undefined;
  }
}
