/**
 * Measures how soon the site's start page and its playground are there, in a headless Chromium on this machine, and writes the table
 * in docs/performance.md:
 *
 *     npm run first-paint
 *
 * Each visit has a fresh browser profile, so that nothing is cached; both pages take turns.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, NO_BROWSER } from '../bench/findBrowser.js';
import { describeMachine } from '../bench/machine.js';
import { fillMarks } from '../bench/report/docs.js';
import { threeDigits, toMarkdown } from '../bench/report/table.js';
import { spread } from '../bench/statistics.js';
import { startBrowser } from '../test/package/support/browser.js';
import { serve } from '../test/package/support/serve.js';

const SITE = 'out/site';
const PAGE = 'docs/performance.md';
const VISITS = 15;
const PLACES = ['index.html', 'playground.html'] as const;

/** What one visit saw; times in ms since the browser asked for the page. */
interface Visit {
  /** First text or picture on the screen, as the browser says. */
  readonly painted: number;
  /** All pictures in view are on the screen, and the page's scripts have set up its controls. */
  readonly usable: number;
  /** Bytes of all scripts until then, unpacked. */
  readonly script: number;
  /** On the playground, from the first click to what the network says; ms. */
  readonly answered: number;
}

declare global {
  interface Window {
    usable?: number;
    clicked?: number;
    answered?: number;
  }
}

/** Notes in the page when it is usable. Deferred scripts have run by then: they go before the event. */
const WATCH = `document.addEventListener('DOMContentLoaded', async () => {
  const isInView = (image) => image.getBoundingClientRect().top < innerHeight;
  await Promise.all([...document.images].filter(isInView).map((image) => image.decode()));
  requestAnimationFrame(() => setTimeout(() => (window.usable = performance.now())));
});
document.addEventListener('pointerdown', () => {
  window.clicked = performance.now();
  const isThere = () => document.querySelector('#pg[data-ready]') && document.querySelector('#pg-status').textContent === '';
  const look = () => (isThere() ? (window.answered = performance.now()) : requestAnimationFrame(look));
  look();
}, { once: true });`;

async function visit(browser: Browser, address: string, place: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(`${address}/${place}`);
  await page.waitForFunction(() => window.usable !== undefined && performance.getEntriesByType('paint').length === 2);
  const seen = await page.evaluate(() => {
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const scripts = resources.filter(({ name }) => /\.m?js$/.test(name));
    return {
      painted: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
      usable: window.usable as number,
      script: scripts.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
    };
  });
  const answered = place === 'playground.html' ? await firstAnswer(page) : NaN;
  await context.close();
  return { ...seen, answered };
}

async function firstAnswer(page: Page): Promise<number> {
  await page.click('#hide-a-part');
  await page.waitForFunction(() => window.answered !== undefined);
  return page.evaluate(() => (window.answered as number) - (window.clicked as number));
}

function rowOf(place: string, visits: readonly Visit[]): (string | number)[] {
  const median = (pick: (visit: Visit) => number) => {
    const { median, lower, upper } = spread(visits.map(pick));
    return Number.isNaN(median) ? '–' : `${threeDigits(median)} (${threeDigits(lower)}–${threeDigits(upper)})`;
  };
  const largest = Math.max(...visits.map(({ usable }) => usable));
  const times = [median(({ painted }) => painted), median(({ usable }) => usable), threeDigits(largest)];
  return [place.replace('.html', ''), ...times, visits[0]!.script, median(({ answered }) => answered)];
}

const program = findBrowser();
if (!program) throw new Error(NO_BROWSER);
if (!existsSync(`${SITE}/index.html`)) throw new Error('There is no site yet: npm run docs');

/** Processes that wanted a core before this one: above the number of cores, others take time from the browser. */
const [load = 0] = loadavg();
const server = await serve(SITE);
const browser = await startBrowser(program);
const visits: Record<string, Visit[]> = Object.fromEntries(PLACES.map((place) => [place, []]));
// The first visit of each warms up the disk's cache and the browser.
for (let count = 0; count <= VISITS; count++) {
  for (const place of PLACES) {
    const seen = await visit(browser, server.address, place);
    if (count > 0) visits[place]!.push(seen);
  }
}
const version = browser.version();
await browser.close();
server.stop();

const { processor, cores, memoryGiB } = describeMachine();
const table = toMarkdown({
  columns: ['page', 'first paint, ms', 'usable, ms', 'slowest, ms', 'script, bytes', 'first answer, ms'],
  rows: PLACES.map((place) => rowOf(place, visits[place]!)),
  note: `${processor}, ${cores} cores, ${memoryGiB} GiB; Chromium ${version}; load of the machine before: ${load.toFixed(1)}; ${new Date().toISOString().slice(0, 10)}: \`npm run first-paint\``,
});
console.log(table);
const { document, homeless } = fillMarks(readFileSync(PAGE, 'utf8'), { 'first-paint': table });
if (homeless.length > 0) throw new Error(`${PAGE} has no place for ${homeless.join(', ')}`);
writeFileSync(PAGE, document);
