import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { SearchEntry } from './searchIndex.js';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The style sheet, the icon, the script of every page, and the search with what it searches, which are loaded when someone
 * searches. All are plain scripts, since modules are not loaded from a disk.
 *
 * @param code - Style sheet of coloured code.
 */
export async function buildAssets(parts: {
  code: string;
  search: readonly SearchEntry[];
}): Promise<Map<string, string | Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: ['site', 'search'].map((name) => here(`client/${name}.ts`)),
    ...{ bundle: true, minify: true, format: 'iife', platform: 'browser', target: 'es2022', write: false },
    ...{ outdir: here('.'), legalComments: 'none' },
  });
  const scripts = outputFiles.map(({ path, contents }) => [path.split(/[/\\]/).at(-1) as string, contents] as const);
  // In the order of their numbers: what is for narrow screens comes last.
  const sheets = readdirSync(here('style')).sort();
  const styles = [...sheets.map((name) => readFileSync(here(`style/${name}`), 'utf8')), parts.code].join('\n');
  return new Map<string, string | Uint8Array>([
    ...scripts,
    ['site.css', styles],
    ['icon.svg', readFileSync(here('icon.svg'))],
    // A script can be loaded from a disk too, JSON cannot; and "<" would end a script that is inlined.
    ['search-entries.js', `window.searchEntries = ${JSON.stringify(parts.search).replaceAll('<', '\\u003c')};\n`],
  ]);
}
