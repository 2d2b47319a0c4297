import {
  bundledLanguages,
  bundledThemes,
  codeToTokensWithThemes,
  createOnigurumaEngine,
  createShikiInternal,
  loadBuiltinWasm,
} from '@gerrit0/mini-shiki';
import { escapeHtml } from './html.js';

/** Languages that code on the site is in; any other name is an error, so that a typing mistake shows. */
const LANGUAGES = ['ts', 'js', 'sh', 'json', 'html'] as const;
const PLAIN = ['', 'text'];
/** Both have a contrast of at least 7 to 1 on their backgrounds. */
const THEMES = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const;

/** Colours code as HTML, and knows the style sheet for all it has coloured so far. */
export interface Highlighter {
  highlight(code: string, language: string): string;
  /** One class for each pair of a light and a dark colour. */
  css(): string;
}

/** Loads the grammars and the two themes. */
export async function createHighlighter(): Promise<Highlighter> {
  await loadBuiltinWasm();
  const shiki = await createShikiInternal({
    engine: await createOnigurumaEngine(),
    themes: Object.values(THEMES).map((name) => bundledThemes[name]),
    langs: LANGUAGES.map((name) => bundledLanguages[name]),
  });
  const classes = new Map<string, string>();

  function spanOf(text: string, light: string, dark: string): string {
    const key = `${light} ${dark}`;
    if (!classes.has(key)) classes.set(key, `c${classes.size}`);
    return `<span class="${classes.get(key)}">${escapeHtml(text)}</span>`;
  }

  return {
    highlight(code, language) {
      if (PLAIN.includes(language)) return escapeHtml(code);
      if (!(LANGUAGES as readonly string[]).includes(language)) {
        throw new Error(`Code of an unknown language '${language}' begins: ${code.slice(0, 60)}`);
      }
      const lines = codeToTokensWithThemes(shiki, code, {
        ...{ lang: language, themes: THEMES },
        // A slow machine must not cut a line's colours off.
        tokenizeTimeLimit: 0,
      });
      return lines
        .map((tokens) =>
          tokens
            .map(({ content, variants }) => {
              const { light, dark } = variants as Record<'light' | 'dark', { color?: string }>;
              return content.trim() ? spanOf(content, light.color ?? '', dark.color ?? '') : content;
            })
            .join(''),
        )
        .join('\n');
    },
    css() {
      const rules = (theme: 0 | 1) =>
        [...classes].map(([key, name]) => `pre .${name}{color:${key.split(' ')[theme]}}`).join('\n');
      return [
        rules(0),
        `@media (prefers-color-scheme: dark) { :root:not([data-theme='light']) {\n${rules(1)}\n} }`,
        `:root[data-theme='dark'] {\n${rules(1)}\n}`,
      ].join('\n');
    },
  };
}
