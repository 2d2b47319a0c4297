import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { BENCH_BACKENDS, type BenchBackend } from './backends.js';

/** What a command line asks for. */
export interface Flags {
  /** Names, groups or patterns of tasks; empty for all. */
  only: string[];
  /** Backends; undefined for all that are there. */
  backend?: BenchBackend[];
  quick: boolean;
  peers: boolean;
  rounds: number;
  seconds: number;
  /** The processor core that ours and others' processes share under --peers; undefined for any. */
  core?: number;
  /** The node program that measures. */
  node: string;
  /** A FER2013 CSV; undefined for one made up. */
  data?: string;
  out?: string;
  docs: boolean;
}

const EXAMPLES = `
Examples:
  npm run bench -- --only step --backend wasm
  npm run bench -- --peers --only step --docs
  npm run bench -- --peers --only step --node "$(npx --yes -p node@24 which node)" --docs
  npm run bench -- --only step,epoch --backend wasm,webgpu-node
  npm run bench -- --only profile
`;

/**
 * Reads the command line.
 *
 * @param argv - Arguments without node and script.
 * @throws CommanderError after the usage or what is wrong was written.
 */
export function readCommandLine(argv: readonly string[]): Flags {
  const program = new Command('npm run bench --')
    .description('Measures this library on each tfjs backend, or beside other libraries that do the same work.')
    .option('--only <names>', 'tasks, groups or patterns with *, separated by commas; default: all', names, [])
    .option(
      '--backend <names>',
      `of ${BENCH_BACKENDS.join(', ')}; default: all that are there but wasm-plain and webgpu-node`,
      backends,
    )
    .option('--quick', 'the least of everything, only to see that it runs', false)
    .option('--peers', 'in turns with PyTorch, scikit-learn, OpenCV, pandas, each on one thread of one core', false)
    .addOption(new Option('--rounds <number>', 'rounds that count').default(15).argParser(count))
    .addOption(
      new Option('--seconds <number>', 'end of the rounds of a task, once there are 3').default(40).argParser(count),
    )
    .addOption(
      new Option('--core <number>', 'core that all share under --peers; default: the last').argParser(coreNumber),
    )
    .option('--node <path>', 'the node program that measures', process.execPath)
    .option('--data <path>', 'a FER2013 CSV to read; default: one made up, of the same size')
    .option('--out <folder>', 'write the numbers and tables there')
    .option('--docs', "put the tables into docs/performance.md's marked places", false)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(--help shows all options)')
    .allowExcessArguments(false)
    .exitOverride();
  program.parse(argv, { from: 'user' });
  return program.opts<Flags>();
}

function names(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}

function backends(text: string): BenchBackend[] {
  return names(text).map((name) => {
    const known = BENCH_BACKENDS.find((each) => each === name);
    if (known === undefined) throw new InvalidArgumentError(`'${name}' is none of ${BENCH_BACKENDS.join(', ')}.`);
    return known;
  });
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of at least 1.');
}

function coreNumber(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) < availableParallelism()) return Number(text);
  throw new InvalidArgumentError(`Expected one of 0 to ${availableParallelism() - 1}.`);
}
