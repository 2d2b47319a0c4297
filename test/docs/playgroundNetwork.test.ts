import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PART_NAMES } from '../../docs/playground/parts.js';
import { ATTENTION_METHODS } from '../../src/attention/index.js';
import type { WatchedPage } from '../package/support/browser.js';
import { createConsumer } from '../package/support/consumer.js';
import { readSite, siteFiles } from './support/builtSite.js';
import { graphFiles } from '../support/graphFiles.js';
import {
  BROWSER,
  difference,
  errorOf,
  hideOnly,
  settled,
  shownOn,
  startPlaygroundSite,
  TEST_CLASSES,
  useTestModel,
  writeTestModel,
} from './support/playground.js';
import type { PlaygroundSite } from './support/playground.js';

const CARD = 'assets/playground/expression/card.json';

describe.skipIf(!BROWSER)('a network in the playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'face-perturb-model-'));
  let files: string[];
  let site: PlaygroundSite;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    files = await writeTestModel(folder);
    site = await startPlaygroundSite();
    watched = await site.open();
    page = watched.page;
  });
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The numbers of a column of the table of answers, in percent. */
  async function answers(column: 1 | 2): Promise<number[]> {
    const cells = await page.locator(`#pg-answer tbody td:nth-of-type(${column})`).allTextContents();
    return cells.map((text) => Number.parseFloat(text));
  }

  it('is described by its card, or the page says that there is none', async () => {
    await page.click('#the-network');
    await settled(page);
    const words = await page.textContent('section[aria-labelledby="the-network"]');
    if (siteFiles.includes(CARD)) {
      const card = JSON.parse(readSite(CARD)) as { name: string; classNames: string[]; limits: string[] };
      for (const text of [card.name, ...card.limits]) expect(words).toContain(text);
      expect(await page.locator('#pg-answer tbody th').allTextContents()).toEqual(card.classNames);
      expect((await answers(1)).reduce((sum, each) => sum + each, 0)).toBeCloseTo(100, -1);
    } else {
      expect(words).toContain('No trained network comes with this copy of the page.');
      expect(await page.textContent('#pg-no-answer')).toBe('No network is loaded: see “The network” below.');
    }
  });

  it('of files that are no model is refused in words', async () => {
    const wrong: [ReturnType<typeof file>[], RegExp][] = [
      [[], /Pick one model.json together with its files of weights; there are 0 JSON files/],
      [[file('model.json', '{')], /“model.json” is not JSON/],
      [[file('model.json', '{"a":1}')], /“model.json” is no tfjs model: it lacks modelTopology/],
      [
        [file('model.json', readFileSync(files[0] as string))],
        /names a file of weights, “shard0.bin”, that was not picked/,
      ],
      [
        [file('model.json', readFileSync(files[0] as string)), file('shard0.bin', 'a'), file('shard1.bin', 'b')],
        /The weights of “model.json” have 2 bytes where it says \d+/,
      ],
    ];
    for (const [picked, message] of wrong) {
      await page.setInputFiles('#pg-model', picked);
      await page.click('#pg-use-model');
      await settled(page);
      expect(await errorOf(page)).toMatch(message);
    }
  });

  it('of one’s own answers, with and without parts', async () => {
    await useTestModel(page, files);
    expect(await errorOf(page)).toBe('');
    expect(await page.textContent('#pg-network-facts')).toMatch(
      /model.json. It is shown 24 x 24 pixels, grey, .* 3 classes/,
    );
    expect(await page.locator('#pg-answer tbody th').allTextContents()).toEqual(TEST_CLASSES);
    await page.selectOption('#pg-fill', 'zero');
    await hideOnly(page, 'faceOval');
    const [before, after] = [await answers(1), await answers(2)];
    for (const each of [before, after]) expect(each.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, -1);
    expect(after).not.toEqual(before);
  });

  it('is asked without each part', async () => {
    await page.click('#pg-each');
    await settled(page);
    expect(await page.locator('#pg-parts tbody tr').count()).toBe(PART_NAMES.length);
    const top = Math.max(...(await answers(1)));
    expect(await page.textContent('#pg-parts caption')).toContain(`With nothing hidden: ${top} %`);
    const row = page.locator('#pg-parts tr', { has: page.getByRole('rowheader', { name: 'face oval', exact: true }) });
    const column = (await answers(1)).indexOf(top);
    expect(Number.parseFloat(await row.locator('td').first().innerText())).toBeCloseTo((await answers(2))[column]!, 5);
    await page.click('#pg-none');
    expect(await page.locator('#pg-parts tbody tr').count()).toBe(0);
  });

  it('has a map by each method', async () => {
    await page.check('input[value="mouth"]');
    await page.click('#pg-attend');
    const maps = new Set<string>();
    for (const method of Object.keys(ATTENTION_METHODS)) {
      await page.selectOption('#pg-method', method);
      await page.waitForSelector('#pg-maps:not([hidden])');
      await settled(page);
      expect(await errorOf(page), method).toBe('');
      const { red } = await shownOn(page, 'pg-map');
      expect(new Set(red).size, method).toBeGreaterThan(8);
      maps.add(Buffer.from(red).toString('base64'));
    }
    expect(maps.size).toBe(Object.keys(ATTENTION_METHODS).length);
  });

  it('may want other values than 0 to 1, and is looked into all the same', async () => {
    const { red } = await shownOn(page, 'pg-map');
    await page.selectOption('#pg-method', 'spatialGate');
    await page.selectOption('#pg-range', '0,255');
    await page.click('#pg-use-model');
    await page.waitForFunction(`/slim_gate1/.test(document.getElementById('pg-map-facts').textContent)`);
    await settled(page);
    expect(await errorOf(page)).toBe('');
    expect(difference((await shownOn(page, 'pg-map')).red, red)).toBeGreaterThan(20);
    await page.selectOption('#pg-range', '0,1');
    await page.click('#pg-use-model');
    await settled(page);
  });

  it('is not waited for: a map that takes long is stopped', async () => {
    await page.selectOption('#pg-method', 'rise');
    await page.evaluate(`document.getElementById('pg-attend').click();
      setTimeout(() => document.getElementById('pg-attend-stop').click(), 20)`);
    await page.waitForTimeout(100);
    await settled(page);
    expect(await page.isVisible('#pg-maps')).toBe(false);
    await page.selectOption('#pg-method', 'inputGradient');
    await page.click('#pg-attend');
    await page.waitForSelector('#pg-maps:not([hidden])');
    await settled(page);
    expect(await errorOf(page)).toBe('');
  });

  it('has its pixels clustered, by three sliders', async () => {
    const clusters = () => page.locator('#pg-cluster-table tbody tr').count();
    expect(await clusters()).toBe(3);
    const first = await shownOn(page, 'pg-cluster-picture');
    await page.fill('#pg-clusters', '5');
    await settled(page);
    expect(await clusters()).toBe(5);
    await page.fill('#pg-alpha', '0');
    await settled(page);
    const byPlace = await shownOn(page, 'pg-cluster-picture');
    await page.fill('#pg-alpha', '2');
    await page.fill('#pg-lambda', '0');
    await settled(page);
    const byAttention = await shownOn(page, 'pg-cluster-picture');
    for (const [a, b] of [
      [first, byPlace],
      [byPlace, byAttention],
    ] as const)
      expect(difference(a.red, b.red)).toBeGreaterThan(20);
  });

  it.each(['drawn', 'photo'])('is explained in code that makes the same pictures in Node, of a %s', async (kind) => {
    if (kind === 'photo') await openPhoto(page);
    const consumer = createConsumer('sharp', '@tensorflow/tfjs-backend-wasm');
    for (const path of files) cpSync(path, join(consumer.folder, path.slice(folder.length)));
    for (const name of ['json', 'picture', 'input']) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#pg-save-${name}`)]);
      await download.saveAs(join(consumer.folder, download.suggestedFilename()));
    }
    const ran = await consumer.node(consumer.write('main.mjs', (await page.textContent('#pg-code')) ?? ''));
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    const made = {
      ...{ hidden: 'pg-hidden', replayed: 'pg-hidden', attention: 'pg-overlay', clusters: 'pg-cluster-picture' },
    };
    for (const [name, canvas] of Object.entries(made)) {
      const file = sharp(join(consumer.folder, `${name}.png`)).toColourspace('srgb');
      const red = await file.extractChannel(0).raw().toBuffer();
      expect(difference(red, (await shownOn(page, canvas)).red), name).toBeLessThanOrEqual(1);
    }
  });

  it('may be a converted graph', async () => {
    const weights = Array.from({ length: 24 * 24 * 3 }, (_, at) => [0, 0.01, -0.01][at % 3] as number);
    const { json, bytes } = graphFiles({ size: 24, classes: 3, weights });
    const [{ paths }] = (json as { weightsManifest: [{ paths: [string] }] }).weightsManifest;
    await page.setInputFiles('#pg-model', [
      file('graph.json', JSON.stringify(json)),
      file(paths[0], Buffer.from(bytes)),
    ]);
    await page.click('#pg-use-model');
    await page.waitForSelector('#pg-maps:not([hidden])');
    await settled(page);
    expect(await errorOf(page)).toBe('');
    const [yes, no, perhaps] = (await answers(1)) as [number, number, number];
    expect(no).toBeGreaterThan(yes);
    expect(yes).toBeGreaterThan(perhaps);
    await useTestModel(page, files);
  });

  it('answers alike on each backend that starts', async () => {
    await page.selectOption('#pg-fill', 'zero');
    await settled(page);
    const onWasm = await answers(2);
    const names = await page.locator('#pg-backend option').allTextContents();
    // Graphics in software start in any Chromium; one that is missing here is no reason to test less.
    expect(names).toEqual(['wasm', 'webgl', 'webgpu', 'cpu']);
    for (const name of [...names.filter((each) => each !== 'wasm'), 'wasm']) {
      await page.selectOption('#pg-backend', name);
      await settled(page);
      expect(await errorOf(page), name).toBe('');
      expect(await page.inputValue('#pg-backend')).toBe(name);
      expect(await page.textContent('#pg-backend-facts')).toMatch(/SIMD|floats/);
      (await answers(2)).forEach((share, at) => expect(Math.abs(share - onWasm[at]!), name).toBeLessThan(2));
    }
  });

  it('complained about nothing and asked no other host', () => {
    expect(watched.complaints.filter((each) => !/GPU stall/.test(each))).toEqual([]);
    expect([...watched.hosts]).toEqual([site.host]);
  });
});

/** A photo in colour, with two parts hidden. */
async function openPhoto(page: Page): Promise<void> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const photo = sharp({ create: { width: 300, height: 220, channels: 3, background: '#888', noise } });
  await page.setInputFiles('#pg-file', {
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: await photo.png().toBuffer(),
  });
  await page.check('input[value="rectangle"]');
  await page.selectOption('#pg-fill', 'pixelate');
  await page.waitForSelector('#pg-maps:not([hidden])');
  await settled(page);
}

function file(name: string, content: string | Buffer) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}
