import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * The files in a folder whose names fit a pattern: `*` stands for any letters, `?` for one. Shells do this themselves, but not
 * all of them do, and not in quotation marks.
 *
 * @returns Paths in the order of their names; undefined when the last part of the path has no such letter.
 */
export async function filesLike(path: string): Promise<string[] | undefined> {
  const name = basename(path);
  if (!/[*?]/.test(name)) return undefined;
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
  const entries = await readdir(dirname(path), { withFileTypes: true }).catch(() => []);
  const fitting = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'));
  return fitting.flatMap((entry) => (pattern.test(entry.name) ? [join(dirname(path), entry.name)] : [])).sort();
}
