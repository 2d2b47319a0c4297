import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PRESET_NAMES, PRESETS, type Faces, type PresetName, type Settings } from './presets.js';
import { dataName } from '../shared/source.js';

/** What a command line asks for. */
export interface Request {
  settings: Settings;
  /** Path of the data; undefined for synthetic faces. */
  dataPath: string | undefined;
  /** Folder of the run. */
  out: string;
  /** Whether to forget what the folder holds. */
  fresh: boolean;
}

interface Flags {
  data?: string;
  preset?: PresetName;
  seed: number;
  out?: string;
  backend: string;
  workers: number;
  faces?: Faces;
  fresh: boolean;
}

const EXAMPLES = `
Presets:
${PRESET_NAMES.map((name) => `  ${name.padEnd(8)}${PRESETS[name].description}`).join('\n')}

Ctrl-C stops after the step under way; the same command goes on where it stopped.

Examples:
  npm run reproduce
  npm run reproduce -- --data fer2013.csv --preset laptop --seed 1
`;

/**
 * Reads the command line.
 *
 * @param argv - Arguments without node and script.
 * @throws CommanderError after the usage or what is wrong was written.
 */
export function readCommandLine(argv: readonly string[]): Request {
  const program = new Command('npm run reproduce --')
    .description(
      'Trains a baseline and a Perturb predictor, compares them on the test split, and writes results.json and report.html.',
    )
    .option(
      '--data <path>',
      'FER2013 as CSV (also gzipped), or a folder of it or of class folders; without it: synthetic faces',
    )
    .addOption(new Option('--preset <name>', 'how much to do; default: demo, with --data laptop').choices(PRESET_NAMES))
    .addOption(new Option('--seed <number>', 'everything random follows from it').default(1).argParser(wholeNumber))
    .option('--out <folder>', 'where to write; default: runs/<preset>-<data>-seed<number>')
    .option('--backend <name>', 'tfjs backend: wasm, cpu or another that is installed', 'wasm')
    .addOption(
      new Option(
        '--workers <number>',
        'threads that share each update; their number must divide the batches, and the results depend on it',
      )
        .default(1)
        .argParser(countingNumber),
    )
    .addOption(
      new Option(
        '--faces <whose>',
        "faces in the report's pictures; real ones only for private use; default: synthetic",
      ).choices(['synthetic', 'real', 'none']),
    )
    .option('--fresh', 'forget what the folder holds and start anew', false)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(--help shows all options)')
    .allowExcessArguments(false)
    .exitOverride();
  program.parse(argv, { from: 'user' });
  return request(program.opts<Flags>());
}

function request(flags: Flags): Request {
  const preset = flags.preset ?? (flags.data === undefined ? 'demo' : 'laptop');
  const data = dataName(flags.data);
  const settings: Settings = {
    preset,
    data,
    seed: flags.seed,
    backend: flags.backend,
    ...(flags.workers > 1 && { workers: flags.workers }),
    faces: facesToShow(flags),
    details: PRESETS[preset],
  };
  const plainName = data.replace(/(\.med)?\.(csv|gz|br|json)/g, '').replace(/[^\w-]+/g, '-');
  const out =
    flags.out ??
    join('runs', `${preset}-${plainName}-seed${flags.seed}${flags.workers > 1 ? `-workers${flags.workers}` : ''}`);
  return { settings, dataPath: flags.data, out, fresh: flags.fresh };
}

function facesToShow({ faces = 'synthetic', data }: Flags): Faces {
  return data === undefined && faces === 'real' ? 'synthetic' : faces;
}

function countingNumber(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Expected a whole number of at least 0.');
}
