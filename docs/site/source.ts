import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** A text in Markdown, and the place it has in the repository, by which its links go. */
export interface Source {
  /** Path from the repository's root: `docs/masks.md`. What typedoc writes lies under `docs/api/`. */
  readonly path: string;
  readonly text: string;
}

/** Texts outside of docs/ that the site shows too. */
const ELSEWHERE = ['CHANGELOG.md'];

/** All texts that are written by hand: `docs/*.md`, those of the results, the changelog. */
export function readSources(): Source[] {
  const results = readdirSync(join(REPOSITORY, 'docs/results'), { recursive: true, encoding: 'utf8' });
  const paths = [
    ...readdirSync(join(REPOSITORY, 'docs')).map((name) => `docs/${name}`),
    ...results.map((name) => `docs/results/${name}`),
    ...ELSEWHERE,
  ];
  return paths
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(REPOSITORY, path), 'utf8') }));
}

/** Where a text's page lies in the site: `docs/masks.md` at `masks.html`, a folder's README at its `index.html`. */
export function pageOf(path: string): string {
  const place = path.replace(/^docs\//, '').replace(/\.md$/, '.html');
  return place.replace(/(^|\/)README\.html$/, '$1index.html').replace('CHANGELOG', 'changelog');
}

/**
 * What a link to a file of the repository leads to: another text's page, or a file that the site takes along. Links to anything
 * else (sources, tests) would lead nowhere on the site.
 */
export function linkTarget(path: string, pages: ReadonlySet<string>): { page: string } | { file: string } | undefined {
  const asFolder = [`${path}/README.md`, `${path}/index.md`].find((each) => pages.has(each));
  if (pages.has(path) || asFolder) return { page: pageOf(asFolder ?? path) };
  if (path === 'README.md' || path === '') return { page: 'index.html' };
  if (/^docs\/.+\.(png|svg|html|json)$/.test(path) && existsSync(join(REPOSITORY, path))) return { file: path };
  const report = `${path}/report.html`;
  if (path.startsWith('docs/') && existsSync(join(REPOSITORY, report))) return { file: report };
  return undefined;
}
