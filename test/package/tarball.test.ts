import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, inject, it } from 'vitest';

const { folder } = inject('packed');

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll(sep, '/'),
  );

/** The specifiers that a built file imports, requires or re-exports from; ones made at run time are not among them. */
function specifiersOf(file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const forms = /(?:\bfrom\s+|^import\s+|\bimport\(\s*|\brequire\(\s*)(['"])([^'"\n]+)\1(?!\s*\+)/gm;
  // Install lines in messages hold an import too, inside a template: those begin with an arrow.
  return [...text.replace(/=> import\([^)]*\)/g, '').matchAll(forms)].map((match) => match[2] as string);
}

const isCode = (file: string) => /^dist\/.*\.(js|cjs)$/.test(file);

/** The code files that entries load at once or later, through chunks that they share. */
function reachableFrom(entries: readonly string[]): Set<string> {
  const reached = new Set(entries.flatMap((name) => [`dist/${name}.js`, `dist/${name}.cjs`]));
  for (const file of reached) {
    for (const specifier of specifiersOf(file))
      if (specifier.startsWith('./')) reached.add(`dist/${specifier.slice(2)}`);
  }
  return reached;
}

const entries = ['index', 'models', 'data', 'landmarks', 'wasm', 'training-worker', 'node'];
const forBrowsers = reachableFrom(entries.filter((name) => name !== 'node'));
const isForNodeAlone = (file: string) => !forBrowsers.has(file);

describe('the tarball', () => {
  it('holds the build and the papers, and nothing else', () => {
    const others = files.filter((file) => !/^dist\/[\w-]+(\.d|\.generated-\w+)?\.(c?js|c?ts)$/.test(file));
    expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  it('has each entry in both formats with types of its own', () => {
    const wanted = entries.flatMap((name) => ['js', 'cjs', 'd.ts', 'd.cts'].map((end) => `dist/${name}.${end}`));
    expect(files).toEqual(expect.arrayContaining(wanted));
  });

  it('has no types of programs that nobody imports', () => {
    const imported = [...entries, '[\\w]+-[\\w-]{8}'].join('|');
    const shipped = files.filter((file) => /\.d\.c?ts$/.test(file));
    expect(shipped.filter((file) => !new RegExp(`^dist/(${imported})\\.d\\.c?ts$`).test(file))).toEqual([]);
  });

  it("names Node's own modules nowhere that another entry than node reaches", () => {
    const elsewhere = files
      .filter((file) => isCode(file) && !isForNodeAlone(file))
      .flatMap((file) => specifiersOf(file).map((specifier) => `${file}: ${specifier}`))
      .filter((line) => /: node:|: (fs|path|os|crypto|zlib|module|url|stream|worker_threads|util)(\/|$)/.test(line));
    expect(elsewhere).toEqual([]);
    expect(specifiersOf('dist/node.js')).toContain('node:fs/promises');
  });

  it('imports its dependencies, the two peers that are always there, optional ones in the entry node, and nothing deeper', () => {
    const foreign = new Set(
      files
        .filter(isCode)
        .flatMap((file) =>
          specifiersOf(file).map((specifier) => (isForNodeAlone(file) ? `node ${specifier}` : specifier)),
        )
        .filter((specifier) => !/^(node )?(\.|node:)/.test(specifier)),
    );
    const core = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', 'ml-kmeans'];
    const tfjs = ['tfjs-core', 'tfjs-layers', 'tfjs-converter'].map((name) => `node @tensorflow/${name}`);
    const unexpected = [...foreign].filter(
      (each) => ![...core, ...tfjs, 'node sharp', 'node commander'].includes(each),
    );
    expect(unexpected).toEqual([]);
    expect([...foreign]).toEqual(expect.arrayContaining(core));
  });

  it('says of every file that registers a layer that it has side effects, so that no bundler drops it', () => {
    const { sideEffects } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { sideEffects: string[] };
    const registering = files.filter(
      (file) => isCode(file) && /\bregisterClass\(/.test(readFileSync(join(folder, file), 'utf8')),
    );
    expect(registering.length).toBeGreaterThan(0);
    expect(registering.map((file) => `./${file}`).filter((file) => !sideEffects.includes(file))).toEqual([]);
  });
});
