import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommandLine } from '../../examples/reproduce/commandLine.js';
import { checkSameRun, runFolder } from '../../examples/reproduce/runFolder.js';
import { sampleRun } from './sampleRun.js';

const MAIN = fileURLToPath(new URL('../../examples/reproduce/main.ts', import.meta.url));
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'face-perturb-cli-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs the command as `npm run reproduce` does, and sends a signal once the output holds a text. */
function reproduce(args: string[], { interruptAt }: { interruptAt?: string } = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err, interrupted] = ['', '', false];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (interrupted || interruptAt === undefined || !out.includes(interruptAt)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('settings of a command line', () => {
  it('are the demo on synthetic faces when nothing is said', () => {
    const { settings, dataPath, out, fresh } = readCommandLine([]);
    expect(settings).toMatchObject({ preset: 'demo', data: 'synthetic', seed: 1, backend: 'wasm', faces: 'synthetic' });
    expect([dataPath, out, fresh]).toEqual([undefined, join('runs', 'demo-synthetic-seed1'), false]);
  });

  it('are the laptop preset for data, and keep its folder out of the record', () => {
    const { settings, dataPath, out } = readCommandLine(['--data', '/somewhere/private/fer2013.csv.gz', '--seed', '7']);
    expect(settings).toMatchObject({ preset: 'laptop', data: 'fer2013.csv.gz', seed: 7, faces: 'synthetic' });
    expect(dataPath).toBe('/somewhere/private/fer2013.csv.gz');
    expect(out).toBe(join('runs', 'laptop-fer2013-seed7'));
    expect(JSON.stringify(settings)).not.toContain('private');
  });

  it('share updates out to workers only where asked, in a folder of its own: the numbers depend on how many', () => {
    const { settings, out } = readCommandLine(['--workers', '2']);
    expect([settings.workers, out]).toEqual([2, join('runs', 'demo-synthetic-seed1-workers2')]);
    expect(readCommandLine(['--workers', '1'])).toEqual(readCommandLine([]));
    expect(readCommandLine([]).settings).not.toHaveProperty('workers');
  });

  it('show real faces only where they were asked for and are there', () => {
    expect(readCommandLine(['--data', 'x.csv', '--faces', 'real']).settings.faces).toBe('real');
    expect(readCommandLine(['--faces', 'real']).settings.faces).toBe('synthetic');
  });
});

describe('npm run reproduce', () => {
  it('explains itself', async () => {
    const { code, out } = await reproduce(['--help']);
    expect(code).toBe(0);
    for (const word of [
      '--data',
      '--preset',
      '--seed',
      '--out',
      '--faces',
      '--workers',
      'smoke',
      'demo',
      'laptop',
      'paper',
      'Ctrl-C',
    ]) {
      expect(out).toContain(word);
    }
  });

  it('takes an unknown preset for wrong usage: exit code 2', async () => {
    const { code, err } = await reproduce(['--preset', 'nope']);
    expect(code).toBe(2);
    expect(err).toContain('smoke, demo, laptop, paper');
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('names line and cause of a bad CSV: exit code 1', async () => {
    const path = join(root, 'bad.csv');
    await writeFile(path, `emotion,pixels,Usage\n0,${Array(2303).fill(7).join(' ')},Training\n`);
    const { code, err } = await reproduce(['--data', path, '--out', join(root, 'b')]);
    expect(code).toBe(1);
    expect(err).toMatch(/line 2/);
    expect(err).toMatch(/2303/);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('stops at Ctrl-C with exit code 130, and keeps what it has', async () => {
    const out = join(root, 'stopped');
    const run = await reproduce(['--preset', 'smoke', '--out', out], { interruptAt: 'Drawing synthetic faces' });
    expect(run.code).toBe(130);
    expect(run.out).toContain('Stopping after this step');
    expect(run.out).toContain('The same command goes on from here');
    expect(JSON.parse(await readFile(join(out, 'checkpoints', 'state.json'), 'utf8'))).toMatchObject({
      settings: { preset: 'smoke', seed: 1 },
    });
  });

  it('draws the report of a finished run anew without its data, and refuses other settings', async () => {
    const out = join(root, 'finished');
    const { results, figures } = sampleRun();
    await runFolder(out).finish(results, figures);
    await rm(join(out, 'report.html'));
    const again = await reproduce(['--data', 'elsewhere/fer2013.csv', '--preset', 'laptop', '--out', out]);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toContain('was finished at 2025-01-01');
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('Does leaving out facial features help?');
    const other = { settings: { ...results.settings, seed: 2 } };
    expect(() => checkSameRun(out, results, other)).toThrow(/another seed.*--out.*--fresh/);
  });
});
