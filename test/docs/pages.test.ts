import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, startBrowser } from '../package/support/browser.js';
import { serve, type Served } from '../package/support/serve.js';
import { BY_LOOKS, overflow, seriousFindings } from './support/axe.js';
import { guidePages, SITE } from './support/builtSite.js';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

/** Of each kind of page of the reference one, and the longest list. */
const REFERENCE = [
  'api/index.html',
  'api/face-perturb/index.html',
  'api/face-perturb/functions/maskRegion.html',
  'api/face-perturb/interfaces/TrainClassifierOptions.html',
  'api/face-perturb/classes/FacePerturbError.html',
  'api/face-perturb/type-aliases/FillOption.html',
  'api/face-perturb/data/variables/EMOTIONS.html',
];

/** Scripts that a page has loaded, and those that its HTML names: none is loaded by another before someone acts. */
const LOADED = `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\\.m?js$/.test(name)).sort().join()`;
const NAMED = `[...document.querySelectorAll('script[src]')].map(({ src }) => src).sort().join()`;

const program = findBrowser();
if (!program && process.env.CI) throw new Error(NO_BROWSER);

describe.skipIf(!program)('the site in a browser, at an address of any depth', () => {
  const folder = mkdtempSync(join(tmpdir(), 'face-perturb-site-'));
  let browser: Browser;
  let server: Served;

  beforeAll(async () => {
    mkdirSync(join(folder, 'some'));
    symlinkSync(SITE, join(folder, 'some/base'), 'junction');
    server = await serve(folder);
    browser = await startBrowser(program as string);
  });

  afterAll(async () => {
    await browser?.close();
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const visit = (place: string) => open(browser, `${server.address}/some/base/${place}`);

  it.each([...guidePages, ...REFERENCE])(
    '%s: axe finds nothing serious, light and dark, desktop and phone',
    async (place) => {
      const { page, complaints, hosts } = await visit(place);
      await page.setViewportSize(DESKTOP);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await seriousFindings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize(PHONE);
      expect(await seriousFindings(page, BY_LOOKS)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      expect([...hosts]).toEqual([new URL(server.address).host]);
      expect(await page.evaluate(LOADED)).toBe(await page.evaluate(NAMED));
      await page.close();
    },
  );

  it('is searched by keyboard alone, with a slip of the finger too', async () => {
    const { page, complaints } = await visit('regions.html');
    await page.keyboard.press('/');
    await page.waitForSelector('dialog[open] input');
    await page.keyboard.type('landmrks of datase');
    await page.waitForSelector('dialog li');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('maskRegion');
    await page.waitForFunction(`document.querySelector('dialog li strong')?.textContent.startsWith('maskRegion')`);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/functions/maskRegion.html');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('keeps the chosen colours from page to page', async () => {
    const { page } = await visit('index.html');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.click('.theme-button');
    await page.click('.theme-button');
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await page.click('.pages a[href="regions.html"]');
    await page.waitForURL('**/regions.html');
    expect(await background()).toBe(dark);
    expect(dark).toBe('rgb(21, 23, 27)');
    await page.close();
  });

  it('has its pages behind a button on a phone', async () => {
    const { page } = await visit('regions.html');
    await page.setViewportSize(PHONE);
    expect(await page.isVisible('#pages')).toBe(false);
    await page.click('.menu-button');
    expect(await page.isVisible('#pages')).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await page.isVisible('#pages')).toBe(false);
    expect(await page.evaluate('document.activeElement.className')).toBe('menu-button');
    await page.close();
  });
});
