import { escapeText, fitText, wrapText } from './text.js';
import { ink, type Ink, type SheetTheme } from './theme.js';

/** A text's looks. */
export interface TextStyle {
  readonly size: number;
  readonly ink: Ink;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** More words after the text, smaller and quiet, not cut. */
  readonly after?: string | undefined;
}

/** Height of a line in shares of the letters' height. */
export const LINE = 1.35;

/** Writes marks of one theme, each as a line of SVG. */
export interface Pen {
  readonly theme: SheetTheme;
  readonly marks: string[];
}

/** Writes one line of text, cut to a width; a mouse that rests on it sees all of it. `top` is the upper edge of its line. */
export function writeLine(pen: Pen, text: string, left: number, top: number, width: number, style: TextStyle): void {
  const shown = fitText(text, width, style.size, style.bold);
  const { size, bold, anchor = 'start' } = style;
  const place = anchor === 'start' ? left : anchor === 'end' ? left + width : left + width / 2;
  const looks = `font-size="${size}"${bold ? ' font-weight="600"' : ''}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`;
  const whole = shown === text ? '' : `<title>${escapeText(text)}</title>`;
  const baseline = round(top + size * (LINE - 0.3));
  const more =
    style.after === undefined
      ? ''
      : `<tspan dx="10" font-size="12" font-weight="400" ${ink(pen.theme, 'quiet')}>${escapeText(style.after)}</tspan>`;
  const start = `<text x="${round(place)}" y="${baseline}" ${ink(pen.theme, style.ink)} ${looks}>`;
  pen.marks.push(`${start}${whole}${escapeText(shown)}${more}</text>`);
}

/** Writes lines of text within a width and returns the height they take. */
export function writeLines(
  pen: Pen,
  text: string,
  left: number,
  top: number,
  width: number,
  style: TextStyle & { readonly most?: number },
): number {
  const lines = wrapText(text, width, style.size, style.most, style.bold);
  const cut = lines.at(-1)?.endsWith('…') === true;
  lines.forEach((line, at) => {
    const last = at === lines.length - 1;
    writeLine(pen, line, left, top + at * style.size * LINE, width, style);
    if (last && cut) addTitle(pen, text);
  });
  return lines.length * style.size * LINE;
}

/** Gives the last mark, a text, all of its words for a mouse that rests on it. */
function addTitle({ marks }: Pen, text: string): void {
  const mark = marks.pop() as string;
  marks.push(mark.replace(/>(?=[^<]*<\/text>$)/, `><title>${escapeText(text)}</title>`));
}

/** Draws an embedded picture on whole pixels, so that its edges are sharp, with words for those who cannot see it. */
export function drawPicture(pen: Pen, { address, left, top, width, height, title, blocky }: PictureMark): void {
  const looks = blocky ? ' style="image-rendering:pixelated"' : '';
  const place = `x="${Math.round(left)}" y="${Math.round(top)}" width="${Math.round(width)}" height="${Math.round(height)}"`;
  pen.marks.push(
    `<image ${place} preserveAspectRatio="none"${looks} href="${address}">${title === undefined ? '' : `<title>${escapeText(title)}</title>`}</image>`,
  );
}

/** An embedded picture and where it stands. */
export interface PictureMark {
  readonly address: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly title?: string;
  /** Whether its pixels show as blocks where it is enlarged. */
  readonly blocky?: boolean;
}

/** Coordinates to a hundredth: the rest is only weight. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
