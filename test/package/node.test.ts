import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConsumer, type Consumer } from './support/consumer.js';
import { ENTRIES } from './support/paths.js';

const WASM = '@tensorflow/tfjs-backend-wasm';
const LOCAL = { core: 'face-perturb', tf: '@tensorflow/tfjs-core' };
const PACKAGES: Record<string, string> = {
  ...LOCAL,
  ...Object.fromEntries(['models', 'data', 'landmarks', 'wasm'].map((name) => [name, `face-perturb/${name}`])),
};

/** What the job came to, as far as the tests look into it. */
interface JobResult {
  facts: { name: string; threads: number; canTrain: boolean; own: number };
  filterGradient: number[];
  masked: number[];
  clusters: { sizes: number[]; labels: number[] };
  network: number[];
  shared: boolean;
}

function program(format: 'esm' | 'cjs', packages: Record<string, string>, work: string): string {
  const lines = Object.entries(packages).map(([name, specifier]) =>
    format === 'esm' ? `import * as ${name} from '${specifier}';` : `const ${name} = require('${specifier}');`,
  );
  const body = format === 'esm' ? work : `(async () => { ${work} })();`;
  return `${lines.join('\n')}\n${body}\n`;
}

describe('in a clean Node process with the wasm backend installed', () => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = createConsumer(WASM);
    cpSync(fileURLToPath(new URL('consumers/job.mjs', import.meta.url)), join(consumer.folder, 'job.mjs'));
  });

  async function printed(file: string, text: string): Promise<unknown> {
    consumer.write(file, text);
    const { status, stdout, stderr } = await consumer.node(file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout);
  }

  const asJson = (names: string) => `console.log(JSON.stringify(${names}));`;
  const namesOf = (each: string) =>
    `Object.keys(${each}).filter((name) => name !== 'default' && name !== 'module.exports').sort()`;

  it('every entry loads by import, require and import() alike, without a word on stderr', async () => {
    const numbered = Object.fromEntries(ENTRIES.map((entry, at) => [`entry${at}`, entry]));
    const all = asJson(`[${Object.keys(numbered).map(namesOf).join(', ')}]`);
    const byImport = await printed('all.mjs', program('esm', numbered, all));
    const byRequire = await printed('all.cjs', program('cjs', numbered, all));
    const dynamic = `Promise.all(${JSON.stringify(ENTRIES)}.map((entry) => import(entry))).then((all) => {
      ${asJson(`all.map((each) => ${namesOf('each')})`)} });`;
    const byDynamicImport = await printed('dynamic.cjs', dynamic);
    expect(byRequire).toEqual(byImport);
    expect(byDynamicImport).toEqual(byImport);
    for (const [at, names] of (byImport as string[][]).entries()) expect(names.length, ENTRIES[at]).toBeGreaterThan(0);
  });

  it.each(ENTRIES)('%s loads alone in both formats', async (entry) => {
    for (const [file, format] of [
      ['alone.mjs', 'esm'],
      ['alone.cjs', 'cjs'],
    ] as const) {
      const names = await printed(file, program(format, { entry }, asJson(namesOf('entry'))));
      expect((names as string[]).length).toBeGreaterThan(0);
    }
  });

  it('a small job gives the same numbers by import and by require, and the right ones', async () => {
    const work = `const { job } = await import('./job.mjs');
      ${asJson(`await job({ ${Object.keys(PACKAGES).join(', ')} })`)}`;
    const byImport = (await printed('job-esm.mjs', program('esm', PACKAGES, work))) as JobResult;
    const byRequire = (await printed('job-cjs.cjs', program('cjs', PACKAGES, work))) as JobResult;
    expect(byRequire).toEqual(byImport);
    expect(byImport.facts).toMatchObject({ name: 'wasm', threads: 1, canTrain: true });
    expect(byImport.filterGradient.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
    expect(byImport.masked).toEqual(hiddenBox());
    // Attention, which weighs most, rises in three steps: columns 0-2, 3-5 and 6-7 of six rows.
    expect([...byImport.clusters.sizes].sort((a, b) => a - b)).toEqual([12, 18, 18]);
    expect(byImport.network).toHaveLength(3);
    expect(byImport.shared).toBe(true);
  });

  it('takes the .wasm files from where it is told', async () => {
    const folder = join(consumer.folder, 'node_modules', WASM, 'dist');
    const load = (path: string) =>
      program(
        'cjs',
        LOCAL,
        `core.useBackend('wasm', { wasmPaths: ${JSON.stringify(path)} }).then(
        (facts) => console.log(JSON.stringify(facts.name)), (error) => console.log(JSON.stringify(error.message)));`,
      );
    expect(await printed('paths.cjs', load(`${folder}/`))).toBe('wasm');
    consumer.write('nowhere.cjs', load('/nowhere/'));
    const { stdout } = await consumer.node('nowhere.cjs'); // tfjs logs the failed start.
    expect(stdout).toContain('wasmPaths');
  });

  it('says that the cpu backend is not installed, what is, and how to get it', async () => {
    const ask = (format: 'esm' | 'cjs') =>
      program(
        format,
        LOCAL,
        `const error = await core.useBackend('cpu').catch((cause) => cause);
        ${asJson('[error instanceof core.FacePerturbError, error.code, error.message]')}`,
      );
    for (const [file, format] of [
      ['cpu.mjs', 'esm'],
      ['cpu.cjs', 'cjs'],
    ] as const) {
      const [ours, code, message] = (await printed(file, ask(format))) as [boolean, string, string];
      expect([ours, code]).toEqual([true, 'missing-backend']);
      expect(message).toContain("received only 'wasm'");
      expect(message).toContain('npm install @tensorflow/tfjs-backend-cpu');
    }
  });

  it('says how to get sharp when pictures are to be decoded', async () => {
    const read = program(
      'esm',
      { node: 'face-perturb/node', core: 'face-perturb', fs: 'node:fs' },
      `
      for (const part of ['train', 'test']) {
        fs.mkdirSync('pictures/' + part + '/happy', { recursive: true });
        fs.writeFileSync('pictures/' + part + '/happy/1.png', 'no picture');
      }
      const error = await node.readClassFolders('pictures').catch((cause) => cause);
      ${asJson('[error instanceof core.FacePerturbError, error.code, error.message]')}`,
    );
    const [ours, code, message] = (await printed('sharp.mjs', read)) as [boolean, string, string];
    expect([ours, code]).toEqual([true, 'missing-package']);
    expect(message).toContain('npm install sharp');
  });
});

describe('in a clean Node process without any backend', () => {
  it('loads, and says that there is none', async () => {
    const consumer = createConsumer();
    const work = `core.useBackend('auto').catch((error) => core.useBackend('wasm').catch((second) =>
      console.log(JSON.stringify([error.code, error.message, second.code, second.message]))));`;
    consumer.write('none.cjs', program('cjs', LOCAL, work));
    const { status, stdout, stderr } = await consumer.node('none.cjs');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [auto, autoMessage, wasm, wasmMessage] = JSON.parse(stdout) as string[];
    expect([auto, wasm]).toEqual(['missing-backend', 'missing-backend']);
    expect(autoMessage).toContain('npm install @tensorflow/tfjs-backend-wasm');
    expect(wasmMessage).toContain('received no backend');
  });
});

/** Ones [2,5,4,1] with zeros in columns 1-2 of rows 1-3. */
function hiddenBox(): number[] {
  return Array.from({ length: 40 }, (_, at) => {
    const [row, column] = [Math.floor(at / 4) % 5, at % 4];
    return row >= 1 && row <= 3 && column >= 1 && column <= 2 ? 0 : 1;
  });
}
