import * as tf from '@tensorflow/tfjs-core';
import { parseHTML } from 'linkedom';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { clusterColour } from '../../src/pictures/colour/clusterColours.js';
import { cssColour } from '../../src/pictures/colour/css.js';
import { contactSheetSvg, heatMapSvg } from '../../src/pictures/contactSheetSvg.js';
import { overlay } from '../../src/pictures/overlay.js';
import { textWidth } from '../../src/pictures/svg/text.js';
import { onEachBackend } from '../support/backends.js';
import { bytesOf, failure, readPng, withoutLeak } from './support.js';

const SIDE = 12;
const COUNT = 5;
const values = Array.from({ length: COUNT * SIDE * SIDE }, (_, at) => Math.sin(at / 7) + (at % (SIDE * SIDE)) / 50);
const map = { values, height: SIDE, width: SIDE, images: COUNT };
const flat = { ...map, values: values.map((value, at) => (at < 2 * SIDE * SIDE ? 1 : value)) };
const clusters = {
  labels: Uint8Array.from({ length: SIDE * SIDE }, (_, at) => Math.floor(at / 48)),
  height: SIDE,
  width: SIDE,
};
const classes = ['sad', 'happy', 'sad', 'angry', 'happy'];
const faces = () =>
  tf.tensor4d(
    Float32Array.from({ length: COUNT * SIDE * SIDE }, (_, at) => (at % 17) / 17),
    [COUNT, SIDE, SIDE, 1],
  );

/** What a reader of the SVG gets. */
function open(svg: string) {
  const { document } = parseHTML(svg);
  const root = document.querySelector('svg') as Element;
  const texts = [...document.querySelectorAll('text')].map((text) => {
    const shown = [...text.childNodes]
      .filter((node) => node.nodeName.toLowerCase() !== 'title')
      .map((node) => node.textContent)
      .join('');
    const number = (name: string) => Number(text.getAttribute(name));
    const anchor = text.getAttribute('text-anchor') ?? 'start';
    return {
      shown,
      whole: text.querySelector('title')?.textContent,
      x: number('x'),
      y: number('y'),
      size: number('font-size'),
      bold: text.hasAttribute('font-weight'),
      anchor,
    };
  });
  const images = [...document.querySelectorAll('image')].map((image) => ({
    address: image.getAttribute('href') as string,
    title: image.querySelector('title')?.textContent ?? '',
    x: Number(image.getAttribute('x')),
    y: Number(image.getAttribute('y')),
  }));
  const [width, height] = ['width', 'height'].map((name) => Number(root.getAttribute(name))) as [number, number];
  return { root, texts, images, width, height, words: texts.map(({ shown }) => shown).join(' ') };
}

/** Expects an SVG that strict readers take, with all text inside. */
async function expectSound(svg: string): Promise<void> {
  const { texts, width, height } = open(svg);
  expect(await sharp(Buffer.from(svg)).metadata()).toMatchObject({ format: 'svg', width, height });
  for (const { shown, x, y, size, bold, anchor } of texts) {
    const wide = textWidth(shown, size, bold);
    const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
    expect(left, shown).toBeGreaterThanOrEqual(20);
    expect(left + wide, shown).toBeLessThanOrEqual(width - 20);
    expect(y, shown).toBeLessThanOrEqual(height - 4);
  }
}

