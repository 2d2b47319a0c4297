import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../package/support/paths.js';
import { BY_LOOKS, overflow, seriousFindings } from './support/axe.js';
import { siteFiles } from './support/builtSite.js';
import {
  BROWSER,
  difference,
  errorOf,
  settled,
  shownOn,
  startPlaygroundSite,
  useTestModel,
  writeTestModel,
} from './support/playground.js';
import type { PlaygroundSite } from './support/playground.js';

/** Pictures of the page, to be looked at. */
const SCREENSHOTS = join(REPOSITORY, 'out/screenshots');
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

describe.skipIf(!BROWSER)('the playground in use', () => {
  const folder = mkdtempSync(join(tmpdir(), 'face-perturb-model-'));
  let site: PlaygroundSite;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const files = await writeTestModel(folder);
    site = await startPlaygroundSite();
    ({ page } = await site.open());
    await page.setViewportSize(DESKTOP);
    await page.click('#the-network');
    await settled(page);
    if (!siteFiles.includes('assets/playground/expression/card.json')) await useTestModel(page, files);
  });
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether the keyboard is where it should be. */
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.value') as Promise<string>;

  it('is used by keyboard alone', async () => {
    await page.focus('#pg-camera');
    for (let stop = 0; stop < 60 && (await focused()) !== 'nose'; stop++) await page.keyboard.press('Tab');
    const before = await shownOn(page, 'pg-hidden');
    await page.keyboard.press('Space');
    await settled(page);
    expect(await page.textContent('#pg-hidden-caption')).toBe('Without: nose, mouth');
    expect(difference((await shownOn(page, 'pg-hidden')).red, before.red)).toBeGreaterThan(5);
    for (let stop = 0; stop < 60 && (await focused()) !== 'pg-attend'; stop++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#pg-maps:not([hidden])');
    for (let stop = 0; stop < 60 && (await focused()) !== 'pg-clusters'; stop++) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(`document.querySelectorAll('#pg-cluster-table tbody tr').length === 4`);
    expect(await errorOf(page)).toBe('');
  });

  it('has a frame around the face in a photo, moved and resized by arrow keys and by pointer', async () => {
    const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#456' } })
      .png()
      .toBuffer();
    await page.setInputFiles('#pg-file', { name: 'photo.png', mimeType: 'image/png', buffer: photo });
    await page.check('input[value="forehead"]');
    await page.selectOption('#pg-fill', 'zero');
    await settled(page);
    const label = () => page.getAttribute('#pg-face', 'aria-label');
    expect(await label()).toBe('Frame of the face: 120 by 120 pixels at 90, 40');
    const before = await shownOn(page, 'pg-hidden');
    await page.focus('#pg-face');
    for (const key of ['ArrowLeft', 'ArrowUp', 'Shift+ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await settled(page);
    expect(await label()).toBe('Frame of the face: 125 by 125 pixels at 85, 35');
    expect(difference((await shownOn(page, 'pg-hidden')).red, before.red)).toBeGreaterThan(20);
    const { x, y, width, height } = (await page.locator('#pg-face').boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width, y + height / 2);
    await page.mouse.up();
    expect(await label()).toMatch(/125 by 125 pixels at 14[678], 3[456]/);
  });

  it('cuts the framed face out of a photo in the size that the photo has it', async () => {
    const photo = sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#456' } });
    const mark = {
      input: { create: { width: 200, height: 200, channels: 3, background: '#fff' } },
      left: 900,
      top: 400,
    } as const;
    const png = await photo.composite([mark]).png().toBuffer();
    await page.setInputFiles('#pg-file', { name: 'photo.png', mimeType: 'image/png', buffer: png });
    await page.click('#pg-none');
    await settled(page);
    await page.click('#pg-cut');
    await settled(page);
    // A face of 600 pixels at 700, 200 and three tenths around it, 960 pixels in all, in 512.
    expect(await page.textContent('#pg-note')).toBe('Cut out: 512 x 512 pixels.');
    expect(await page.getAttribute('#pg-face', 'aria-label')).toMatch(/32[01] by 32[01] pixels at 9[567], 9[567]/);
    const { red } = await shownOn(page, 'pg-picture');
    const across = [150, 200, 205, 256, 305, 310, 350].map((x) => red[256 * 512 + x]! > 200);
    expect(across).toEqual([false, false, true, true, true, false, false]);
  });

  it.each([
    ['desktop', DESKTOP, 'light'],
    ['phone', PHONE, 'dark'],
  ] as const)(
    'with all results shown, on %s: axe finds nothing serious, and it fits',
    async (name, size, colorScheme) => {
      await page.click('#pg-another');
      await page.click('#pg-each');
      await page.waitForSelector('#pg-maps:not([hidden])');
      await settled(page);
      await page.click('#pg-each');
      await settled(page);
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.evaluate('window.scrollTo(0, 0)');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await seriousFindings(page, name === 'phone' ? BY_LOOKS : undefined)).toEqual([]);
      await page.screenshot({ path: join(SCREENSHOTS, `playground-${name}.png`) });
      await page.screenshot({ path: join(SCREENSHOTS, `playground-${name}-all.png`), fullPage: true });
    },
  );
});
