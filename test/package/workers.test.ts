import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, startBrowser } from './support/browser.js';
import { createConsumer, type Consumer } from './support/consumer.js';
import { ISOLATED, serve, type Served } from './support/serve.js';

const WASM = '@tensorflow/tfjs-backend-wasm';

/** What a training came to. */
interface Trained {
  losses: number[];
  weights: number[][];
}

type Result = Record<'shared' | 'again' | 'alone', Trained>;

function consumerWith(...files: string[]): Consumer {
  const consumer = createConsumer(WASM);
  for (const file of files) {
    cpSync(fileURLToPath(new URL(`consumers/${file}`, import.meta.url)), join(consumer.folder, file));
  }
  return consumer;
}

describe('training with two workers, in a clean Node process', () => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = consumerWith('workersJob.mjs');
  });

  it.each([
    ['ES module', 'workers.mjs', (name: string) => `await import('face-perturb${name}')`],
    ['CommonJS', 'workers.cjs', (name: string) => `require('face-perturb${name}')`],
  ])('gives the bits of the same passes without, from an %s', async (_, file, load) => {
    const work = `(async () => {
      const [core, data, models] = [${load('')}, ${load('/data')}, ${load('/models')}];
      const { trainThrice } = await import('./workersJob.mjs');
      await core.useBackend('wasm');
      console.log(JSON.stringify(await trainThrice({ core, data, models }, 2)));
    })();`;
    consumer.write(file, work);
    const { status, stdout, stderr } = await consumer.node(file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { shared, again, alone } = JSON.parse(stdout) as Result;
    expect(shared.losses).toHaveLength(3);
    expect(again).toEqual(shared);
    expect(alone).toEqual(shared);
  });
});

const program = findBrowser();
if (!program && process.env.CI) throw new Error(NO_BROWSER);

describe('training with two Web Workers, bundled', () => {
  beforeEach((context) => {
    if (!program) context.skip(NO_BROWSER);
  });

  let browser: Browser | undefined;
  let folder = '';
  const servers: Served[] = [];

  beforeAll(async () => {
    if (!program) return;
    const consumer = consumerWith('workersJob.mjs', 'workersPage.js', 'trainingWorker.js');
    const page = '<!doctype html><title>page</title><script type="module" src="./workersPage.js"></script>';
    consumer.write('index.html', page);
    await build({
      ...{ root: consumer.folder, configFile: false, logLevel: 'error', worker: { format: 'es' } },
      build: { outDir: 'site', target: 'es2022', chunkSizeWarningLimit: 5000 },
    });
    folder = join(consumer.folder, 'site');
    cpSync(join(consumer.folder, 'node_modules', WASM, 'dist'), join(folder, 'wasm'), {
      recursive: true,
      filter: (source) => !/\.\w+$/.test(source) || source.endsWith('.wasm'),
    });
    browser = await startBrowser(program);
  });

  afterAll(async () => {
    await browser?.close();
    for (const server of servers) server.stop();
  });

  async function visit(headers: Record<string, string> = {}) {
    const server = await serve(folder, headers);
    servers.push(server);
    return open(browser as Browser, `${server.address}/index.html`);
  }

  it.each([
    ['a plain page, by messages', {}, false],
    ['a cross-origin isolated page, by shared memory', ISOLATED, true],
  ])('%s, gives the same bits twice, and the losses of one thread', async (_, headers, sharedMemory) => {
    const { page, complaints } = await visit(headers);
    const { shared, again, alone, memory } = (await page.evaluate('window.run()')) as Result & { memory: boolean };
    expect(complaints).toEqual([]);
    expect(memory).toBe(sharedMemory);
    expect(shared.losses).toHaveLength(3);
    expect(again).toEqual(shared);
    shared.losses.forEach((loss, at) => expect(Math.abs(loss - (alone.losses[at] as number))).toBeLessThan(1e-4));
  });

  it('says what to write where no function starts workers, and when one does not load', async () => {
    const { page } = await visit();
    const [code, message] = (await page.evaluate('window.runWithout()')) as [string, string];
    expect(code).toBe('invalid-option');
    expect(message).toContain("create: () => new Worker(new URL('./training-worker.js', import.meta.url)");
    const [missing, why] = (await page.evaluate('window.runMissing()')) as [string, string];
    expect(missing).toBe('worker-failed');
    expect(why).toMatch(/worker [12] of 2: .*could not be loaded/);
  });
});
