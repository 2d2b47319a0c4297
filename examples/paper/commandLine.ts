import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { NETWORK_NAMES, type NetworkName } from '../../src/models/index.js';
import { dataName } from '../shared/source.js';
import { EXPERIMENT_NAMES, EXPERIMENTS, type ExperimentName } from './experiments/index.js';
import type { Shard } from './grid.js';
import { PAPER_PRESET_NAMES, PAPER_PRESETS, type PaperPreset, type PaperPresetName } from './presets.js';
import type { Labels } from './records.js';

/** What a command line asks for. */
export interface PaperRequest {
  experiments: ExperimentName[];
  presetName: PaperPresetName;
  preset: PaperPreset;
  networks: NetworkName[];
  seeds: number;
  data: string | undefined;
  masked: string | undefined;
  labels: Labels;
  ferPlus: string | undefined;
  backend: string;
  /** The part of the grid to do; undefined for all of it. */
  shard: Shard | undefined;
  /** Folder of the grid. */
  out: string;
  /** Folders of runs done elsewhere, to be taken in first. */
  merge: string[];
  /** Whether to train what is missing; otherwise only what is there is told of. */
  train: boolean;
  /** Where to write the tables for the docs, if asked for. */
  docs: string | undefined;
}

interface Flags {
  preset?: PaperPresetName;
  seeds: number;
  networks?: NetworkName[];
  epochs?: number;
  data?: string;
  masked?: string;
  labels: Labels;
  ferplus?: string;
  backend: string;
  shard?: Shard;
  out?: string;
  merge: string[];
  reportOnly: boolean;
  docs?: string;
}

const HELP = `
Experiments (all without a name):
${EXPERIMENT_NAMES.map((name) => `  ${name.padEnd(9)}${EXPERIMENTS[name].question}`).join('\n')}

Presets:
${PAPER_PRESET_NAMES.map((name) => `  ${name.padEnd(9)}${PAPER_PRESETS[name].description}`).join('\n')}

Each run is kept when it is finished and never done twice; Ctrl-C stops, the same command goes on. Several processes may share
a folder, each with its --shard; without --shard the last one merges. Engines: examples/paper/engines/README.md.

Examples:
  npm run paper
  npm run paper -- table2 --data fer2013.csv --preset laptop --seeds 3
  npm run paper -- --data fer2013.csv --masked maskfer.csv --preset laptop --seeds 5 --shard 2/8
`;

/**
 * Reads the command line.
 *
 * @param argv - Arguments without node and script.
 * @throws CommanderError after the usage or what is wrong was written.
 */
export function readCommandLine(argv: readonly string[]): PaperRequest {
  let request: PaperRequest | undefined;
  const program = new Command('npm run paper --')
    .description("Does the paper's experiments with controls and seeds, and writes results.json and report.html.")
    .argument('[experiments...]', 'tables and figures to do; default: all', names)
    .addOption(
      new Option('--preset <name>', 'how much to do; default: smoke, with --data laptop').choices(PAPER_PRESET_NAMES),
    )
    .addOption(new Option('--seeds <number>', 'seeds, from 1').default(1).argParser(counting))
    .addOption(new Option('--networks <names>', `with commas between: ${NETWORK_NAMES.join(', ')}`).argParser(networks))
    .addOption(new Option('--epochs <number>', 'epochs of the baseline; default: by the preset').argParser(counting))
    .option('--data <path>', 'FER2013 as CSV (also gzipped), or a folder of it; without it: synthetic faces')
    .option(
      '--masked <path>',
      'the same data with protective masks on, for table1 and figure1: see face-perturb maskfer',
    )
    .addOption(new Option('--labels <whose>', 'whose labels').choices(['fer2013', 'ferplus']).default('fer2013'))
    .option('--ferplus <path>', "FER+'s fer2013new.csv, for --labels ferplus")
    .option('--backend <name>', 'tfjs backend: wasm, cpu, webgpu, tensorflow', 'wasm')
    .addOption(new Option('--shard <i/n>', 'do only part i of n of the runs').argParser(shard))
    .option('--out <folder>', 'where runs are kept; default: runs/paper-<preset>-<data>')
    .addOption(new Option('--merge <folder...>', 'take in runs that were done in other folders').default([]))
    .option('--report-only', 'train nothing; tell of what is there', false)
    .option('--docs <folder>', 'also write the tables as Markdown, with results.json and report, to this folder')
    .addHelpText('after', HELP)
    .showHelpAfterError('(--help shows all options)')
    .exitOverride()
    .action((experiments: ExperimentName[], flags: Flags) => {
      const useless = uselessOption(flags);
      if (useless !== undefined) program.error(`error: ${useless}`);
      request = read(experiments, flags);
    });
  program.parse(argv, { from: 'user' });
  return request as PaperRequest;
}

/** What was named but would not be looked at. */
function uselessOption({ data, masked, labels, ferplus, shard, reportOnly, docs }: Flags): string | undefined {
  if (masked !== undefined && data === undefined)
    return '--masked goes with --data; drawn faces get masks by themselves';
  if (ferplus !== undefined && labels !== 'ferplus') return '--ferplus goes with --labels ferplus';
  if (shard !== undefined && (reportOnly || docs !== undefined))
    return '--shard does a part and tells nothing: leave it out to report';
  return undefined;
}

function read(experiments: ExperimentName[], flags: Flags): PaperRequest {
  const presetName = flags.preset ?? (flags.data === undefined ? 'smoke' : 'laptop');
  const preset = { ...PAPER_PRESETS[presetName], ...(flags.epochs !== undefined && { epochs: flags.epochs }) };
  const plainName = dataName(flags.data)
    .replace(/(\.med)?\.(csv|gz|br|json)/g, '')
    .replace(/[^\w-]+/g, '-');
  return {
    experiments: experiments.length > 0 ? experiments : EXPERIMENT_NAMES,
    ...{ presetName, preset },
    networks: flags.networks ?? preset.networks,
    seeds: flags.seeds,
    data: flags.data,
    masked: flags.masked,
    labels: flags.labels,
    ferPlus: flags.ferplus,
    backend: flags.backend,
    shard: flags.shard,
    out: flags.out ?? join('runs', `paper-${presetName}-${plainName}`),
    merge: flags.merge,
    train: !flags.reportOnly,
    docs: flags.docs,
  };
}

function names(name: string, before: ExperimentName[] = []): ExperimentName[] {
  if (EXPERIMENT_NAMES.includes(name as ExperimentName)) return [...new Set([...before, name as ExperimentName])];
  throw new InvalidArgumentError(`Expected one of ${EXPERIMENT_NAMES.join(', ')}.`);
}

function networks(text: string): NetworkName[] {
  const named = text.split(',').map((name) => name.trim()) as NetworkName[];
  const wrong = named.find((name) => !NETWORK_NAMES.includes(name));
  if (wrong === undefined) return [...new Set(named)];
  throw new InvalidArgumentError(`${wrong} is no network; there are ${NETWORK_NAMES.join(', ')}.`);
}

function counting(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}

function shard(text: string): Shard {
  const [, index, count] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  if (Number(index) <= Number(count)) return { index: Number(index), count: Number(count) };
  throw new InvalidArgumentError('Expected a part and their number, such as 2/8.');
}
