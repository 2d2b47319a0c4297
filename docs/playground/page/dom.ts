import type { Pixels } from '../protocol.js';

/** An element that the page has by this id. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element #${id}.`);
  return found as Kind;
}

/** An element with words or elements in it. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Shows a picture on a canvas, which takes its size. */
export function draw(canvas: HTMLCanvasElement, { width, height, data }: Pixels): void {
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
}

/** A table; the first cell of each row heads it. */
export function tableOf(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const head = make('tr', {}, ...heads.map((each) => make('th', { scope: 'col' }, each)));
  const body = rows.map(([first = '', ...cells]) =>
    make('tr', {}, make('th', { scope: 'row' }, first), ...cells.map((cell) => make('td', {}, cell))),
  );
  const table = make('table', {}, make('caption', {}, caption), make('thead', {}, head), make('tbody', {}, ...body));
  const frame = make('div', { className: 'table', tabIndex: 0, role: 'group', ariaLabel: caption }, table);
  return frame;
}

/** A share in [0, 1] as a bar with its number. */
export function barOf(share: number): HTMLElement {
  const bar = make('span', { className: 'share' });
  bar.style.setProperty('--share', String(share));
  return make('span', { className: 'bar-cell' }, bar, percent(share));
}

/** "12 %", or "0.4 %" and "99.8 %" where that says more. */
export function percent(share: number): string {
  const isNear = (end: number, reach: number) => Math.abs(share - end) >= 0.0005 && Math.abs(share - end) < reach;
  const digits = isNear(0, 0.0995) || isNear(1, 0.005) ? 1 : 0;
  return `${(100 * share).toFixed(digits)} %`;
}

/** Has the browser save something as a file. */
export function save(name: string, content: Blob): void {
  const link = make('a', { href: URL.createObjectURL(content), download: name });
  link.click();
  // Some browsers read it only after the click is over.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Saves what a canvas shows. */
export function savePicture(name: string, canvas: HTMLCanvasElement): void {
  canvas.toBlob((png) => png && save(name, png), 'image/png');
}

/** Saves a picture that is on no canvas. */
export function savePixels(name: string, pixels: Pixels): void {
  const canvas = make('canvas');
  draw(canvas, pixels);
  savePicture(name, canvas);
}
