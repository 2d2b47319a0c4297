import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, startBrowser } from './support/browser.js';
import { createConsumer, type Consumer } from './support/consumer.js';
import { ISOLATED, serve, type Served } from './support/serve.js';

const WASM = '@tensorflow/tfjs-backend-wasm';

/** What the page computed on one backend. */
interface Computed {
  maxPoolGradient: number[];
  convolutionGradients: number[][];
  losses: number[];
  masked: number[];
  clusterSizes: number[];
  leaked: number;
}

/** What `run` of consumers/pageJob.js gives. */
interface PageResult {
  facts: { name: string; simd: boolean; threads: number; canTrain: boolean; ownKernels: string[] };
  shared: boolean;
  isolated: boolean;
  wasm: Computed;
  cpu: Computed;
}

const program = findBrowser();
if (!program && process.env.CI) throw new Error(NO_BROWSER);

/** A page as a user would bundle it, with the .wasm files beside it. */
async function site(): Promise<Consumer> {
  const consumer = createConsumer(WASM, '@tensorflow/tfjs-backend-cpu');
  for (const name of ['page.js', 'pageJob.js', 'pageWorker.js', 'coreAlone.js']) {
    cpSync(fileURLToPath(new URL(`consumers/${name}`, import.meta.url)), join(consumer.folder, name));
  }
  consumer.write('index.html', '<!doctype html><title>page</title><script type="module" src="./page.js"></script>');
  await build({
    ...{ root: consumer.folder, configFile: false, logLevel: 'error', worker: { format: 'es' } },
    build: { outDir: 'site', target: 'es2022', chunkSizeWarningLimit: 5000 },
  });
  const out = join(consumer.folder, 'site');
  await bundle({
    ...{ entryPoints: [join(consumer.folder, 'coreAlone.js')], outdir: out, absWorkingDir: consumer.folder },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' },
  });
  consumer.write(
    'site/core.html',
    '<!doctype html><title>core</title><script type="module" src="./coreAlone.js"></script>',
  );
  cpSync(join(consumer.folder, 'node_modules', WASM, 'dist'), join(out, 'wasm'), {
    recursive: true,
    filter: (source) => !/\.\w+$/.test(source) || source.endsWith('.wasm'),
  });
  return consumer;
}

function expectSame(result: PageResult): void {
  const { wasm, cpu } = result;
  for (const computed of [wasm, cpu]) {
    expect(computed.maxPoolGradient).toEqual([0, 1, 0, 0, 0, 0, 0, 1]);
    expect(computed.masked.filter((value) => value === 0)).toHaveLength(2 * 2 * 3);
    expect(computed.masked.filter((value) => value === 1)).toHaveLength(40 - 2 * 2 * 3);
    expect([...computed.clusterSizes].sort((a, b) => a - b)).toEqual([12, 18, 18]);
    expect(computed.leaked).toBe(0);
  }
  expect(wasm.convolutionGradients).toHaveLength(4);
  wasm.convolutionGradients.forEach((values, at) => {
    const expected = cpu.convolutionGradients[at] as number[];
    const scale = Math.max(...expected.map(Math.abs));
    expect(scale).toBeGreaterThan(0);
    expect(Math.max(...values.map((value, k) => Math.abs(value - (expected[k] as number)))) / scale).toBeLessThan(1e-4);
  });
  expect(wasm.losses).toHaveLength(5);
  wasm.losses.forEach((loss, at) => expect(Math.abs(loss - (cpu.losses[at] as number))).toBeLessThan(1e-3));
  expect(cpu.losses[4]).toBeLessThan(cpu.losses[0] as number);
}

describe('in a browser, bundled with only wasm and cpu installed', () => {
  beforeEach((context) => {
    if (!program) context.skip(NO_BROWSER);
  });

  let browser: Browser | undefined;
  let folder = '';
  const servers: Served[] = [];

  beforeAll(async () => {
    if (!program) return;
    folder = join((await site()).folder, 'site');
    browser = await startBrowser(program);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    for (const server of servers) server.stop();
  });

  async function visit(page: string, headers: Record<string, string> = {}) {
    const server = await serve(folder, headers);
    servers.push(server);
    return { server, ...(await open(browser as Browser, `${server.address}/${page}`)) };
  }

  it.each([
    ['a plain page, on one thread', {}, 1],
    ['a cross-origin isolated page, on two threads and shared memory', ISOLATED, 2],
  ])('%s, trains as on cpu', async (_, headers, threads) => {
    const { page, complaints, hosts, server } = await visit('index.html', headers);
    const result = (await page.evaluate('window.run()')) as PageResult;
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(server.address).host]);
    expect(result.facts).toMatchObject({ name: 'wasm', simd: true, threads, canTrain: true });
    expect(result.facts.ownKernels).toContain('Conv2DBackpropFilter');
    expect([result.shared, result.isolated]).toEqual([threads > 1, threads > 1]);
    expectSame(result);
  });

  it('trains in a module worker too', async () => {
    const { page, complaints } = await visit('index.html');
    const result = (await page.evaluate('window.runInWorker()')) as PageResult;
    expect(complaints).toEqual([]);
    expect(result.facts).toMatchObject({ name: 'wasm', canTrain: true });
    expectSame(result);
  });

  it('has gradients with the core entry alone, bundled by esbuild', async () => {
    const { page, complaints } = await visit('core.html');
    expect(await page.evaluate('window.run()')).toEqual([4, 4, 4, 4]);
    expect(complaints).toEqual([]);
  });

  it('says what to do where the .wasm files are not served', async () => {
    const { page } = await visit('core.html');
    const message = await page.evaluate('window.runWithoutFiles()');
    expect(message).toContain('missing-backend');
    expect(message).toContain('serve its .wasm files from the URL in wasmPaths');
  });
});
