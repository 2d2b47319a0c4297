import { textOf } from './html.js';
import type { Page } from './pages.js';

/** A piece of the site that the search finds. */
export interface SearchEntry {
  /** Place in the site, with its anchor. */
  readonly url: string;
  readonly title: string;
  /** Heading of the part, or of an exported name what it is; empty for a page's beginning. */
  readonly part: string;
  readonly text: string;
}

/** Characters of an exported name's text that are searched: its summary is there, its tables of types are not. */
const API_TEXT = 400;

/** Guides part by part, exported names whole. */
export function searchEntries(pages: readonly Page[]): SearchEntry[] {
  return pages.flatMap((page) => (page.kind ? [nameEntry(page)] : partEntries(page)));
}

function nameEntry({ place, title, kind, entry, html }: Page): SearchEntry {
  const paragraphs = [...html.matchAll(/<p>([\s\S]*?)<\/p>/g)].map((match) => textOf(match[1] as string));
  const part = kind === 'entry' ? 'entry' : `${kind} of ${entry}`;
  return { url: place, title, part, text: paragraphs.join(' ').slice(0, API_TEXT) };
}

function partEntries({ place, title, html }: Page): SearchEntry[] {
  const parts = html.split(/(?=<h[23] id=")/);
  return parts.map((part) => {
    const [heading = '', id = '', text = ''] = /^<h[23] id="([^"]*)">([\s\S]*?)<\/h[23]>/.exec(part) ?? [];
    return {
      url: id ? `${place}#${id}` : place,
      title,
      part: textOf(text),
      text: textOf(part.slice(heading.length).replace(/<\/?(td|th|li|p|h\d)\b/g, ' $&')),
    };
  });
}
