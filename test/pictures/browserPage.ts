import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { contactSheetSvg, heatMap, toPng } from '../../src/pictures/index.js';

/** What the browser says of the pictures it was given. */
export interface PageResult {
  /** Width and height of the PNG as the browser decodes it. */
  size: number[];
  /** The largest difference of a decoded byte from the value that was written. */
  worst: number;
  /** Texts of the SVG in all, those that leave its margins, and pairs that lie over each other. */
  texts: number;
  outside: string[];
  clashing: string[];
  /** Widths in pixels at which the embedded pictures were decoded. */
  pictures: number[];
}

const [HEIGHT, WIDTH] = [20, 30];
const values = Array.from({ length: HEIGHT * WIDTH }, (_, at) => Math.sin(at / 9));
const LONG = 'integrated gradients of a very long WWWWW name & <things> '.repeat(3);

async function decoded(): Promise<Pick<PageResult, 'size' | 'worst'>> {
  const picture = await heatMap({ values, height: HEIGHT, width: WIDTH }, { enlarge: 2 });
  const png = (await toPng(picture)) as Uint8Array<ArrayBuffer>;
  const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const written = await picture.data();
  const gaps = Array.from(written, (value, at) => {
    return Math.abs(data[4 * Math.floor(at / 3) + (at % 3)]! - Math.round(255 * value));
  });
  return { size: [bitmap.width, bitmap.height], worst: gaps.reduce((most, gap) => Math.max(most, gap), 0) };
}

async function laidOut(): Promise<Omit<PageResult, 'size' | 'worst'>> {
  const images = tf.tensor4d(
    Float32Array.from({ length: 4 * HEIGHT * WIDTH }, (_, at) => (at % 9) / 9),
    [4, HEIGHT, WIDTH, 1],
  );
  const map = { values, height: HEIGHT, width: WIDTH };
  const labels = values.map((value) => Math.round(2 + 2 * value));
  const columns = [
    { title: LONG, map },
    { title: 'inputGradient', map, signed: true, scale: 'batch' as const },
    { title: 'flat', map: { ...map, values: values.map(() => 1) } },
    { title: 'c', clusters: { labels, height: HEIGHT, width: WIDTH }, names: [LONG, 'WWWW', 'b', 'c', LONG] },
  ];
  const classes = ['angry', LONG, 'angry', 'ÄÖÜ mixed Case'];
  const words = { title: LONG, note: LONG, classes, captions: Array<string>(4).fill(LONG) };
  document.body.innerHTML = await contactSheetSvg(images, columns, words);
  const sheet = document.querySelector('svg')!.getBoundingClientRect();
  const texts = [...document.querySelectorAll('text')].map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return { left, right, top, bottom, words: text.textContent ?? '' };
  });
  const outside = texts.filter(({ left, right, bottom }) => {
    return left < sheet.left + 20 || right > sheet.right - 20 || bottom > sheet.bottom - 4;
  });
  // A line's box is higher than its letters.
  const clashing = texts.flatMap((one, at) =>
    texts
      .slice(at + 1)
      .filter(({ left, right }) => one.left < right - 0.5 && left < one.right - 0.5)
      .filter(({ top, bottom }) => one.top < bottom - 3 && top < one.bottom - 3)
      .map((other) => `${one.words} | ${other.words}`),
  );
  const pictures = await Promise.all(
    [...document.querySelectorAll('image')].map(async (image) => {
      const loaded = new Image();
      loaded.src = image.getAttribute('href')!;
      await loaded.decode();
      return loaded.naturalWidth;
    }),
  );
  return { texts: texts.length, outside: outside.map((text) => text.words), clashing, pictures };
}

/** Called by browser.test.ts. */
async function run(): Promise<PageResult> {
  await tf.setBackend('cpu');
  return { ...(await decoded()), ...(await laidOut()) };
}

Object.assign(globalThis, { run });
