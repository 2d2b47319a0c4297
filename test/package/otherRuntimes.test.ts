import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConsumer, type Consumer } from './support/consumer.js';
import { REPOSITORY } from './support/paths.js';
import { run } from './support/run.js';

const PROGRAM = 'otherRuntime.mjs';

/** How each runs a program in a folder with node_modules, allowed no network. */
const RUNTIMES: Record<string, readonly string[]> = {
  deno: [
    ...['run', '--node-modules-dir=manual', '--no-remote', '--no-lock', '--no-prompt'],
    ...['--allow-read', '--allow-env', '--allow-sys', '--allow-write=.'],
  ],
  bun: ['run', '--no-install'],
};

describe('the package, as npm packs it', () => {
  let consumer: Consumer;
  let byNode: string;

  beforeAll(async () => {
    consumer = createConsumer('@tensorflow/tfjs-backend-wasm');
    for (const file of ['job.mjs', 'workersJob.mjs', PROGRAM]) {
      cpSync(fileURLToPath(new URL(`consumers/${file}`, import.meta.url)), join(consumer.folder, file));
    }
    const { stdout, stderr } = await consumer.node(PROGRAM);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^{"facts":{"name":"wasm".*"losses":\[[\d.]+,[\d.]+,[\d.]+\]}$/m);
    byNode = stdout;
  });

  it.each(Object.entries(RUNTIMES))(
    'gives the same numbers in %s as in Node, with threads and files',
    async (name, how) => {
      const program = join(REPOSITORY, 'node_modules/.bin', name);
      const env = {
        PATH: process.env.PATH,
        HOME: consumer.folder,
        DENO_DIR: consumer.folder,
        DENO_NO_UPDATE_CHECK: '1',
      };
      const { status, stdout, stderr } = await run(program, [...how, PROGRAM], { cwd: consumer.folder, env });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      // First weights come from logarithms and cosines, whose last digit differs from one JavaScript engine to the next.
      expect(wordsOf(stdout)).toBe(wordsOf(byNode));
      const expected = numbersOf(byNode);
      const wrong = numbersOf(stdout).filter((number, at) => !(Math.abs(number - expected[at]!) < 1e-5));
      expect(wrong).toEqual([]);
    },
  );
});

const NUMBER = /-?\d+(\.\d+)?(e-?\d+)?/g;

const numbersOf = (json: string): number[] => (json.match(NUMBER) ?? []).map(Number);

const wordsOf = (json: string): string => json.replace(NUMBER, '0');
