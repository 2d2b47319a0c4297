import { Command, InvalidArgumentError, Option } from 'commander';
import { ATTENTION_METHODS, type AttentionMethodName } from '../../src/attention/index.js';
import { SPLIT_NAMES, type SplitName } from '../../src/data/fer2013/format.js';
import { FACIAL_REGIONS } from '../../src/regions/region.js';
import { DEFAULT_REGIONS } from './regions.js';
import { SCORE_KINDS, type ScoreKind } from './scores.js';

/** What stands where a region was. */
export const FILLS = ['blur', 'mean', 'neighbour', 'zero', 'noise', 'pixelate', 'shuffle'] as const;

/** Whose faces the report's pictures show. */
export const PICTURES = ['synthetic', 'own', 'none'] as const;

/** What a command line asks for. */
export interface Request {
  /** Path of model.json. */
  model: string;
  /** Path of the faces. */
  faces: string;
  /** Names of the model's outputs; undefined: the seven emotions of FER2013. */
  labels?: string[];
  /** What black and white are to the model. */
  range: [number, number];
  /** Node of a graph that gives logits. */
  logits?: string;
  /** Layer or node for class activation maps. */
  layer?: string;
  /** 'mean', the path of MediaPipe's model, or of a JSON file of landmarks. */
  landmarks: string;
  regions: string[];
  fill: (typeof FILLS)[number];
  /** Methods of the report's pixel maps; undefined: those that suit the model. */
  methods?: AttentionMethodName[];
  score: ScoreKind;
  /** Faces of each emotion at most. */
  perClass: number;
  /** Faces of each emotion in the report's pictures. */
  shown: number;
  split: SplitName;
  /** Side in pixels of the faces that regions are hidden in. */
  size?: number;
  pictures: (typeof PICTURES)[number];
  seed: number;
  backend: string;
  /** Folder of the results. */
  out: string;
}

const EXAMPLES = `
Faces: class folders of pictures (angry/…, also below test/), FER2013 as CSV or packed, or plain pictures, which are sorted by what the
model takes them for. Regions: ${FACIAL_REGIONS.join(', ')}, cheeks.

Examples:
  npm run explain -- --model model.json --faces faces
  npm run explain -- --model models/emotion.json --faces fer2013.csv --range -1,1 --per-class 60
`;

/**
 * Reads the command line.
 *
 * @param argv - Arguments without node and script.
 * @throws CommanderError after the usage or what is wrong was written.
 */
export function readCommandLine(argv: readonly string[]): Request {
  const methods = Object.keys(ATTENTION_METHODS) as AttentionMethodName[];
  const program = new Command('npm run explain --')
    .description(
      'Which facial regions does a tfjs model rely on for each emotion? Hides each region of each face, measures how the score of the ' +
        "face's emotion drops, and writes results.json and report.html.",
    )
    .requiredOption('--model <path>', 'model.json of a tfjs model of layers or a graph model')
    .requiredOption('--faces <path>', 'folder of pictures, FER2013 as CSV (also gzipped) or packed')
    .option('--labels <names>', "names of the model's outputs, in order; default: those of FER2013", list)
    .option('--range <black,white>', 'what black and white are to the model', range, [0, 1])
    .option('--logits <node>', 'node of a graph model that gives logits, where its output is a softmax')
    .option('--layer <name>', 'layer or node of the feature maps, for Grad-CAM and its kin')
    .option('--landmarks <source>', 'mean (aligned crops), face_landmarker.task, or a .json of landmarks', 'mean')
    .option('--regions <names>', 'what is hidden, one after the other', list, [...DEFAULT_REGIONS])
    .addOption(new Option('--fill <name>', 'what stands in a hidden region').default('blur').choices(FILLS))
    .option('--methods <names>', `pixel maps of the report, or none: ${methods.join(', ')}`, (text) =>
      text === 'none' ? [] : chosen(list(text), methods),
    )
    .addOption(new Option('--score <kind>', 'what drops').default('log-odds').choices(SCORE_KINDS))
    .option('--per-class <n>', 'faces of each emotion at most, drawn by the seed', countingNumber, 100)
    .option('--shown <n>', "faces of each emotion in the report's pictures", countingNumber, 2)
    .addOption(new Option('--split <name>', 'which part of the data').default('test').choices(SPLIT_NAMES))
    .option('--size <pixels>', "side of the faces; default: FER2013's own, of pictures the model's", countingNumber)
    .addOption(
      new Option('--pictures <whose>', "faces in the report's pictures; your own only for private use")
        .default('synthetic')
        .choices(PICTURES),
    )
    .option('--seed <number>', 'of all that is drawn', wholeNumber, 1)
    .option('--backend <name>', 'tfjs backend: wasm, cpu or another that is installed', 'wasm')
    .option('--out <folder>', 'where to write', 'runs/explain')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(--help shows all options)')
    .allowExcessArguments(false)
    .exitOverride();
  program.parse(argv, { from: 'user' });
  return program.opts<Request>();
}

function list(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '')) throw new InvalidArgumentError('Expected names with commas between.');
  if (new Set(names).size < names.length) throw new InvalidArgumentError('Expected each name once.');
  return names;
}

function chosen<T extends string>(names: readonly string[], known: readonly T[]): T[] {
  return names.map((name) => {
    const found = known.find((each) => each === name);
    if (found === undefined) throw new InvalidArgumentError(`Expected names out of ${known.join(', ')}.`);
    return found;
  });
}

function range(text: string): [number, number] {
  const [black, white, ...rest] = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (Number.isFinite(black) && Number.isFinite(white) && black !== white && rest.length === 0) {
    return [black as number, white as number];
  }
  throw new InvalidArgumentError('Expected two different numbers, such as -1,1.');
}

function countingNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of at least 0.');
}
