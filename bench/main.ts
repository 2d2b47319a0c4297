import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { readCommandLine, type Flags } from './commandLine.js';
import { agree } from './measure.js';
import { runBench } from './run.js';
import { fillMarks } from './report/docs.js';
import { allTables } from './report/tables.js';

const DOCUMENT = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    return await bench(readCommandLine(argv), argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

async function bench(flags: Flags, argv: readonly string[]): Promise<number> {
  if (flags.docs && flags.quick) throw new Error('--docs: numbers of a --quick run are not for the documentation.');
  const folder = await mkdtemp(join(tmpdir(), 'face-perturb-bench-'));
  try {
    const tell = (line: string) => void process.stdout.write(`${line}\n`);
    const results = await runBench(flags, { argv, folder, tell, signal: interrupted() });
    const tables = allTables(results);
    for (const [name, text] of Object.entries(tables)) process.stdout.write(`\n${name}\n\n${text}\n`);
    if (flags.out !== undefined) await write(flags.out, results, tables);
    if (flags.docs) await document(tables);
    const odd = results.measured.filter(({ samples }) => agree(samples) === false);
    for (const { task } of odd) tell(`Results differ: ${task}`);
    return odd.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(folder: string, results: object, tables: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sections = Object.entries(tables).map(([name, text]) => `## ${name}\n\n${text}\n`);
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
  await writeFile(join(folder, 'tables.md'), sections.join('\n'));
}

async function document(tables: Readonly<Record<string, string>>): Promise<void> {
  const filled = fillMarks(await readFile(DOCUMENT, 'utf8'), tables);
  const { format, resolveConfig } = await import('prettier');
  const style = await resolveConfig(DOCUMENT);
  await writeFile(DOCUMENT, await format(filled.document, { ...style, parser: 'markdown' }));
  for (const name of filled.homeless) process.stdout.write(`docs/performance.md has no place for ${name}.\n`);
}

/** Aborts at Ctrl-C, so that temporary files are removed. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Error('Stopped.')));
  }
  return controller.signal;
}
