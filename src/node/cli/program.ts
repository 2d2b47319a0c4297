import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { FACIAL_REGIONS, PROTECTIVE_MASK_STYLES } from '../../regions/region.js';
import { thisFile } from '../landmarks/thisFile.js';
import type { ExitCode } from './exit.js';
import { landmarksCommand, type LandmarksFlags } from './landmarks.js';
import { maskCommand, type MaskFlags } from './mask.js';
import { maskferCommand, type MaskferFlags } from './maskfer.js';
import type { Terminal } from './output.js';

const PACKAGES = `Pictures need the package sharp, finding faces @mediapipe/tasks-vision, computing one tfjs backend:
  npm install face-perturb sharp @mediapipe/tasks-vision@0.10.35 @tensorflow/tfjs-backend-wasm
The model face_landmarker.task comes from MediaPipe's page on Face Landmarker. Nothing is sent anywhere.

Exit codes: 0 all done; 1 something failed; 2 wrong command line; 130 stopped. Files appear whole or not at all.`;

const MASK_HELP = `
Regions (left and right are the subject's):
${wrapped(FACIAL_REGIONS)}
Protective masks as regions: ${PROTECTIVE_MASK_STYLES.join(', ')}

Examples:
  face-perturb mask photo.jpg --region mouth --fill blur --feather 2 --model face_landmarker.task --out masked
  face-perturb mask photos/ --region eyes --region brows --fill 0.5 --landmarks faces.json --out masked
  face-perturb mask crops/ --region surgical --fill '#9fc5e8' --mean-shape --out masked
  face-perturb mask a.png --region '{"kind":"box","x":0,"y":0,"width":20,"height":10}' --out masked
  face-perturb mask a.png --region @region.json --fill '{"kind":"blur","sigma":8}' --out masked
`;

const LANDMARKS_HELP = `
Example:
  face-perturb landmarks photos/ --model face_landmarker.task --out faces.json
`;

const MASKFER_HELP = `
DATA is FER2013 as CSV (also gzipped), or a folder of it or of class folders. Without --model every face gets its mask by the mean shape
of aligned crops. A CSV holds grey pictures of 48 x 48; other data go to class folders.

Examples:
  face-perturb maskfer fer2013.csv --model face_landmarker.task --cache found --out maskfer.csv
  face-perturb maskfer faces/ --style n95 --seed 3 --out masked-faces
`;

/** The command line; the action that runs sets its exit code by `ends`. */
export function createProgram(terminal: Terminal, ends: (code: ExitCode) => void): Command {
  const program = new Command('face-perturb')
    .description('Hides parts of faces in pictures and in data sets.')
    .version(versionOf(), '--version')
    .addHelpText('after', `\n${PACKAGES}`)
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .exitOverride();

  const command = (name: string, description: string) =>
    program.command(name).description(description).showHelpAfterError('(--help shows all options)');

  shared(faces(command('mask', 'put something else in the place of a region, in pictures or folders of pictures')))
    .argument('<in...>', 'pictures, or folders of them')
    .requiredOption('--out <folder>', 'where the results go; pictures that are read are never replaced')
    .requiredOption('--region <region>', 'a name, JSON, or @file.json; may come several times', collect)
    .option(
      '--fill <fill>',
      "a name (zero, mean, noise, blur, pixelate, shuffle, neighbour), a grey value 0-1, '#rrggbb', JSON, or @file.json",
      'zero',
    )
    .addOption(number('--feather <px>', 'soft edge', 0, { min: 0, max: 1000 }))
    .option('--seed <seed>', 'of noise and the like', '0')
    .addOption(new Option('--format <name>', 'default: as the picture').choices(['png', 'jpg', 'webp']))
    .addOption(
      number('--quality <n>', 'of JPEG and WebP, 1-100 (default: 90)', undefined, { min: 1, max: 100, whole: true }),
    )
    .addOption(maxPixels())
    .addOption(backend())
    .addHelpText('after', MASK_HELP)
    .action(async (paths: string[], flags: MaskFlags) => ends(await maskCommand(paths, flags, terminal)));

  shared(faces(command('landmarks', 'find the faces in pictures and write their landmarks as JSON'), false))
    .argument('<in...>', 'pictures, or folders of them')
    .requiredOption('--out <file>', 'the JSON file')
    .addOption(maxPixels())
    .addHelpText('after', LANDMARKS_HELP)
    .action(async (paths: string[], flags: LandmarksFlags) => ends(await landmarksCommand(paths, flags, terminal)));

  shared(command('maskfer', 'put protective masks on all faces of a data set'))
    .argument('<data>', 'the data set')
    .requiredOption('--out <path>', 'a .csv file, or a folder that is empty or not there yet')
    .option('--model <file>', 'face_landmarker.task, to fit each mask to its face')
    .addOption(number('--threads <n>', 'that look for faces', 2, { min: 0, max: 64, whole: true }))
    .option('--cache <folder>', 'where landmarks that were found are kept for the next time')
    .addOption(new Option('--style <name>', 'kind of mask').choices(PROTECTIVE_MASK_STYLES).default('surgical'))
    .option('--seed <seed>', 'of what varies from mask to mask', '0')
    .addOption(
      number('--limit <n>', 'only so many pictures of each part', undefined, { min: 1, max: 1e9, whole: true }),
    )
    .addOption(backend())
    .addHelpText('after', MASKFER_HELP)
    .action(async (data: string, flags: MaskferFlags) => ends(await maskferCommand(data, flags, terminal)));
  return program;
}

function faces(command: Command, fromFile = true): Command {
  if (fromFile) command.option('--landmarks <file>', 'faces that the command landmarks found, or your own');
  return command
    .option('--model <file>', 'face_landmarker.task, to find all faces of each picture')
    .option('--mean-shape', 'aligned crops: one face that fills the picture, where no other is known');
}

function shared(command: Command): Command {
  return command.option('--json', 'print the result as one JSON object', false).option('--quiet', 'no progress', false);
}

function backend(): Option {
  return new Option('--backend <name>', 'tfjs backend').choices(['auto', 'wasm', 'cpu']).default('auto');
}

function maxPixels(): Option {
  return number('--max-pixels <n>', 'refuse larger pictures', 100_000_000, { min: 1, max: 1e9, whole: true });
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

function number(flags: string, description: string, value: number | undefined, { min, max, whole }: Range): Option {
  const parse = (text: string) => {
    const given = Number(text);
    const fits = given >= min && given <= max && (!whole || Number.isInteger(given));
    if (text.trim() !== '' && fits) return given;
    throw new InvalidArgumentError(`Expected a ${whole ? 'whole ' : ''}number in ${min} … ${max}.`);
  };
  return new Option(flags, description).default(value).argParser(parse);
}

function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

function wrapped(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 76) lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `  ${line}`).join('\n');
}

/** By the package.json above this file, in the package's dist or in the sources. */
function versionOf(): string {
  for (let folder = dirname(thisFile()); folder !== dirname(folder); folder = dirname(folder)) {
    const facts = readIfThere(join(folder, 'package.json'));
    if (facts?.name === 'face-perturb') return facts.version;
  }
  return 'unknown';
}

function readIfThere(path: string): { name: string; version: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name: string; version: string };
  } catch {
    return undefined;
  }
}
