import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, startBrowser } from '../package/support/browser.js';
import type { PageResult } from './browserPage.js';

const program = findBrowser();
if (!program && process.env.CI) throw new Error(NO_BROWSER);

describe.skipIf(!program)('pictures in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'face-perturb-pictures-'));
  let browser: Browser | undefined;
  let result: PageResult;
  let complaints: string[];

  beforeAll(async () => {
    await build({
      ...{ entryPoints: [fileURLToPath(new URL('browserPage.ts', import.meta.url))], outfile: join(folder, 'page.js') },
      ...{ bundle: true, format: 'iife', platform: 'browser', target: 'es2022', logLevel: 'error' },
    });
    const page = join(folder, 'page.html');
    writeFileSync(page, '<!doctype html><title>pictures</title><body></body><script src="page.js"></script>');
    browser = await startBrowser(program as string);
    const watched = await open(browser, pathToFileURL(page).href);
    complaints = watched.complaints;
    result = (await watched.page.evaluate('run()')) as PageResult;
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a PNG comes back to the byte', () => {
    expect(result).toMatchObject({ size: [60, 40], worst: 0 });
    expect(complaints).toEqual([]);
  });

  it('a sheet with very long words keeps every line inside and none over another', () => {
    expect(result.texts).toBeGreaterThan(40);
    expect(result.outside).toEqual([]);
    expect(result.clashing).toEqual([]);
  });

  it('every embedded picture is decoded', () => {
    // Four faces, each with four columns; a bar for both unsigned maps, one for the signed, one hatching.
    expect(result.pictures).toHaveLength(4 * 5 + 3);
    expect(result.pictures.filter((width) => width === 90)).toHaveLength(4 * 5);
  });
});
