import type { CodeBlock } from './codeBlocks.js';

/** Blocks that show what to type. */
export const isShell = ({ language, code }: CodeBlock): boolean =>
  language === 'sh' || (language === '' && /^(npm|npx) /.test(code));

/** The commands of a block, one by one, whole where they go on in the next line. */
export function shellLinesOf(block: CodeBlock): string[] {
  return block.code
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter(Boolean)
    .flatMap((line) => line.split(' && '));
}

/** What a command is checked by; undefined for one that nothing checks. */
export type ShellCommand =
  | { kind: 'install'; packages: readonly string[] }
  | { kind: 'script'; name: string }
  | { kind: 'face-perturb'; line: string };

/** Understands the commands that the texts use. */
export function readCommand(line: string): ShellCommand | undefined {
  if (line === 'npm ci' || line === 'npm test') return { kind: 'script', name: line.slice(4) };
  if (line.startsWith('npx face-perturb ')) return { kind: 'face-perturb', line };
  const [, script] = /^npm run (\S+)/.exec(line) ?? [];
  if (script) return { kind: 'script', name: script };
  const [, packages] = /^npm install (.*)$/.exec(line) ?? [];
  return packages
    ? { kind: 'install', packages: packages.split(/\s+/).filter((name) => !name.startsWith('-')) }
    : undefined;
}
