import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { BenchResults } from '../../bench/results.js';
import { useSoftwareDriver } from '../support/softwareDriver.js';

const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));

it('npm run bench measures webgpu in Node, and says on what', async () => {
  useSoftwareDriver();
  const out = await mkdtemp(join(tmpdir(), 'face-perturb-bench-test-'));
  const flags = ['--quick', '--backend', 'webgpu-node', '--only', 'pooling/max-forward', '--out', out];
  await promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, ...flags]);
  const { participants, measured } = JSON.parse(await readFile(join(out, 'results.json'), 'utf8')) as BenchResults;
  await rm(out, { recursive: true });
  const { samples, failures } = measured[0] as BenchResults['measured'][number];
  expect(failures).toEqual({});
  expect(samples.map(({ participant, wall }) => [participant, wall.length])).toEqual([['webgpu-node', 2]]);
  expect(participants['webgpu-node']).toMatchObject({ backend: 'webgpu-node', node: process.version });
  if (process.platform === 'linux') {
    expect(participants['webgpu-node']?.['webgpu-node on']).toContain('swiftshader');
  }
});
