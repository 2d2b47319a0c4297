import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { REPOSITORY } from '../package/support/paths.js';
import { run } from '../package/support/run.js';
import { codeBlocksOf, textsWithCode } from './support/codeBlocks.js';
import { createNewcomer, expectCommandToWork, needsWhatItReads, type Newcomer } from './support/newcomer.js';
import { fits, programsOf, type Program } from './support/programs.js';
import { stepsOf } from './support/steps.js';

/** What is read first, each complete in itself; the guides expect that their reader has got started. */
const FIRST = ['docs/index.md', 'README.md', 'docs/getting-started.md'];

/** Is followed by a test of its own, in a folder of its own. */
const COMMAND_LINE = 'docs/command-line.md';

const installs = (file: string) => stepsOf(file).some(({ kind }) => kind === 'install');
const guides = textsWithCode().filter((file) => ![...FIRST, COMMAND_LINE].includes(file));
// Those that install something more come last, so that the others can't live on it.
const inOrder = [...FIRST, ...guides.sort((a, b) => Number(installs(a)) - Number(installs(b)))];
const steps = inOrder.flatMap(stepsOf).filter((step) => step.kind !== 'program' || step.program.place === 'node');
const programs = textsWithCode().flatMap((file) => programsOf(codeBlocksOf(file)));

/** How a user's TypeScript project is set up with a bundler, or to be run by Node. */
const COMPILER_OPTIONS = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, module: 'esnext', moduleResolution: 'bundler' },
  ...{ target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] },
  typeRoots: [join(REPOSITORY, 'node_modules/@types')],
};

describe('whoever follows the texts word for word, from the packed tarball', () => {
  const installed = new Set<string>();
  let newcomer: Newcomer;

  beforeAll(async () => {
    newcomer = await createNewcomer();
  });
  afterAll(() => newcomer?.leave());

  it.for(steps.map((step) => [step.name, step] as const))('%s works', async ([, step], context) => {
    if (step.kind === 'program') return runProgram(step.program, context);
    needsWhatItReads(context, step.line);
    if (step.kind === 'face-perturb') return expectCommandToWork(newcomer, step.line);
    if (!installed.has(step.line)) await newcomer.install(step.line);
    installed.add(step.line);
  });

  async function runProgram({ name, language, code, output }: Program, context: TestContext) {
    needsWhatItReads(context, code);
    const script = language === 'ts' ? (await transform(code, { loader: 'ts', target: 'es2022' })).code : code;
    const start = code.includes('webgpu') ? newcomer.nodeWithWebgpu : newcomer.node;
    const { status, stdout, stderr } = await start(newcomer.write(`${name.replace(/\W/g, '_')}.mjs`, script));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    if (output !== undefined && !fits(stdout, output)) expect(stdout.trim()).toBe(output.trim());
  }

  it('can compile all programs in a strict TypeScript project', async () => {
    const files = programs.flatMap(({ language, code }, at) => {
      if (language !== 'ts') return [];
      newcomer.write(`program${at}.ts`, `${code}\nexport {};\n`);
      return [`program${at}.ts`];
    });
    newcomer.write('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files }));
    const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], { cwd: newcomer.folder });
    const named = stdout.replace(/program(\d+)\.ts/g, (_, at: string) => programs[Number(at)]!.name);
    expect(named).toBe('');
  });
});
