import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, NO_BROWSER, open, SOFTWARE_GRAPHICS, startBrowser } from '../../package/support/browser.js';
import type { WatchedPage } from '../../package/support/browser.js';
import { serve } from '../../package/support/serve.js';
import { useBackend } from '../../../src/backends/index.js';
import { slimNetwork } from '../../../src/models/index.js';
import { writeLayersModel } from '../../support/layersFiles.js';
import { SITE } from './builtSite.js';

/** The browser's program; undefined where there is none, which is an error on the CI machine. */
export const BROWSER = findBrowser();
if (!BROWSER && process.env.CI) throw new Error(NO_BROWSER);

/** Of the network that {@link writeTestModel} writes. */
export const TEST_CLASSES = ['yes', 'no', 'perhaps'];

/** The site at an address of some depth, and a browser with graphics in software and a camera that shows a test picture. */
export interface PlaygroundSite {
  readonly browser: Browser;
  readonly host: string;
  open(): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** Serves the built site and starts the browser. */
export async function startPlaygroundSite(): Promise<PlaygroundSite> {
  const folder = mkdtempSync(join(tmpdir(), 'face-perturb-playground-'));
  mkdirSync(join(folder, 'some'));
  symlinkSync(SITE, join(folder, 'some/base'), 'junction');
  const server = await serve(folder);
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const browser = await startBrowser(BROWSER as string, [...SOFTWARE_GRAPHICS, ...camera]);
  return {
    browser,
    host: new URL(server.address).host,
    open: () => open(browser, `${server.address}/some/base/playground.html`),
    async close() {
      await browser.close();
      server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the page has done all that it was asked for. */
export async function settled(page: Page): Promise<void> {
  const isIdle = `document.querySelector('#pg[data-ready]') && document.querySelector('#pg-status').textContent === ''`;
  await page.waitForFunction(isIdle, undefined, { timeout: 90_000 });
}

/** What the page says went wrong; empty for nothing. */
export async function errorOf(page: Page): Promise<string> {
  return (await page.evaluate(`document.querySelector('#pg-error:not([hidden]) p')?.textContent ?? ''`)) as string;
}

/** What a canvas shows: its size, and the red of each of its pixels, which in a grey picture is all there is. */
export async function shownOn(page: Page, id: string): Promise<{ width: number; height: number; red: Uint8Array }> {
  const { width, height, text } = (await page.evaluate(`(() => {
    const canvas = document.getElementById('${id}');
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    let text = '';
    for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at]);
    return { width, height, text: btoa(text) };
  })()`)) as { width: number; height: number; text: string };
  return { width, height, red: new Uint8Array(Buffer.from(text, 'base64')) };
}

/** Makes one control's choice the only one of the parts. */
export async function hideOnly(page: Page, part: string): Promise<void> {
  await page.click('#pg-none');
  await page.check(`input[value="${part}"]`);
  await settled(page);
}

/** The largest difference of two pictures, in steps of 255. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - (b[at] as number))), 0);
}

/** Writes a small network with weights drawn by seed, for pictures of 24 x 24; gives its files. */
export async function writeTestModel(folder: string): Promise<string[]> {
  await useBackend('wasm');
  const model = slimNetwork({ inputSize: 24, classes: TEST_CLASSES.length, widths: [4, 8], gate: 'stem', seed: 5 });
  await writeLayersModel(folder, model, 2);
  model.dispose();
  return ['model.json', 'shard0.bin', 'shard1.bin'].map((name) => join(folder, name));
}

/** Has the page use that network. */
export async function useTestModel(page: Page, files: readonly string[]): Promise<void> {
  await page.setInputFiles('#pg-model', [...files]);
  await page.fill('#pg-classes', TEST_CLASSES.join(', '));
  await page.click('#pg-use-model');
  await settled(page);
}
