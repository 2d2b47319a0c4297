/**
 * Builds the documentation site into out/site, or the folder that is named:
 *
 *     npm run docs
 *     node --import tsx docs/site/main.ts /tmp/site
 */
import { join, relative } from 'node:path';
import { buildSite } from './buildSite.js';
import { REPOSITORY } from './source.js';

const out = process.argv[2] ?? join(REPOSITORY, 'out/site');
const started = performance.now();
const { pages, files } = await buildSite(out);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${pages} pages and ${files} other files in ${relative(process.cwd(), out) || out} (${seconds} s)`);
