import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchResults } from '../../bench/results.js';

const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));
const PYTHON = '/usr/bin/python3';
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'face-perturb-bench-test-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs the command as `npm run bench` does, with a temporary folder of its own. */
function bench(...args: string[]) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: root },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

async function resultsIn(folder: string): Promise<BenchResults> {
  return JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as BenchResults;
}

describe('npm run bench', () => {
  it('explains itself, and what is wrong', async () => {
    const [help, wrong, quickDocs, none] = await Promise.all([
      bench('--help'),
      bench('--backend', 'wasn'),
      bench('--quick', '--docs'),
      bench('--only', 'stepp', '--backend', 'cpu'),
    ]);
    expect(help.code).toBe(0);
    for (const word of ['--only', '--backend', '--peers', '--node', '--docs']) expect(help.out).toContain(word);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("'wasn' is none of wasm, wasm-plain, cpu")]);
    expect([quickDocs.code, quickDocs.err]).toEqual([1, expect.stringContaining('not for the documentation')]);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('The groups are step, batchNorm, pooling')]);
  });

  it('measures on two backends and writes numbers and tables', async () => {
    const out = join(root, 'two');
    const only = 'pooling/max-forward,maskRegion/48px-region-box,attention/inputGradient,clusters/48,reading';
    const { code, err } = await bench('--quick', '--backend', 'wasm,cpu', '--only', only, '--out', out);
    expect([code, err]).toEqual([0, '']);
    const { command, machine, participants, measured, ours } = await resultsIn(out);
    expect(command).toBe(`npm run bench -- --quick --backend wasm,cpu --only ${only}`);
    expect(machine.cores).toBeGreaterThan(0);
    expect(participants).toMatchObject({ wasm: { node: process.version, threads: '1' }, cpu: { backend: 'cpu' } });
    expect(ours).toBeUndefined();
    expect(measured.map(({ task, samples }) => [task, samples.map(({ participant }) => participant)])).toEqual([
      ['pooling/max-forward', ['wasm', 'cpu']],
      ['maskRegion/48px-region-box', ['wasm', 'cpu']],
      ['attention/inputGradient', ['wasm', 'cpu']],
      ['clusters/48', ['wasm']],
      ['reading/fer2013-csv', ['wasm']],
    ]);
    for (const { samples, failures } of measured) {
      expect(failures).toEqual({});
      for (const { wall, cpu, work } of samples) {
        expect([wall.length, cpu.length]).toEqual([2, 2]);
        expect(Math.min(...wall)).toBeGreaterThan(0);
        expect(work).toBeGreaterThan(0);
      }
    }
    const tables = await readFile(join(out, 'tables.md'), 'utf8');
    expect(tables.match(/^## .*-node\d+$/gm)).toHaveLength(5);
  });

  it('gives tables of what is not timed: a training of the slim network holds no more and more tensors', async () => {
    const out = join(root, 'tables');
    const { code, err } = await bench('--quick', '--backend', 'wasm', '--only', 'memory,profile/slim', '--out', out);
    expect([code, err]).toEqual([0, '']);
    const [profile, memory] = (await resultsIn(out)).reports;
    expect(profile?.table.rows.map(([kernel]) => kernel)).toEqual(
      expect.arrayContaining(['Conv2DBackpropFilter', 'MaxPoolGrad', 'outside kernels', 'whole step']),
    );
    const tensors = memory?.table.rows.map((row) => row[memory.table.columns.indexOf('tensors')]);
    expect(tensors).toHaveLength(3);
    expect(new Set(tensors).size).toBe(1);
  });

  it('measures in turns with other libraries, which come to the same, and leaves nothing behind', async (context) => {
    const missing = missingPeers();
    if (missing !== undefined && process.env['CI']) expect.fail(missing);
    if (missing !== undefined) context.skip(missing);
    const out = join(root, 'peers');
    const only = 'step/slim,convolution/vgg16/3x3-64-128-at20/*,maskRegion/1024-faces-48px-soft,clusters/48,reading';
    const { code, out: told, err } = await bench('--quick', '--peers', '--only', only, '--out', out);
    expect([code, err], told).toEqual([0, '']);
    const { measured, ours } = await resultsIn(out);
    expect(ours).toBe('wasm');
    expect(measured.map(({ samples }) => samples.map(({ participant }) => participant))).toEqual([
      ['wasm', 'PyTorch'],
      ...[1, 2, 3].map(() => ['wasm', 'PyTorch']),
      ['wasm', 'OpenCV'],
      ['wasm', 'scikit-learn'],
      ['wasm', 'pandas, str.split', 'pandas, np.fromstring'],
    ]);
    for (const { samples } of measured) {
      for (const { check } of samples) expect(check?.length).toBeGreaterThan(0);
    }
    const tables = await readFile(join(out, 'tables.md'), 'utf8');
    expect(tables).not.toMatch(/NO|failed|not compared/);
    expect((await readdir(root)).filter((name) => name.startsWith('face-perturb'))).toEqual([]);
  });
});

/** Why the other libraries cannot be measured here; undefined when they can. */
function missingPeers(): string | undefined {
  const install = 'on Debian: apt-get install python3-torch python3-sklearn python3-opencv python3-pandas';
  if (!existsSync(PYTHON) || !existsSync('/usr/bin/taskset')) return `no ${PYTHON} or no taskset; ${install}`;
  const { status } = spawnSync(PYTHON, ['-c', 'import torch, sklearn, cv2, pandas']);
  return status === 0 ? undefined : install;
}
