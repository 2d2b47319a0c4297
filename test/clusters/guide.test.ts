import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const GUIDE = readFileSync(new URL('docs/clusters.md', ROOT), 'utf8');

/** The guide's blocks of code, each with what the text says it prints. */
const blocks = [...GUIDE.matchAll(/```ts[^\n]*\n([\s\S]*?)```\n(?:\n```text output\n([\s\S]*?)```)?/g)].map(
  ([, code, output]) => ({ code: code!, output: output?.replace(/^…\n/, '') }),
);

/** The same block with the library's sources for its entries. */
function fromSources(code: string): string {
  return code.replace(/from 'face-perturb(\/\w+)?'/g, (_, entry = '') => {
    const path = fileURLToPath(new URL(`src${entry}/index.ts`, ROOT));
    return `from ${JSON.stringify(path)}`;
  });
}

it('the blocks of docs/clusters.md run one after the other and print what the text says', async () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const marks = blocks.map(({ code }, at) => `${fromSources(code)}\nconsole.log('end of', ${at});\n`);
  const folder = new URL('out/guide/', ROOT);
  mkdirSync(folder, { recursive: true });
  const file = new URL('clusters.ts', folder);
  writeFileSync(file, marks.join('\n'));
  await import(/* @vite-ignore */ pathToFileURL(fileURLToPath(file)).href);
  const { formatWithOptions } = await import('node:util');
  const lines = printed.mock.calls.map((call) => formatWithOptions({ colors: false }, ...(call as unknown[])));
  printed.mockRestore();
  expect(blocks.length).toBeGreaterThan(5);
  let from = 0;
  for (const [at, { output }] of blocks.entries()) {
    const end = lines.indexOf(`end of ${at}`);
    const text = `${lines.slice(from, end).join('\n')}\n`;
    from = end + 1;
    if (output !== undefined) expect(text).toBe(output);
  }
  expect(from).toBe(lines.length);
});
