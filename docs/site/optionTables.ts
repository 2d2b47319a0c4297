import { posix } from 'node:path';
import type { Source } from './source.js';

/** A field of an interface, as its page in the reference tells it. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly words: string;
}

/**
 * Puts a table of all options onto the pages of functions that take an `…Options` object, so that a function's page says
 * everything about calling it.
 */
export function withOptionTables(sources: readonly Source[]): Source[] {
  const byPath = new Map(sources.map((source) => [source.path, source.text]));
  return sources.map(({ path, text }) => {
    const [, name = '', link = ''] = /^\| `\w+\??` \| \[`(\w+Options)`\]\(([^)]*)\)/m.exec(text) ?? [];
    const page = posix.join(posix.dirname(path), link);
    const fields = path.includes('/functions/') ? fieldsOf(byPath.get(page) ?? '') : [];
    if (fields.length === 0) return { path, text };
    const pointed = text.replace(/^(\| `\w+\??` \| \[`\w+Options`\]\([^)]*\) \|) - \|$/m, '$1 See below. |');
    return { path, text: pointed.replace(/^## Returns$/m, `${tableOf(fields, name, link)}\n\n## Returns`) };
  });
}

function fieldsOf(text: string): Field[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const [body = '', rest = ''] = part.split(/^#### Default$/m);
      const [, name = '', type = '', words = ''] = /^(.*)\n\n```ts\n([\s\S]*?)```\n*([\s\S]*)$/.exec(body) ?? [];
      const [, code] = /^\n*```ts\n([\s\S]*?)\n```/.exec(rest) ?? [];
      const [, prose] = /^\n*([^\n*#][^\n]*)/.exec(rest) ?? [];
      const isOptional = name.endsWith('?');
      return {
        name: `\`${name.replace(/[\\?]/g, '')}\``,
        type: typeOf(type),
        default: code ? `\`${code}\`` : (prose ?? (isOptional ? 'none' : 'must be given')),
        words: words.split(/^(?:\*\*\*|#{2,6} )/m)[0] as string,
      };
    });
}

/** `fill?: FillOption;` as `FillOption`; what takes several lines is told on the interface's page. */
function typeOf(declaration: string): string {
  const type = declaration
    .trim()
    .replace(/^(readonly )?\w+\??: ?/, '')
    .replace(/;$/, '');
  return type.includes('\n') || type.length > 60 ? '' : `\`${type}\``;
}

function tableOf(fields: readonly Field[], name: string, link: string): string {
  const cell = (text: string) =>
    text
      .trim()
      .replace(/\s*\n\s*/g, ' ')
      .replace(/(?<!\\)\|/g, '\\|');
  // Links of the interface's page, as they go from the function's.
  const rebased = (text: string) =>
    text.replace(/\]\((?![a-z]+:|#)([^)]*)\)/g, (_, url: string) => `](${posix.join(posix.dirname(link), url)})`);
  const rows = fields.map((field) => {
    const cells = [field.name, field.type, field.default, rebased(field.words)].map(cell);
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `## Options`,
    '',
    `Fields of [\`${name}\`](${link}):`,
    '',
    '| Option | Type | Default | What |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
