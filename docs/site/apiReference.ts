import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { Application, type ProjectReflection, type TypeDocOptions } from 'typedoc';
import { withOptionTables } from './optionTables.js';
import { REPOSITORY, type Source } from './source.js';
import { undocumented } from './undocumented.js';

/** What typedoc calls the entries' files, and what users import. */
const ENTRIES: Readonly<Record<string, string>> = {
  index: 'face-perturb',
  models: 'face-perturb/models',
  data: 'face-perturb/data',
  landmarks: 'face-perturb/landmarks',
  wasm: 'face-perturb/wasm',
  'training/workers/serveTraining': 'face-perturb/training-worker',
  node: 'face-perturb/node',
};

/** Kinds of exported things, by the folders that their pages are in. */
const KINDS: Readonly<Record<string, string>> = {
  functions: 'function',
  classes: 'class',
  interfaces: 'interface',
  'type-aliases': 'type',
  variables: 'constant',
};

/** An exported name and its page. */
export interface ApiName {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
}

/** An entry of the package. */
export interface ApiEntry {
  readonly name: string;
  readonly path: string;
  readonly names: readonly ApiName[];
}

/** The reference as Markdown, a page for each exported name. */
export interface ApiReference {
  readonly sources: readonly Source[];
  readonly entries: readonly ApiEntry[];
}

/**
 * Writes the API reference from the docstrings by typedoc, as `typedoc.json` says.
 *
 * @throws Error on any warning: a type that a signature names and no entry exports, a link that leads nowhere; and on anything that has no
 *   text.
 */
export async function writeApiReference(): Promise<ApiReference> {
  const out = mkdtempSync(join(tmpdir(), 'face-perturb-api-'));
  try {
    const options: Partial<TypeDocOptions> = { options: join(REPOSITORY, 'typedoc.json') };
    const typedoc = await Application.bootstrapWithPlugins(options);
    const project = await typedoc.convert();
    if (!project) throw new Error('typedoc could not read the sources; it said why above');
    renameEntries(project);
    const untold = undocumented(project);
    if (untold.length > 0) throw new Error(`these have no words in their docstrings:\n${untold.join('\n')}`);
    typedoc.validate(project);
    await typedoc.outputs.writeOutput({ name: 'markdown', path: out }, project);
    if (typedoc.logger.hasErrors() || typedoc.logger.hasWarnings()) throw new Error('typedoc warned, see above');
    return readPages(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function renameEntries(project: ProjectReflection): void {
  for (const entry of project.children ?? []) {
    const name = ENTRIES[entry.name];
    if (name === undefined) throw new Error(`typedoc knows an entry '${entry.name}' that the site does not`);
    entry.name = name;
  }
}

function readPages(folder: string): ApiReference {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => file.endsWith('.md'))
    .sort();
  const sources = withOptionTables(
    files.map((file) => ({ path: `docs/api/${file}`, text: readFileSync(join(folder, file), 'utf8') })),
  );
  const entries = Object.values(ENTRIES).map((name) => {
    const inside = `docs/api/${name}/`;
    const names = sources.flatMap(({ path }) => {
      const [folder = '', file, ...deeper] = path.startsWith(inside) ? path.slice(inside.length).split('/') : [];
      const kind = KINDS[folder];
      return kind && file && deeper.length === 0 ? [{ name: file.replace(/\.md$/, ''), kind, path }] : [];
    });
    return { name, path: `${inside}index.md`, names };
  });
  return { sources, entries };
}
