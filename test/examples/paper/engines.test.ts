import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const ENGINES = fileURLToPath(new URL('../../../examples/paper/engines/', import.meta.url));
const OPTIONS = ['--data', 'my faces.csv', '--seeds', '2'];

// Programs in place of node and scontrol, which write down how they are called. The trials with a real Slurm and GNU parallel are
// examples/paper/engines/tryslurm.sh and tryparallel.sh; they take too long to be done each time.
let folder: string;
let calls: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-perturb-engines-'));
  calls = join(folder, 'calls');
  await program('node', 'echo "node $(printf "[%s]" "$@")" >>"$CALLS"; eval "$NODE_DOES"');
  await program('scontrol', 'echo "scontrol $*" >>"$CALLS"');
});

beforeEach(() => rm(calls, { force: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, body: string): Promise<void> {
  const path = join(folder, 'bin', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/bash\n${body}\n`);
  await chmod(path, 0o755);
}

async function run(command: string, args: readonly string[], env: Record<string, string>) {
  const path = `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_DOES: 'true', ...env, PATH: path, CALLS: calls },
  });
  const written = await readFile(calls, 'utf8').catch(() => '');
  return { status, out: stdout + stderr, calls: written.trim().split('\n') };
}

const called = (...options: string[]) =>
  `node ${['--import', 'tsx', 'examples/paper/main.ts', ...options].map((option) => `[${option}]`).join('')}`;

describe('slurm.sh', () => {
  const task = { SLURM_ARRAY_JOB_ID: '7', SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '8', PARTS: '' };
  const slurm = (env: Record<string, string>) =>
    run('bash', [join(ENGINES, 'slurm.sh'), ...OPTIONS], { ...task, ...env });

  it('does the part of its task', async () => {
    expect(await slurm({})).toMatchObject({ status: 0, calls: [called(...OPTIONS, '--shard', '3/8')] });
  });

  it('does a part of as many as are named, for single tasks', async () => {
    const { calls: made } = await slurm({ SLURM_ARRAY_TASK_COUNT: '1', PARTS: '12' });
    expect(made).toEqual([called(...OPTIONS, '--shard', '3/12')]);
  });

  it('is queued again when the runner was killed, three times at most', async () => {
    const killed = { NODE_DOES: 'kill -9 $$' };
    expect(await slurm(killed)).toMatchObject({ status: 137, calls: [expect.anything(), 'scontrol requeue 7_3'] });
    await rm(calls);
    expect((await slurm({ ...killed, SLURM_RESTART_COUNT: '2' })).calls).toHaveLength(2);
    await rm(calls);
    expect(await slurm({ ...killed, SLURM_RESTART_COUNT: '3' })).toMatchObject({
      status: 137,
      calls: [expect.anything()],
    });
  });

  it('is not queued again when the runner has failed, or was stopped', async () => {
    expect(await slurm({ NODE_DOES: 'exit 1' })).toMatchObject({ status: 1, calls: [expect.anything()] });
    await rm(calls);
    expect(await slurm({ NODE_DOES: 'exit 130' })).toMatchObject({ status: 130, calls: [expect.anything()] });
  });

  // The runner tells its parent to stop it, waits to be told, and ends as the real one does.
  const stopped = (signal: string) =>
    `trap 'echo told >>"$CALLS"; exit 130' TERM; kill -${signal} $PPID; while :; do sleep 0.1; done`;

  it('lets the runner stop and is queued again when its time is nearly up', async () => {
    const { calls: made } = await slurm({ NODE_DOES: stopped('USR1'), SLURM_RESTART_COUNT: '9' });
    expect(made.slice(1)).toEqual(['told', 'scontrol requeue 7_3']);
  });

  it('lets the runner stop for good when it is cancelled', async () => {
    const { status, calls: made } = await slurm({ NODE_DOES: stopped('TERM') });
    expect([status, made.slice(1)]).toEqual([130, ['told']]);
  });

  it('says so outside a job array', async () => {
    const { status, out } = await slurm({ SLURM_ARRAY_TASK_ID: '' });
    expect(status).not.toBe(0);
    expect(out).toContain('only in a job array: sbatch --array=1-8');
  });
});

describe('kubernetes.yaml', () => {
  it('does the part of its index, in a folder of its own', async () => {
    const manifest = await readFile(join(ENGINES, 'kubernetes.yaml'), 'utf8');
    const script = /- \|\n((?: {14}.*\n)+)/.exec(manifest)?.[1] ?? '';
    const parts = /name: PARTS\n\s+value: '(\d+)'/.exec(manifest)?.[1] ?? '';
    expect(manifest).toContain(`completions: ${parts}\n`);
    const { status, calls: made } = await run('/bin/sh', ['-c', script.replace(/^ {14}/gm, ''), 'part', ...OPTIONS], {
      JOB_COMPLETION_INDEX: '7',
      PARTS: parts,
    });
    expect(status).toBe(0);
    expect(made).toEqual([called(...OPTIONS, '--shard', '8/8', '--out', '/experiments/runs/part-8')]);
  });
});

describe('parallel.sh', () => {
  const there = spawnSync('parallel', ['--version']).status === 0;
  if (!there && process.env.CI) throw new Error('GNU parallel is missing, which .ci/run installs');
  const parallel = (env: Record<string, string>) =>
    run(join(ENGINES, 'parallel.sh'), ['3', ...OPTIONS], { HOME: folder, JOBS: '2', ...env });

  it.skipIf(!there)('does every part and then merges', async () => {
    const { status, calls: made } = await parallel({});
    expect(status).toBe(0);
    expect(made.slice(0, 3).sort()).toEqual(['1/3', '2/3', '3/3'].map((part) => called(...OPTIONS, '--shard', part)));
    expect(made.slice(3)).toEqual([called(...OPTIONS)]);
  });

  it.skipIf(!there)('starts a killed part again, and does not merge while one fails', async () => {
    const once = `case "$*" in *2/3*) [ -e "$CALLS.killed" ] || { touch "$CALLS.killed"; kill -9 $$; } ;; esac`;
    const killed = await parallel({ NODE_DOES: once });
    expect(killed.status).toBe(0);
    expect(killed.calls.filter((call) => call.includes('[2/3]'))).toHaveLength(2);
    await rm(calls);
    const failed = await parallel({ NODE_DOES: 'case "$*" in *2/3*) exit 1 ;; esac' });
    expect(failed.status).toBe(1);
    expect(failed.calls.filter((call) => call.includes('[2/3]'))).toHaveLength(4);
    expect(failed.calls).not.toContain(called(...OPTIONS));
  });
});
