import { codeBlocksOf } from './codeBlocks.js';
import { programsOf, type Program } from './programs.js';
import { isShell, readCommand, shellLinesOf } from './shellLines.js';

/** Something a reader of a text does: types a line of `npm install` or of the command line, or runs a program. */
export type Step =
  | { readonly kind: 'install' | 'face-perturb'; readonly name: string; readonly line: string }
  | { readonly kind: 'program'; readonly name: string; readonly program: Program };

/** What a text tells to do in one's own project, in its order. Commands for the repository itself are left out. */
export function stepsOf(file: string): Step[] {
  const blocks = codeBlocksOf(file);
  const programs = programsOf(blocks);
  return blocks.flatMap((block): Step[] => {
    const where = `${block.file}:${block.line}`;
    if (!isShell(block)) {
      const program = programs.find(({ name }) => name.split('+')[0] === where);
      return program ? [{ kind: 'program', name: program.name, program }] : [];
    }
    return shellLinesOf(block).flatMap((line): Step[] => {
      const kind = readCommand(line)?.kind;
      return kind === 'install' || kind === 'face-perturb' ? [{ kind, name: `${where} \`${line}\``, line }] : [];
    });
  });
}
