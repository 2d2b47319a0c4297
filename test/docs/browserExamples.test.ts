import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, startBrowser } from '../package/support/browser.js';
import type { Consumer } from '../package/support/consumer.js';
import { serve } from '../package/support/serve.js';
import { codeBlocksOf, textsWithCode } from './support/codeBlocks.js';
import { createExampleProject } from './support/exampleProject.js';
import { programsOf, type Program } from './support/programs.js';

const programs = textsWithCode()
  .flatMap((file) => programsOf(codeBlocksOf(file)))
  .filter(({ place }) => place === 'browser' || place === 'worker');

const PAGE = '<!doctype html><title>example</title><script type="module" src="main.js"></script>';
const WORKERS_PAGE = `<!doctype html><title>example</title><script>
const worker = new Worker('main.js', { type: 'module' });
worker.onmessage = () => (window.finished = true);
worker.onerror = ({ message }) => console.error(message);
</script>`;

/** What tells the page that the program has come to its end. */
const END = { browser: 'window.finished = true;', worker: "self.postMessage('finished');" };

const browserProgram = findBrowser();
if (!browserProgram && process.env.CI) throw new Error(NO_BROWSER);

/** Bundles a program as its reader would, with the wasm backend's files served at /wasm/. */
async function siteOf({ code, language, place, html }: Program, consumer: Consumer, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), place === 'worker' ? WORKERS_PAGE : (html ?? PAGE));
  const main = consumer.write(
    `${folder.split(/[/\\]/).at(-1)}.${language}`,
    `${code}\n${END[place as keyof typeof END]}\n`,
  );
  await build({
    ...{ entryPoints: [main], outfile: join(folder, 'main.js'), absWorkingDir: consumer.folder },
    ...{ bundle: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' },
  });
  const wasm = join(consumer.folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  cpSync(wasm, join(folder, 'wasm'), {
    recursive: true,
    filter: (path) => !/\.\w+$/.test(path) || path.endsWith('.wasm'),
  });
  cpSync(join(consumer.folder, 'face.png'), join(folder, 'face.png'));
}

describe.skipIf(!browserProgram)('the programs for browsers in the README and the guides', () => {
  let consumer: Consumer;
  let browser: Browser;

  beforeAll(async () => {
    consumer = await createExampleProject();
    browser = await startBrowser(browserProgram as string);
  });

  afterAll(() => browser?.close());

  it('are some', () => expect(programs.length).toBeGreaterThan(0));

  it.each(programs.map((program, at) => [program.name, program, at] as const))(
    '%s runs in Chromium without a complaint, and asks no other host for anything',
    async (_, program, at) => {
      const folder = join(consumer.folder, `web${at}`);
      await siteOf(program, consumer, folder);
      const server = await serve(folder);
      const { page, complaints, hosts } = await open(browser, `${server.address}/index.html`);
      const isOver = async () => complaints.length > 0 || (await page.evaluate('window.finished === true'));
      await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
      expect(complaints).toEqual([]);
      expect([...hosts]).toEqual([new URL(server.address).host]);
      await page.close();
      server.stop();
    },
  );
});
