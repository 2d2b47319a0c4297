import type { ApiReference } from './apiReference.js';
import { relative, resolveLinks, type Files } from './links.js';
import type { Heading, MarkdownRenderer } from './markdown.js';
import { pageOf, type Source } from './source.js';

/** A page of the site before it gets its frame. */
export interface Page {
  /** The text it was made of. */
  readonly source: string;
  /** Its place in the site. */
  readonly place: string;
  readonly title: string;
  readonly description: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Of an exported name: function, class, interface, type or constant. */
  readonly kind?: string | undefined;
  /** Of a page of the reference: the entry it belongs to. */
  readonly entry?: string | undefined;
  /** Whether it takes the width that other pages leave to their table of contents. */
  readonly isWide?: boolean;
}

/** Renders all texts; what they link to beside pages is noted in `files`. */
export function renderPages(
  texts: readonly Source[],
  api: ApiReference,
  renderer: MarkdownRenderer,
  files: Files,
): Page[] {
  const all = [...texts, ...api.sources];
  const pages = new Set(all.map(({ path }) => path));
  const known = new Map(
    api.entries.flatMap((entry) => entry.names.map((name) => [name.path, { kind: name.kind, entry: entry.name }])),
  );
  for (const { name, path } of api.entries) known.set(path, { kind: 'entry', entry: name });
  return all.map(({ path, text }) => {
    const isApi = path.startsWith('docs/api/');
    const place = pageOf(path);
    const linkCode = isApi ? undefined : codeLinker(api, path);
    const { html, ...rest } = renderer.render(text, linkCode);
    const resolved = resolveLinks(html, { source: path, pages, files });
    return { source: path, place, ...rest, ...known.get(path), html: resolved };
  });
}

/**
 * Makes `maskRegion` in a guide's text a link to its page in the reference, the first time in each guide; and
 * `maskRegion(region, …)` likewise. Of names that two entries export, the first entry's is meant.
 */
function codeLinker(api: ApiReference, source: string): (code: string) => string | undefined {
  const addresses = new Map<string, string>();
  for (const { name, path } of api.entries.flatMap((entry) => entry.names)) {
    if (!addresses.has(name)) addresses.set(name, path);
  }
  return (code) => {
    const name = /^([A-Za-z]\w*)(\(.*\))?$/.exec(code)?.[1] ?? '';
    const path = addresses.get(name);
    if (!path) return undefined;
    addresses.delete(name);
    // Resolved afterwards with all other links, as if it had been written in the text.
    return relative(source, path);
  };
}