onEachBackend(() => {
  it('shows every face with its columns, by class, with titles, captions and legend', async () => {
    const images = faces();
    const captions = classes.map((name, at) => `${name} → sad 0.${at}1`);
    const columns = [
      { title: 'Grad-CAM', map },
      { title: 'gradient', map, signed: true, scale: 'batch' },
      { title: 'alone', map: flat, faces: false },
      { title: 'parts', clusters, names: ['top', 'middle'] },
    ] as const;
    const svg = await contactSheetSvg(images, columns, {
      title: 'All',
      note: 'Made up.',
      classes,
      captions,
      order: ['sad', 'happy', 'angry', 'fear'],
    });
    await expectSound(svg);
    const { texts, images: pictures, words } = open(svg);
    // Five faces with four columns each, three colour bars, one hatching.
    expect(pictures.length).toBe(5 * 5 + 3 + 1);
    const headings = texts
      .filter(({ shown }) => /^(sad|happy|angry|fear)( ?\d images)?$/.test(shown))
      .map(({ shown }) => shown.slice(0, 3));
    expect(headings).toEqual(['sad', 'hap', 'ang']);
    for (const caption of [
      ...captions,
      'All',
      'Made up.',
      'Grad-CAM',
      'parts',
      '2 images',
      'top',
      'middle',
      'cluster 2',
    ]) {
      expect(words).toContain(caption);
    }
    for (const cluster of [0, 1, 2]) expect(svg).toContain(`fill="${cssColour(clusterColour(cluster))}"`);
    expect(words).toContain('0 = least, 1 = most of each image');
    expect(words).toContain('One scale for all images');
    expect(words).toContain('hatched: nothing to show (the map is the same everywhere)');
    const ofSecond = pictures.filter(({ title }) => title.includes('image 1,') && title.includes('happy'));
    expect(ofSecond.length).toBe(5);
    expect(ofSecond.some(({ title }) => title.includes('nothing to show: the map is the same everywhere'))).toBe(true);
    images.dispose();
  });

  it('embeds the very pictures that overlay makes', async () => {
    const images = faces();
    const svg = await contactSheetSvg(images, [{ title: 'map', map }], { enlarge: 3 });
    const over = await overlay(images, map, { enlarge: 3 });
    const found = open(svg).images.find(({ title }) => title === 'map, image 4') as { address: string };
    const { pixels, width } = await readPng(bytesOf(found.address));
    expect(width).toBe(36);
    const expected = (await over.data()).slice(4 * 36 * 36 * 3);
    expect([...pixels]).toEqual(Array.from(expected, (value) => Math.round(255 * value)));
    tf.dispose([images, over]);
  });

  it('takes any text as text, and keeps it inside', async () => {
    const images = faces();
    const hostile = `<script>alert("1")</script> & ']]> \u0000\ud800 😀 ${'endless '.repeat(30)}`;
    const long = 'w'.repeat(300);
    const columns = [
      { title: hostile, map },
      { title: long, clusters, names: [hostile, long] },
    ];
    const options = {
      title: hostile,
      note: long,
      classes: [long, hostile, long, hostile, 'x'],
      captions: Array<string>(5).fill(hostile),
    };
    const svg = await contactSheetSvg(images, columns, options);
    await expectSound(svg);
    expect(svg).not.toContain('<script');
    const { texts } = open(svg);
    const cut = texts.filter(({ whole }) => whole !== undefined);
    expect(cut.length).toBeGreaterThan(5);
    expect(cut.every(({ shown }) => shown.endsWith('…') || shown.includes('…'))).toBe(true);
    expect(cut.some(({ whole }) => whole === long)).toBe(true);
    images.dispose();
  });

  it('has the reader’s colours, or those asked for', async () => {
    const images = faces();
    const [auto, light, dark] = await Promise.all(
      (['auto', 'light', 'dark'] as const).map((theme) => contactSheetSvg(images, [], { theme })),
    );
    expect(auto).toContain('prefers-color-scheme:dark');
    expect(light).not.toContain('<style>');
    expect(dark).not.toContain('<style>');
    const corner = async (svg = '') => (await sharp(Buffer.from(svg)).raw().toBuffer())[0];
    expect([await corner(auto), await corner(light), await corner(dark)]).toEqual([255, 255, 0x16]);
    images.dispose();
  });

  it('is the same text for the same faces, and leaves no tensor behind', async () => {
    const images = faces();
    const first = await contactSheetSvg(images, [{ title: 'map', map }]);
    expect(await contactSheetSvg(images, [{ title: 'map', map }])).toBe(first);
    await withoutLeak(0, () => contactSheetSvg(images, [{ title: 'map', map, signed: true }], { smooth: true }));
    await withoutLeak(0, () => heatMapSvg(map));
    images.dispose();
  });

  it('refuses what it cannot use', async () => {
    const images = faces();
    const bad: [() => Promise<unknown>, string, string][] = [
      [() => contactSheetSvg(images, [], { captions: ['a'] }), 'invalid-option', 'a text for each of the 5 images'],
      [() => contactSheetSvg(images, [], { captions: [1, 2, 3, 4, 5] as never }), 'invalid-option', 'captions'],
      [() => contactSheetSvg(images, [], { title: 5 as never }), 'invalid-option', 'title'],
      [() => contactSheetSvg(images, [], { theme: 'sepia' as never }), 'invalid-option', "'auto', 'light', 'dark'"],
      [() => contactSheetSvg(images, [], { headline: 'x' } as never), 'invalid-option', 'unknown option'],
      [() => heatMapSvg(map, { faces: true } as never), 'invalid-option', 'unknown option'],
      [() => heatMapSvg(map, { scale: -1 }), 'invalid-option', 'scale'],
      [() => heatMapSvg({} as never), 'invalid-argument', 'heatMapSvg'],
    ];
    for (const [act, code, words] of bad) {
      const error = await failure(act);
      expect([error.code, error.message]).toEqual([code, expect.stringContaining(words)]);
    }
    images.dispose();
  });
});

describe('heatMapSvg', () => {
  it('states its scale: signed, up to a number, and by percentile', async () => {
    const signed = await heatMapSvg(map, { signed: true, scale: 0.00125, mapTitle: 'slope' });
    await expectSound(signed);
    for (const words of ['−0.00125', '+0.00125', 'slope', 'blue: negative', 'One scale for all images']) {
      expect(open(signed).words).toContain(words);
    }
    const clipped = open(await heatMapSvg(map, { percentile: 99 }));
    expect(clipped.words).toContain('0 = least, 1 = percentile 99 of each image');
    expect(clipped.words).toContain('The largest 1 % share the colour at the end.');
    expect(clipped.images.length).toBe(COUNT + 1);
  });
});
