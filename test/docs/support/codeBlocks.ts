import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../package/support/paths.js';

/** A fenced block of code in a text. */
export interface CodeBlock {
  /** Path from the repository's root. */
  readonly file: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** First word after the fence. */
  readonly language: string;
  /** The other words: how the block is tested. */
  readonly marks: readonly string[];
  readonly code: string;
}

/** Texts whose code is tested: README and every guide. The results are written by programs, and the changelog has no code. */
export function textsWithCode(): string[] {
  const guides = readdirSync(join(REPOSITORY, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  return ['README.md', ...guides];
}

/** All blocks of a text, in their order. */
export function codeBlocksOf(file: string, text = readFileSync(join(REPOSITORY, file), 'utf8')): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { line: number; info: string; indent: number; lines: string[] } | undefined;
  text.split('\n').forEach((content, at) => {
    const fence = /^( *)```(.*)$/.exec(content);
    if (!open) {
      if (fence) open = { line: at + 1, info: fence[2]!.trim(), indent: fence[1]!.length, lines: [] };
    } else if (fence && fence[2] === '') {
      const [language = '', ...marks] = open.info.split(/\s+/);
      blocks.push({ file, line: open.line, language, marks, code: open.lines.join('\n') });
      open = undefined;
    } else {
      open.lines.push(content.slice(open.indent));
    }
  });
  if (open) throw new Error(`${file}:${open.line}: a block of code without an end`);
  return blocks;
}
