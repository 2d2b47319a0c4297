/** Escapes a text for SVG and leaves out what XML cannot hold: control characters and halves of characters. */
export function escapeText(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0) as number;
    const fits =
      code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || (code > 0xdfff && code < 0xfffe);
    return fits || code > 0xffff ? (ENTITIES[letter] ?? letter) : '';
  }).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Widths of letters in shares of the letters' height. Fonts differ and none can be measured here, so that these are of a wide one (DejaVu
 * Sans): in a narrower font some room is left.
 */
const WIDTHS: readonly (readonly [letters: string, width: number])[] = [
  ["ijl'|.,:;!I ", 0.33],
  ['frt()[]{}/\\-"`', 0.42],
  ['ckszvxyJL_', 0.58],
  ['mwMW@%—', 1],
  ['ABCDEFGHKNOPQRSTUVXYZ&+<>=~#', 0.8],
];

const KNOWN = /* @__PURE__ */ new Map(
  WIDTHS.flatMap(([letters, width]) => Array.from(letters, (letter) => [letter, width] as const)),
);

/** How wide a text is at most, in the units of its font size. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * fontSize * (bold ? 1.1 : 1);
}

function letterWidth(letter: string): number {
  const known = KNOWN.get(letter);
  if (known !== undefined) return known;
  const code = letter.codePointAt(0) as number;
  if (code < 0x80) return 0.66;
  // Marks over letters, joiners and variants take no room.
  if (/\p{Mark}|[\u200b-\u200f\ufe00-\ufe0f]/u.test(letter)) return 0;
  // Hangul, Han, kana, full-width forms and pictures fill a square and more.
  if (code >= 0x1100) return code >= 0x2e80 || code < 0x1200 ? 1.3 : 0.9;
  return 0.8;
}

/** A text cut to a width, with "…" at its end where something is missing. */
export function fitText(text: string, width: number, fontSize: number, bold = false): string {
  if (textWidth(text, fontSize, bold) <= width) return text;
  let [kept, taken] = ['', textWidth('…', fontSize, bold)];
  for (const letter of text) {
    taken += textWidth(letter, fontSize, bold);
    if (taken > width) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * A text in lines of a width: broken between words, and within a word that is too long for a line; what is left after the last line is
 * cut off with "…".
 *
 * @param most - Lines at most.
 */
export function wrapText(text: string, width: number, fontSize: number, most = Infinity, bold = false): string[] {
  const lines: string[] = [];
  const fits = (line: string) => textWidth(line, fontSize, bold) <= width;
  let rest = text.replace(/\s+/g, ' ').trim();
  while (rest !== '') {
    if (lines.length === most - 1 || fits(rest)) {
      lines.push(fitText(rest, width, fontSize, bold));
      break;
    }
    const line = firstLine(rest, fits);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return lines;
}

/** As much of a text as fits: whole words, or whole parts of the first ("input|Gradient", "score-|CAM"), or as many letters; at least one. */
function firstLine(text: string, fits: (line: string) => boolean): string {
  for (const parts of [text.split(/(?<=\s)/), text.split(/(?<=\s|[-_/.,])|(?<=\p{Ll})(?=\p{Lu})/u), Array.from(text)]) {
    let line = '';
    for (const part of parts) {
      if (!fits((line + part).trimEnd())) break;
      line += part;
    }
    if (line !== '') return line;
  }
  return Array.from(text)[0] as string;
}
