import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readCommandLine } from '../../../examples/paper/commandLine.js';
import { EXPERIMENT_NAMES } from '../../../examples/paper/experiments/index.js';
import { PAPER_PRESETS } from '../../../examples/paper/presets.js';

afterEach(() => void vi.restoreAllMocks());

/** What is written to stderr by a command line that is refused. */
function refusal(...argv: string[]): string {
  let written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((written += String(text))));
  expect(() => readCommandLine(argv)).toThrow(CommanderError);
  return written;
}

describe('command line of the paper', () => {
  it('without anything does all experiments on drawn faces, small', () => {
    expect(readCommandLine([])).toEqual({
      experiments: EXPERIMENT_NAMES,
      presetName: 'smoke',
      preset: PAPER_PRESETS.smoke,
      networks: ['slim'],
      seeds: 1,
      data: undefined,
      masked: undefined,
      labels: 'fer2013',
      ferPlus: undefined,
      backend: 'wasm',
      shard: undefined,
      out: join('runs', 'paper-smoke-synthetic'),
      merge: [],
      train: true,
      docs: undefined,
    });
  });

  it('with data takes the laptop preset and a folder of its name, without the path', () => {
    const request = readCommandLine(['--data', '/somewhere/my fer2013.csv.gz']);
    expect([request.presetName, request.networks]).toEqual(['laptop', ['slim', 'slimVgg16']]);
    expect(request.out).toBe(join('runs', 'paper-laptop-my-fer2013'));
  });

  it('takes names, numbers and folders', () => {
    const request = readCommandLine(
      'table2 figure5 --networks slim,vgg16 --seeds 3 --epochs 4 --out here --merge a b --docs there --report-only'.split(
        ' ',
      ),
    );
    expect(request).toMatchObject({
      experiments: ['table2', 'figure5'],
      networks: ['slim', 'vgg16'],
      seeds: 3,
      preset: { ...PAPER_PRESETS.smoke, epochs: 4 },
      shard: undefined,
      out: 'here',
      merge: ['a', 'b'],
      docs: 'there',
      train: false,
    });
    expect(PAPER_PRESETS.smoke.epochs).toBe(2);
  });

  it('takes a part of the grid', () => {
    expect(readCommandLine(['--shard', '2/8']).shard).toEqual({ index: 2, count: 8 });
  });

  it('counts a name that is given twice once', () => {
    const request = readCommandLine(['table2', 'table1', 'table2', '--networks', 'slim,vgg16,slim']);
    expect([request.experiments, request.networks]).toEqual([
      ['table2', 'table1'],
      ['slim', 'vgg16'],
    ]);
  });

  it.each([
    [['table9'], 'Expected one of table1, table2'],
    [['--networks', 'slim,vgg'], 'vgg is no network; there are'],
    [['--preset', 'huge'], 'Allowed choices are smoke, laptop, card, paper'],
    [['--seeds', '0'], 'whole number of at least 1'],
    [['--epochs', '2.5'], 'whole number of at least 1'],
    [['--shard', '3/2'], 'such as 2/8'],
    [['--shard', '0/2'], 'such as 2/8'],
    [['--shard', '2'], 'such as 2/8'],
    [['--labels', 'mine'], 'Allowed choices are fer2013, ferplus'],
    [['--fresh'], "unknown option '--fresh'"],
  ])('refuses %s and says what is wrong', (argv, message) => {
    expect(refusal(...argv)).toContain(message);
  });

  it.each([
    ['--masked', 'maskfer.csv'],
    ['--ferplus', 'fer2013new.csv'],
    ['--shard', '1/2', '--report-only'],
    ['--shard', '1/2', '--docs', 'somewhere'],
  ])('refuses %s where it would do nothing', (...argv) => {
    expect(refusal(...argv)).toContain(argv[0]);
  });
});
