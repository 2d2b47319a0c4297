import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Consumer } from '../package/support/consumer.js';
import { REPOSITORY } from '../package/support/paths.js';
import { run } from '../package/support/run.js';
import { FACE_MODEL, needs, PORTRAIT } from '../support/sharedFiles.js';
import { codeBlocksOf, textsWithCode } from './support/codeBlocks.js';
import { COMPILER_OPTIONS, createExampleProject } from './support/exampleProject.js';
import { fits, programsOf } from './support/programs.js';
import { isShell, readCommand, shellLinesOf } from './support/shellLines.js';

const blocks = textsWithCode().flatMap((file) => codeBlocksOf(file));
const programs = textsWithCode().flatMap((file) => programsOf(codeBlocksOf(file)));
const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  peerDependencies: Record<string, string>;
};

describe('every block of code in the README and the guides', () => {
  it('is of a kind that is tested', () => {
    // `text` is what a program prints, or a drawing.
    const tested = ['ts', 'js', 'html', 'json', 'text'];
    const left = blocks.filter((block) => !isShell(block) && !tested.includes(block.language));
    expect(left.map(({ file, line, language }) => `${file}:${line} '${language}'`)).toEqual([]);
    expect(programs.length).toBeGreaterThan(10);
  });

  it('in html is the page of the program after it', () => {
    const pages = programs.filter(({ html }) => html !== undefined);
    expect(pages).toHaveLength(blocks.filter(({ language }) => language === 'html').length);
  });

  it('in json is JSON', () => {
    for (const { language, code } of blocks) if (language === 'json') JSON.parse(code);
  });

  it.each(blocks.filter(isShell).map((block) => [`${block.file}:${block.line}`, block] as const))(
    '%s is of commands that exist',
    (_, block) => {
      for (const line of shellLinesOf(block)) {
        const command = readCommand(line);
        expect(command, line).toBeDefined();
        if (command?.kind === 'script') expect(['ci', ...Object.keys(manifest.scripts)]).toContain(command.name);
        if (command?.kind === 'install') {
          const known = ['face-perturb', ...Object.keys(manifest.peerDependencies)];
          for (const name of command.packages) expect(known).toContain(name.replace(/(?<=.)@[\d.]+$/, ''));
        }
        // Those of the command line's guide are run by the test of the command line.
        if (command?.kind === 'face-perturb') expect(guideLines()).toContain(command.line);
      }
    },
  );
});

function guideLines(): string[] {
  return codeBlocksOf('docs/command-line.md').filter(isShell).flatMap(shellLinesOf);
}

describe('the programs in the README and the guides', () => {
  let consumer: Consumer;

  beforeAll(async () => {
    consumer = await createExampleProject();
  });

  it('compile in a strict TypeScript project', async () => {
    const files = programs.flatMap(({ language, code }, at) => {
      if (language !== 'ts') return [];
      consumer.write(`program${at}.ts`, `${code}\nexport {};\n`);
      return [`program${at}.ts`];
    });
    consumer.write('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files }));
    const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], { cwd: consumer.folder });
    const named = stdout.replace(/program(\d+)\.ts/g, (_, at: string) => programs[Number(at)]!.name);
    expect(named).toBe('');
  });

  for (const { name, place, language, code, output } of programs) {
    if (place !== 'node') continue;
    it(`${name} runs in Node and prints what the text says`, async (context) => {
      if (/face_landmarker\.task|photo\.jpg/.test(code)) needs(context, FACE_MODEL, PORTRAIT);
      const script = language === 'ts' ? (await transform(code, { loader: 'ts', target: 'es2022' })).code : code;
      const file = consumer.write(`${name.replace(/\W/g, '_')}.mjs`, script);
      const { status, stdout, stderr } = await consumer.node(file);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      if (output !== undefined && !fits(stdout, output)) expect(stdout.trim()).toBe(output.trim());
    });
  }
});
