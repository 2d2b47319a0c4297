import type { CodeBlock } from './codeBlocks.js';

/** Where a program runs; `types` is compiled and never runs, for it needs what no test has. */
export type Place = 'node' | 'browser' | 'worker' | 'types';

/** A block of code, or several that continue each other, as a file that can run. */
export interface Program {
  /** `docs/masks.md:12`. */
  readonly name: string;
  readonly place: Place;
  readonly language: 'ts' | 'js';
  readonly code: string;
  /** The page that a browser's program runs in, when the text shows one. */
  readonly html?: string | undefined;
  /** What it must print, when the text says so; `…` stands for anything. */
  readonly output?: string | undefined;
}

/**
 * What a text's blocks in `ts` and `js` come to. Words after the language say how a block is tested:
 *
 * - nothing: it is a program of its own for Node;
 * - `continued`: it goes on where the block before it ends;
 * - `browser`: it runs in a page, the one in the `html` block right before it if there is one;
 * - `worker`: it runs in a Web Worker;
 * - `types`: it is only compiled.
 *
 * A `text output` block shows what the program before it prints. A program that goes on has several; together they are all it prints.
 *
 * @throws Error for words that are none of these, or that don't fit the block before.
 */
export function programsOf(blocks: readonly CodeBlock[]): Program[] {
  const programs: Program[] = [];
  blocks.forEach((block, at) => {
    const where = `${block.file}:${block.line}`;
    if (block.language === 'text' && block.marks.includes('output')) {
      const printing = programs.pop();
      if (!printing) throw new Error(`${where}: output of no program`);
      programs.push({ ...printing, output: [printing.output, block.code].filter(Boolean).join('\n') });
    }
    if (block.language !== 'ts' && block.language !== 'js') return;
    const unknown = block.marks.filter((mark) => !['continued', 'browser', 'worker', 'types'].includes(mark));
    if (unknown.length > 0 || block.marks.length > 1) throw new Error(`${where}: marked '${block.marks.join(' ')}'`);
    const { language, code } = block;
    if (block.marks[0] === 'continued') {
      const begun = programs.pop();
      if (!begun) throw new Error(`${where}: continues nothing`);
      programs.push({ ...begun, name: `${begun.name}+${block.line}`, code: joined(begun.code, code) });
      return;
    }
    const before = blocks[at - 1];
    const place = (block.marks[0] as Place | undefined) ?? 'node';
    const html = place === 'browser' && before?.language === 'html' ? before.code : undefined;
    programs.push({ name: where, place, language, code, html });
  });
  return programs;
}

const IMPORT = /^import \{([^}]*)\} from ('[^']*');$/gm;

/** One block after the other; names that the first imports already are not imported again. */
function joined(first: string, second: string): string {
  const known = new Set(
    [...first.matchAll(IMPORT)].flatMap(([, names, from]) => namesIn(names!).map((name) => name + from)),
  );
  const rest = second.replace(IMPORT, (_, names: string, from: string) => {
    const fresh = namesIn(names).filter((name) => !known.has(name + from));
    return fresh.length > 0 ? `import { ${fresh.join(', ')} } from ${from};` : '';
  });
  return `${first}\n${rest}`;
}

function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Whether what was printed is what the text says; `…` stands for anything, on a line of its own for any number of lines. */
export function fits(printed: string, expected: string): boolean {
  const pattern = expected
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/^…\n/gm, '(?:.*\n)*?')
    .replaceAll('…', '[^]*?');
  return new RegExp(`^${pattern}$`).test(printed.trim());
}
