import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guidePages, readSite, siteFiles, sitePages } from './support/builtSite.js';

interface PublicApi {
  [entry: string]: { values: string[]; types: string[] };
}

const publicApi = JSON.parse(readFileSync(new URL('../package/publicApi.json', import.meta.url), 'utf8')) as PublicApi;

/** Addresses that a page names, with the element that names them. */
function addressesOf(html: string): { element: string; url: string }[] {
  return [...html.matchAll(/<(a|img|script|link)\b[^>]*?\b(?:href|src)="([^"]*)"/g)].map(([, element, url]) => ({
    element: element!,
    url: url!,
  }));
}

const idsOf = (html: string): Set<string> => new Set([...html.matchAll(/\bid="([^"]*)"/g)].map((match) => match[1]!));

describe('the built site', () => {
  const pages = new Map(sitePages.map((place) => [place, readSite(place)]));
  const ids = new Map([...pages].map(([place, html]) => [place, idsOf(html)]));

  it('has a page for every text and hundreds for the reference', () => {
    expect(guidePages).toEqual(expect.arrayContaining(['index.html', 'getting-started.html', 'regions.html']));
    expect(sitePages.length - guidePages.length).toBeGreaterThan(300);
  });

  it('has no link between its pages that leads nowhere, and none that depends on its address', () => {
    const broken: string[] = [];
    for (const [place, html] of pages) {
      for (const { url } of addressesOf(html)) {
        if (/^(https?|mailto):/.test(url)) continue;
        const [path = '', anchor] = url.split('#');
        const target = path === '' ? place : posix.normalize(posix.join(posix.dirname(place), decodeURI(path)));
        const found = siteFiles.includes(target) && (!anchor || ids.get(target)?.has(decodeURIComponent(anchor)));
        if (path.startsWith('/') || !found) broken.push(`${place}: ${url}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('loads nothing from another host; only links that a reader follows lead out', () => {
    for (const [place, html] of pages) {
      const loaded = addressesOf(html).filter(({ element, url }) => element !== 'a' && /^(https?:)?\/\//.test(url));
      expect(loaded, place).toEqual([]);
    }
    for (const asset of ['assets/site.css', 'assets/site.js', 'assets/search.js', 'assets/playground.js']) {
      expect(readSite(asset).match(/(url\(|import\s*\(|fetch\()['"]?https?:/), asset).toBeNull();
    }
  });

  it('has a page for every exported name, with words on it', () => {
    const missing: string[] = [];
    for (const [entry, { values, types }] of Object.entries(publicApi)) {
      const folder = posix.join('api/face-perturb', entry);
      const index = pages.get(`${folder}/index.html`) ?? '';
      for (const name of [...values, ...types]) {
        // A name that two entries export has its page with one, and a link to it with the other.
        const link = addressesOf(index).find(({ url }) => posix.basename(url, '.html') === name);
        const page = link && pages.get(posix.normalize(posix.join(folder, link.url)));
        if (!page || !/<p>\S/.test(page.slice(page.indexOf('<h1')))) missing.push(`${entry} ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('finds every page and every exported name by its search', () => {
    const entries = JSON.parse(readSite('assets/search-entries.js').replace(/^[^[]*|;\s*$/g, '')) as {
      url: string;
      title: string;
    }[];
    const found = new Set(entries.map(({ url }) => url.split('#')[0]));
    expect(sitePages.filter((place) => !found.has(place))).toEqual([]);
    const names = Object.values(publicApi).flatMap(({ values, types }) => [...values, ...types]);
    const titles = new Set(entries.map(({ title }) => title.replace(/\W.*$/, '')));
    expect(names.filter((name) => !titles.has(name))).toEqual([]);
  });

  it('needs little script before someone acts: less than 60 kB on the playground, a tenth of that elsewhere', () => {
    const heavy = [...pages].filter(([place, html]) => {
      const files = addressesOf(html).filter(({ element }) => element === 'script');
      const bytes = files.map(({ url }) => readSite(posix.join(posix.dirname(place), url)).length);
      const inline = [...html.matchAll(/<script\b[^>]*>([^<]*)/g)].map(([, code]) => code!.length);
      const sum = [...bytes, ...inline].reduce((a, b) => a + b, 0);
      return sum === 0 || sum > (place === 'playground.html' ? 60_000 : 6_000);
    });
    expect(heavy.map(([place]) => place)).toEqual([]);
    // Loaded by those who search.
    expect(readSite('assets/search.js').length).toBeLessThan(40_000);
  });
});
