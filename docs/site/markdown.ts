import MarkdownIt from 'markdown-it';
import type { Highlighter } from './highlight.js';
import { escapeHtml, textOf } from './html.js';

/** A heading of a page. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** A text as HTML. */
export interface Rendered {
  readonly title: string;
  readonly html: string;
  /** All headings below the title. */
  readonly headings: readonly Heading[];
  /** The first sentence or so, for search engines and lists. */
  readonly description: string;
}

/** Renders Markdown; `linkCode` may make a link of inline code. */
export interface MarkdownRenderer {
  render(text: string, linkCode?: (code: string) => string | undefined): Rendered;
}

/** Characters from which a cell of a table is text to read. */
const LONG_CELL = 60;

interface Environment {
  headings: Heading[];
  linkCode?: (code: string) => string | undefined;
}

/** Makes a renderer of GitHub's kind of Markdown. HTML in it is taken as it is: all texts are our own. */
export function createRenderer(highlighter: Highlighter): MarkdownRenderer {
  const markdown = new MarkdownIt({ html: true, linkify: false });
  const { rules } = markdown.renderer;

  rules.fence = (tokens, at) => {
    const { content, info } = tokens[at]!;
    const language = info.trim().split(/\s+/)[0] ?? '';
    const code = highlighter.highlight(content.replace(/\n$/, ''), language);
    // Long lines scroll, and what scrolls must be reachable by keyboard.
    return `<pre tabindex="0" data-language="${escapeHtml(language)}"><code>${code}</code></pre>\n`;
  };
  rules.code_block = (tokens, at) => `<pre tabindex="0"><code>${escapeHtml(tokens[at]!.content)}</code></pre>\n`;
  rules.table_open = () => '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';
  // On a phone a sentence in a narrow column would be a word a line: the table scrolls instead.
  rules.td_open = (tokens, at, options, _environment, renderer) => {
    if (tokens[at + 1]!.content.length > LONG_CELL) tokens[at]!.attrJoin('class', 'long');
    return renderer.renderToken(tokens, at, options);
  };
  rules.code_inline = (tokens, at, _options, environment: Environment) => {
    const code = `<code>${escapeHtml(tokens[at]!.content)}</code>`;
    const isInLink = tokens
      .slice(0, at)
      .reduce((depth, token) => depth + (token.type.startsWith('link_') ? token.nesting : 0), 0);
    const address = isInLink ? undefined : environment.linkCode?.(tokens[at]!.content);
    return address ? `<a class="name" href="${address}">${code}</a>` : code;
  };
  rules.heading_open = (tokens, at, _options, environment: Environment) => {
    const level = Number(tokens[at]!.tag.slice(1));
    const text = textOf(markdown.renderer.renderInline(tokens[at + 1]!.children ?? [], markdown.options, {}));
    const id = uniqueId(slug(text), environment.headings);
    environment.headings.push({ level, id, text });
    return `<h${level} id="${id}">`;
  };

  return {
    render(text, linkCode) {
      const environment: Environment = { headings: [], linkCode };
      const html = markdown.render(text, environment);
      const [title, ...headings] = environment.headings;
      if (title?.level !== 1) throw new Error(`A page begins without a title: ${text.slice(0, 80)}`);
      return { title: title.text, html, headings, description: descriptionOf(html) };
    },
  };
}

function descriptionOf(html: string): string {
  const first = textOf(/<p>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? '');
  return first.length <= 200 ? first : `${first.slice(0, 200).replace(/\s+\S*$/, '')} …`;
}

/** The anchor of a heading, as GitHub makes it. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function uniqueId(id: string, headings: readonly Heading[]): string {
  const taken = new Set(headings.map((heading) => heading.id));
  if (!taken.has(id)) return id;
  let count = 1;
  while (taken.has(`${id}-${count}`)) count++;
  return `${id}-${count}`;
}
