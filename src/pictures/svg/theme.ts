/** How a sheet looks around its pictures; `auto` follows what the reader's screen prefers. */
export type SheetTheme = 'auto' | 'light' | 'dark';

/** All of them. */
export const THEMES: readonly SheetTheme[] = ['auto', 'light', 'dark'];

/** Kinds of ink, and the ground. */
export type Ink = 'ground' | 'text' | 'quiet' | 'line';

const COLOURS: Record<'light' | 'dark', Record<Ink, string>> = {
  light: { ground: '#ffffff', text: '#1b1e24', quiet: '#5c6370', line: '#d9dbe0' },
  dark: { ground: '#16181d', text: '#eceae6', quiet: '#a3a9b5', line: '#3a3f49' },
};

/** The ink of an element, as attributes: a colour that any reader understands, and a name for {@link darkStyle}. */
export function ink(theme: SheetTheme, kind: Ink): string {
  const colour = COLOURS[theme === 'dark' ? 'dark' : 'light'][kind];
  return theme === 'auto' ? `class="fp-${kind}" fill="${colour}"` : `fill="${colour}"`;
}

/** For `auto`, the dark colours where they are preferred. Its names are the same in every sheet, so that many fit into one page. */
export function darkStyle(theme: SheetTheme): string {
  if (theme !== 'auto') return '';
  const rules = Object.entries(COLOURS.dark).map(([kind, colour]) => `.fp-sheet .fp-${kind}{fill:${colour}}`);
  return `<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`;
}
