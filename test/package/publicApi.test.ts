import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { describe, expect, inject, it } from 'vitest';

const FILE = fileURLToPath(new URL('publicApi.json', import.meta.url));
const UPDATE = 'UPDATE_PUBLIC_API=1 npx vitest run --project package publicApi';
const { folder } = inject('packed');

/** Names that one entry exports. */
interface Exported {
  values: string[];
  types: string[];
}

function exportedNames(): Record<string, Exported> {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { import: { types: string } }>;
  };
  const entries = Object.entries(exports).flatMap(([name, conditions]) =>
    typeof conditions === 'string' ? [] : [[name, join(folder, conditions.import.types)] as const],
  );
  const options = { noResolve: false, types: [], skipLibCheck: true, module: ts.ModuleKind.ESNext };
  const host = ts.createCompilerHost(options);
  const reader = ts.createProgram(
    entries.map(([, file]) => file),
    { ...options, noLib: true },
    host,
  );
  const checker = reader.getTypeChecker();
  return Object.fromEntries(
    entries.map(([name, file]) => {
      const source = reader.getSourceFile(file);
      const symbol = source && checker.getSymbolAtLocation(source);
      const found: Exported = { values: [], types: [] };
      for (const each of symbol ? checker.getExportsOfModule(symbol) : []) {
        const target = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
        (target.flags & ts.SymbolFlags.Value ? found.values : found.types).push(each.name);
      }
      return [name, { values: found.values.sort(), types: found.types.sort() }];
    }),
  );
}

function changes(before: Record<string, Exported>, after: Record<string, Exported>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((entry) =>
    (['values', 'types'] as const).flatMap((kind) => {
      const [old, now] = [before[entry]?.[kind] ?? [], after[entry]?.[kind] ?? []];
      const removed = old.filter((name) => !now.includes(name)).map((name) => `removed from ${entry}: ${name}`);
      return [...removed, ...now.filter((name) => !old.includes(name)).map((name) => `added to ${entry}: ${name}`)];
    }),
  );
}

async function write(names: Record<string, Exported>): Promise<void> {
  const style = await resolveConfig(FILE);
  writeFileSync(FILE, await format(JSON.stringify(names), { ...style, filepath: FILE }));
}

describe('the exported names', () => {
  const now = exportedNames();

  it('are those of publicApi.json', async () => {
    if (process.env.UPDATE_PUBLIC_API) await write(now);
    const known = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Exported>;
    expect(changes(known, now), `If this is meant (see CHANGELOG.md), run: ${UPDATE}`).toEqual([]);
  });

  it('are at run time what the types promise', async () => {
    for (const [entry, { values }] of Object.entries(now)) {
      const file = join(folder, 'dist', entry === '.' ? 'index.js' : `${entry.slice(2)}.js`);
      const text = readFileSync(file, 'utf8');
      const blocks = [...text.matchAll(/^export \{([^}]*)\}/gm)].map((match) => match[1] as string);
      const names = blocks.flatMap((block) =>
        block.split(',').map((each) => (each.split(' as ').pop() as string).trim()),
      );
      expect(names.filter(Boolean).sort(), entry).toEqual(values);
    }
  });
});
