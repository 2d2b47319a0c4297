import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isPlayground, playgroundAssets, withModelCard, withPlayground } from '../playground/build.js';
import { writeApiReference } from './apiReference.js';
import { buildAssets } from './assets.js';
import { createHighlighter } from './highlight.js';
import { layOut } from './layout.js';
import type { Files } from './links.js';
import { createRenderer } from './markdown.js';
import { LABELS, navigationOf } from './navigation.js';
import { renderPages } from './pages.js';
import { searchEntries } from './searchIndex.js';
import { readSources } from './source.js';

/** What a build wrote. */
export interface BuiltSite {
  readonly pages: number;
  readonly files: number;
}

/**
 * Builds the site: every text of docs/ and every exported name a page, with links between pages that are relative, so that
 * the folder works wherever it is served, or opened from a disk.
 *
 * @param out - Folder; what is in it is replaced.
 */
export async function buildSite(out: string): Promise<BuiltSite> {
  const texts = readSources().map(withModelCard);
  const api = await writeApiReference();
  const highlighter = await createHighlighter();
  const files: Files = new Map();
  const pages = renderPages(texts, api, createRenderer(highlighter), files);
  const titles = new Map(pages.map(({ source, title }) => [source, LABELS[source] ?? title]));
  const frame = { navigation: navigationOf(texts.map(({ path }) => path)), api, titles };

  rmSync(out, { recursive: true, force: true });
  const write = (place: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(out, place)), { recursive: true });
    writeFileSync(join(out, place), content);
  };
  for (const page of pages) {
    const played = isPlayground(page.html) ? { ...page, html: withPlayground(page.html), isWide: true } : page;
    write(page.place, layOut(played, frame));
  }
  for (const [place, file] of files) {
    mkdirSync(dirname(join(out, place)), { recursive: true });
    cpSync(file, join(out, place));
  }
  const assets = new Map([
    ...(await buildAssets({ code: highlighter.css(), search: searchEntries(pages) })),
    ...(await playgroundAssets()),
  ]);
  for (const [name, content] of assets) write(`assets/${name}`, content);
  return { pages: pages.length, files: files.size + assets.size };
}
