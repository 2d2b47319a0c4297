import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../package/support/paths.js';
import { codeBlocksOf, textsWithCode } from './support/codeBlocks.js';
import { programsOf } from './support/programs.js';
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
      }
    },
  );
});
