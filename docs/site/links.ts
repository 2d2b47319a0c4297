import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { linkTarget, pageOf, REPOSITORY } from './source.js';

/** Files that pages show or link to, by their place in the site. */
export type Files = Map<string, string>;

/** What links are resolved with. */
export interface LinkContext {
  /** The text that the HTML was made of. */
  readonly source: string;
  /** Paths of all texts. */
  readonly pages: ReadonlySet<string>;
  /** Takes the files that are met. */
  readonly files: Files;
}

/** Leads from one place in the site to another, so that the site works under any address. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}

/**
 * Turns every link and picture of a page from one between the repository's files into one between the site's, and gives
 * pictures their sizes, so that nothing jumps while they load.
 *
 * @throws Error for a link to something that is not on the site.
 */
export function resolveLinks(html: string, context: LinkContext): string {
  return html.replace(
    /<(a|img)\b([^>]*?)\b(href|src)="([^"]*)"/g,
    (whole, tag: string, rest: string, name: string, url: string) => {
      if (/^([a-z]+:|#)/.test(url)) return whole;
      const { address, size } = resolve(decodeURI(url), context);
      const sized =
        size && !rest.includes('width=') ? ` width="${size.width}" height="${size.height}" loading="lazy"` : '';
      return `<${tag}${rest}${name}="${address}"${sized}`;
    },
  );
}

function resolve(url: string, { source, pages, files }: LinkContext) {
  const [path = '', anchor] = url.split('#');
  const target = linkTarget(posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, ''), pages);
  if (!target) throw new Error(`${source} links to ${url}, which is not on the site`);
  const here = pageOf(source);
  if ('page' in target) return { address: relative(here, target.page) + (anchor ? `#${anchor}` : '') };
  const place = target.file.replace(/^docs\//, '');
  files.set(place, join(REPOSITORY, target.file));
  return { address: relative(here, place), size: place.endsWith('.png') ? sizeOf(target.file) : undefined };
}

/** Width and height in a PNG's header. */
function sizeOf(file: string): { width: number; height: number } {
  const header = readFileSync(join(REPOSITORY, file)).subarray(16, 24);
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
}
