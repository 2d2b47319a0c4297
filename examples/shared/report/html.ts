/** A piece of finished HTML, told apart from text that still has to be escaped. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What may stand in an {@link html} template: text and numbers are escaped, markup and lists of it are taken as they are. */
export type Content = Markup | string | number | undefined | false | readonly Content[];

/** A template tag that escapes every value put in it, except what is markup already. */
export function html(parts: TemplateStringsArray, ...values: Content[]): Markup {
  return new Markup(parts.reduce((text, part, at) => text + render(values[at - 1]) + part));
}

/** Takes a text as finished HTML: for SVG and style sheets made here, never for data. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function render(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return escapeHtml(String(value));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
