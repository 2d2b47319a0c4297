import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Compares two folders of the same grid, done in different ways, and says what differs:
 * `node --import tsx compareGrids.ts FIRST SECOND`. The tables (README.md), the weights and the results must be the same byte for
 * byte, the JSON files apart from what is kept under `timing`.
 */
const [first, second] = process.argv.slice(2);
if (first === undefined || second === undefined) {
  process.stderr.write('usage: compareGrids.ts FIRST SECOND\n');
  process.exit(2);
}

const names = await filesOf(first);
const different = [];
if (names.join() !== (await filesOf(second)).join()) different.push('the list of files');
for (const name of names) {
  if ((await contentOf(first, name)) !== (await contentOf(second, name))) different.push(name);
}
const runs = names.filter((name) => name.startsWith('runs/')).length;
if (different.length === 0) {
  process.stdout.write(`The same: tables, results, ${runs} runs and their weights (${names.length} files).\n`);
} else {
  process.stdout.write(`Different: ${different.join(', ')}.\n`);
  process.exitCode = 1;
}

async function filesOf(folder: string): Promise<string[]> {
  const inside = async (name: string) => (await readdir(join(folder, name))).map((file) => join(name, file));
  return ['README.md', 'results.json', ...(await inside('runs')), ...(await inside('weights'))].sort();
}

async function contentOf(folder: string, name: string): Promise<string | undefined> {
  const content = await readFile(join(folder, name)).catch(() => undefined);
  if (!content || !name.endsWith('.json')) return content?.toString('base64');
  const { timing: _, ...rest } = JSON.parse(content.toString()) as { timing: unknown };
  return JSON.stringify(rest);
}
