import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, startBrowser } from '../package/support/browser.js';
import { serve } from '../package/support/serve.js';
import { FACE_MODEL, needs, PORTRAIT } from '../support/sharedFiles.js';
import { codeBlocksOf, textsWithCode } from './support/codeBlocks.js';
import { createNewcomer, type Newcomer } from './support/newcomer.js';
import { programsOf, type Program } from './support/programs.js';
import { stepsOf } from './support/steps.js';

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
async function siteOf({ code, language, place, html }: Program, newcomer: Newcomer, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), place === 'worker' ? WORKERS_PAGE : (html ?? PAGE));
  const main = newcomer.write(
    `${folder.split(/[/\\]/).at(-1)}.${language}`,
    `${code}\n${END[place as keyof typeof END]}\n`,
  );
  await build({
    ...{ entryPoints: [main], outfile: join(folder, 'main.js'), absWorkingDir: newcomer.folder },
    ...{ bundle: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' },
  });
  const wasm = join(newcomer.folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  cpSync(wasm, join(folder, 'wasm'), {
    recursive: true,
    filter: (path) => !/\.\w+$/.test(path) || path.endsWith('.wasm'),
  });
  cpSync(join(newcomer.folder, 'face.png'), join(folder, 'face.png'));
  if (!code.includes('mediapipe')) return;
  cpSync(PORTRAIT, join(folder, 'photo.jpg'));
  cpSync(FACE_MODEL, join(folder, 'models/face_landmarker.task'));
  cpSync(join(newcomer.folder, 'node_modules/@mediapipe/tasks-vision/wasm'), join(folder, 'mediapipe'), {
    recursive: true,
  });
}

describe.skipIf(!browserProgram)('the programs for browsers in the README and the guides', () => {
  let newcomer: Newcomer;
  let browser: Browser;

  beforeAll(async () => {
    newcomer = await createNewcomer();
    for (const step of stepsOf('docs/getting-started.md')) {
      if (step.kind === 'install') await newcomer.install(step.line);
    }
    browser = await startBrowser(browserProgram as string);
  });

  afterAll(async () => {
    await browser?.close();
    newcomer?.leave();
  });

  it('are some', () => expect(programs.length).toBeGreaterThan(0));

  it.for(programs.map((program, at) => [program.name, program, at] as const))(
    '%s runs in Chromium without a complaint, and asks no other host for anything',
    async ([, program, at], context) => {
      if (program.code.includes('mediapipe')) needs(context, FACE_MODEL, PORTRAIT);
      const folder = join(newcomer.folder, `web${at}`);
      await siteOf(program, newcomer, folder);
      const server = await serve(folder);
      const { page, complaints, printed, hosts } = await open(browser, `${server.address}/index.html`);
      const isOver = async () => complaints.length > 0 || (await page.evaluate('window.finished === true'));
      await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
      expect(complaints).toEqual([]);
      if (program.output !== undefined) expect(printed.join('\n')).toBe(program.output);
      expect([...hosts]).toEqual([new URL(server.address).host]);
      await page.close();
      server.stop();
    },
  );
});
