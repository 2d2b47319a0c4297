import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { areThere, FACE_MODEL, needs, PORTRAIT } from '../support/sharedFiles.js';
import { findBrowser, NO_BROWSER, open, startBrowser } from './support/browser.js';
import { createConsumer } from './support/consumer.js';
import { REPOSITORY } from './support/paths.js';
import { serve, type Served } from './support/serve.js';

interface Face {
  scheme: string;
  source: string;
  visible: number;
  points: [number, number][];
}

const program = findBrowser();
if (!program && process.env.CI) throw new Error(NO_BROWSER);

/** A page as a user would bundle it, with the model, the wasm files and a photograph beside it. */
async function site(): Promise<string> {
  const consumer = createConsumer('@tensorflow/tfjs-backend-cpu', '@mediapipe/tasks-vision');
  for (const name of ['landmarks.js', 'landmarkFiles.js', 'landmarksWorker.js', 'landmarksClassicWorker.js']) {
    cpSync(fileURLToPath(new URL(`consumers/${name}`, import.meta.url)), join(consumer.folder, name));
  }
  consumer.write(
    'index.html',
    '<!doctype html><title>page</title><script type="module" src="./landmarks.js"></script>',
  );
  await build({
    ...{ root: consumer.folder, configFile: false, logLevel: 'error', worker: { format: 'es' } },
    build: { outDir: 'site', target: 'es2022', chunkSizeWarningLimit: 5000 },
  });
  const files = join(consumer.folder, 'site/files');
  mkdirSync(files);
  const wasm = join(REPOSITORY, 'node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_module_internal');
  for (const file of [FACE_MODEL, PORTRAIT, `${wasm}.js`, `${wasm}.wasm`]) cpSync(file, join(files, basename(file)));
  await bundle({
    ...{
      entryPoints: [join(consumer.folder, 'landmarksClassicWorker.js')],
      outdir: files,
      absWorkingDir: consumer.folder,
    },
    ...{ bundle: true, format: 'iife', platform: 'browser', target: 'es2022', logLevel: 'error' },
  });
  return join(consumer.folder, 'site');
}

const ready = Boolean(program) && areThere(FACE_MODEL, PORTRAIT);

describe('MediaPipe in a browser', () => {
  let browser: Browser | undefined;
  let server: Served | undefined;

  beforeAll(async () => {
    if (!ready) return;
    server = await serve(await site());
    browser = await startBrowser(program as string);
  });
  afterAll(async () => {
    await browser?.close();
    server?.stop();
  });
  beforeEach((context) => {
    if (!program) context.skip(NO_BROWSER);
    needs(context, FACE_MODEL, PORTRAIT);
  });

  async function visit() {
    const { address } = server as Served;
    return { ...(await open(browser as Browser, `${address}/index.html`)), host: new URL(address).host };
  }

  it('finds the face of a photograph and masks its mouth, asking no other host for anything', async () => {
    const { page, complaints, hosts, host } = await visit();
    const result = (await page.evaluate('window.run()')) as {
      faces: Face[];
      changed: number;
      left: number;
      right: number;
      top: number;
      bottom: number;
    };
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([host]);
    expect(result.faces).toHaveLength(1);
    const face = result.faces[0]!;
    expect(face).toMatchObject({ scheme: 'mediapipe478', source: 'mediapipe', visible: 1 });
    // Corners of the mouth on the subject's right and left, its upper and its lower edge in MediaPipe's mesh.
    const [right, left, upper, lower] = [61, 291, 0, 17].map((place) => face.points[place]!);
    expect(result.left).toBeGreaterThan(right![0] - 10);
    expect(result.left).toBeLessThan(right![0] + 10);
    expect(result.right).toBeGreaterThan(left![0] - 10);
    expect(result.right).toBeLessThan(left![0] + 10);
    expect(result.top).toBeGreaterThan(upper![1] - 20);
    expect(result.bottom).toBeLessThan(lower![1] + 20);
    expect(result.changed).toBeGreaterThan(0.4 * (left![0] - right![0]) * (lower![1] - upper![1]));
  });

  it('finds the same points in a worker', async () => {
    const { page, complaints, hosts, host } = await visit();
    const { faces } = (await page.evaluate('window.run()')) as { faces: Face[] };
    expect(await page.evaluate('window.runInWorker()')).toEqual(faces);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([host]);
  });

  it('finds the same points in a worker that is no module', async () => {
    const { page, complaints, hosts, host } = await visit();
    const { faces } = (await page.evaluate('window.run()')) as { faces: Face[] };
    expect(await page.evaluate('window.runInClassicWorker()')).toEqual({ canImportScripts: true, faces });
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([host]);
  });

  it('says so when the file of the model is none', async () => {
    const { page } = await visit();
    expect(await page.evaluate('window.runWithWrongModel()')).toMatch(/bytes that don't end like one/);
  });
});
