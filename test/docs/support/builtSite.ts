import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { REPOSITORY } from '../../package/support/paths.js';

/** Where `npm run docs` puts the site. */
export const SITE = join(REPOSITORY, 'out/site');

if (!existsSync(join(SITE, 'index.html'))) throw new Error('These tests need the site: npm run docs');

/** Every file of the site, by its place. */
export const siteFiles: readonly string[] = readdirSync(SITE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(SITE.length + 1)
      .replaceAll(sep, '/'),
  )
  .sort();

/** Pages that the site's own frame is around; reports that a training wrote are files of their own. */
export const sitePages = siteFiles.filter((file) => file.endsWith('.html') && !file.endsWith('report.html'));

/** Pages written by hand. */
export const guidePages = sitePages.filter((file) => !file.startsWith('api/'));

/** The text of a file. */
export const readSite = (place: string): string => readFileSync(join(SITE, place), 'utf8');
