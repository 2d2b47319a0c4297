import type { Tensor4D } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILL_CHOICES } from '../../docs/playground/fills.js';
import { DRAWN_SIDE, FIRST, PHOTO_SIDE } from '../../docs/playground/first.js';
import { PART_NAMES, regionOf } from '../../docs/playground/parts.js';
import { useBackend } from '../../src/backends/index.js';
import { imageToTensor, syntheticFaces, tensorToImage } from '../../src/data/index.js';
import { maskRegion, type FillOption } from '../../src/perturb/index.js';
import type { Frame } from '../../docs/playground/protocol.js';
import { nodeFaceLandmarker, readImage } from '../../src/node/index.js';
import { FACE_MODEL, needs, PORTRAIT } from '../support/sharedFiles.js';
import type { FaceLandmarks, Region } from '../../src/regions/index.js';
import type { WatchedPage } from '../package/support/browser.js';
import { readSite } from './support/builtSite.js';
import { BROWSER, difference, errorOf, hideOnly, settled, shownOn, startPlaygroundSite } from './support/playground.js';
import type { PlaygroundSite } from './support/playground.js';

/** What is read of the page's JSON. */
interface PortraitRecord {
  landmarks: FaceLandmarks;
  face: Frame;
}

const SCRIPT_BUDGET = 60_000;

const { emotion, seed } = FIRST.picture;
const drawn = syntheticFaces({ count: 1, seed, size: DRAWN_SIDE, emotions: [emotion] });

/** The first face, to be written as a file. */
const drawnFile = () =>
  sharp(Buffer.from(drawn.pixels), { raw: { width: DRAWN_SIDE, height: DRAWN_SIDE, channels: 1 } });

/** The first face without a region, by the library in Node. */
async function without(face: Tensor4D, region: Region, fill: FillOption, feather: number = FIRST.feather) {
  const hidden = maskRegion(region, { fill, feather })(face, { landmarks: drawn.landmarks });
  const { pixels } = await tensorToImage(hidden);
  hidden.dispose();
  return pixels;
}

describe.skipIf(!BROWSER)('the playground', () => {
  let site: PlaygroundSite;
  let watched: WatchedPage;
  let page: Page;
  let face: Tensor4D;

  beforeAll(async () => {
    await useBackend('wasm');
    face = imageToTensor({ pixels: drawn.pixels, width: DRAWN_SIDE, height: DRAWN_SIDE, channels: 1 });
    site = await startPlaygroundSite();
    watched = await site.open();
    page = watched.page;
  });
  afterAll(() => site?.close());

  it('shows its first result before anything of it is loaded but little script', async () => {
    const sizes = `[...document.querySelectorAll('.frames img')].map(({ complete, naturalWidth }) => complete && naturalWidth)`;
    expect(await page.evaluate(sizes)).toEqual([DRAWN_SIDE, DRAWN_SIDE]);
    const loaded = `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\\.(js|wasm|bin)$/.test(name))`;
    const names = (await page.evaluate(loaded)) as string[];
    const scripts = names.map((name) => name.slice(name.indexOf('assets/')));
    expect(scripts.sort()).toEqual(['assets/playground.js', 'assets/site.js']);
    expect(scripts.reduce((sum, name) => sum + readSite(name).length, 0)).toBeLessThan(SCRIPT_BUDGET);
  });

  it('starts at the first click, with the very result that was shown', async () => {
    await page.click('#pg-start');
    await settled(page);
    expect(await page.isVisible('#pg-start')).toBe(false);
    const fill = { kind: 'blur', sigma: 12 } as const;
    const mouth = await without(face, regionOf('mouth', { x: 0, y: 0, width: 1, height: 1 }), fill);
    expect(difference((await shownOn(page, 'pg-picture')).red, drawn.pixels)).toBe(0);
    expect(difference((await shownOn(page, 'pg-hidden')).red, mouth)).toBeLessThanOrEqual(1);
    expect(await page.textContent('#pg-hidden-caption')).toBe('Without: mouth');
  });

  it('hides each part as the library does', async () => {
    await page.selectOption('#pg-fill', 'zero');
    const third = Math.round(DRAWN_SIDE / 3);
    const rectangle = { x: third, y: third, width: third, height: third };
    const different: string[] = [];
    for (const part of PART_NAMES) {
      await hideOnly(page, part);
      const expected = await without(face, regionOf(part, rectangle), 'zero');
      expect(difference(expected, drawn.pixels)).toBeGreaterThan(20);
      if (difference((await shownOn(page, 'pg-hidden')).red, expected) > 1) different.push(part);
    }
    expect(different).toEqual([]);
  });

  it('fills as the library does, and takes away the soft edge', async () => {
    await hideOnly(page, 'eyes');
    await page.fill('#pg-feather', '0');
    const different: string[] = [];
    for (const { kind, number, make } of FILL_CHOICES) {
      await page.selectOption('#pg-fill', kind);
      await settled(page);
      const expected = await without(
        face,
        regionOf('eyes', { x: 0, y: 0, width: 1, height: 1 }),
        make(number?.start ?? 0),
        0,
      );
      if (difference((await shownOn(page, 'pg-hidden')).red, expected) > 1) different.push(kind);
    }
    expect(different).toEqual([]);
    expect(await errorOf(page)).toBe('');
  });

  it('says what is wrong with a file, and keeps the picture', async () => {
    const before = await shownOn(page, 'pg-picture');
    const cut = (await drawnFile().png().toBuffer()).subarray(0, 60);
    const files = [
      ['notes.txt', 'text/plain', Buffer.from('no picture'), /“notes.txt” is no picture that this browser can read/],
      ['cut.png', 'image/png', cut, /“cut.png” is no picture .* or it is damaged/],
      ['empty.jpg', 'image/jpeg', Buffer.alloc(0), /“empty.jpg” is empty/],
    ] as const;
    for (const [name, mimeType, buffer, message] of files) {
      await page.setInputFiles('#pg-file', { name, mimeType, buffer });
      await settled(page);
      expect(await errorOf(page)).toMatch(message);
    }
    expect(await shownOn(page, 'pg-picture')).toEqual(before);
  });

  it('takes a photo of 7000 x 5000 pixels, smaller, and says so', async () => {
    const large = await drawnFile()
      .resize(7000, 5000, { fit: 'fill', kernel: 'nearest' })
      .jpeg({ quality: 60 })
      .toBuffer();
    await page.setInputFiles('#pg-file', { name: 'large.jpg', mimeType: 'image/jpeg', buffer: large });
    await settled(page);
    const height = Math.round((PHOTO_SIDE * 5) / 7);
    expect(await page.textContent('#pg-note')).toBe(`7000 x 5000 pixels, made smaller to ${PHOTO_SIDE} x ${height}.`);
    const shown = await shownOn(page, 'pg-picture');
    expect([shown.width, shown.height]).toEqual([PHOTO_SIDE, height]);
    const small = await drawnFile().resize(PHOTO_SIDE, height, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer();
    const mean = small.reduce((sum, value, at) => sum + Math.abs(value - (shown.red[at] as number)), 0) / small.length;
    expect(mean).toBeLessThan(3);
    expect(await errorOf(page)).toBe('');
  });

  it('asks for the camera only when it is told to, and lets go of it', async () => {
    await page.evaluate(`navigator.mediaDevices.getUserMedia = ((ask) => (what) => {
      window.asked = what;
      return ask.call(navigator.mediaDevices, what).then((stream) => (window.stream = stream));
    })(navigator.mediaDevices.getUserMedia)`);
    await page.click('#pg-camera');
    expect(await page.textContent('#pg-camera-words')).toContain('stay in this page');
    expect(await page.evaluate('window.asked')).toBeUndefined();
    await page.click('#pg-camera-start');
    await page.click('#pg-camera-take');
    await page.waitForFunction(`document.getElementById('pg-note').textContent.startsWith('640 x 480')`);
    await settled(page);
    expect(await page.evaluate('window.stream.getTracks().map(({ readyState }) => readyState)')).toEqual(['ended']);
    expect(await page.isVisible('#pg-camera-panel')).toBe(false);
    expect(await page.isVisible('#pg-face')).toBe(true);
  });

  it('has the landmarks of a photo found where a reader brings the model', async (context) => {
    needs(context, FACE_MODEL, PORTRAIT);
    await page.setInputFiles('#pg-file', PORTRAIT);
    await page.setInputFiles('#pg-detector', FACE_MODEL);
    await page.waitForFunction(`document.getElementById('pg-note').textContent.includes('Its landmarks were found.')`);
    await settled(page);
    expect(await page.isVisible('#pg-face')).toBe(false);
    const { landmarks, face } = JSON.parse((await page.textContent('#pg-json')) ?? '') as PortraitRecord;
    expect(landmarks.scheme).toBe('mediapipe478');
    // Where the tip of the nose and the chin are in the photo of 820 x 1024 pixels, shown in 410 x 512.
    const detector = await nodeFaceLandmarker({ model: FACE_MODEL });
    const [known] = await detector.detect(await readImage(PORTRAIT));
    await detector.close();
    for (const point of [1, 152, 33, 263]) {
      const [x, y] = landmarks.points[point]!;
      expect(Math.hypot(x - known!.points[point]![0] / 2, y - known!.points[point]![1] / 2)).toBeLessThan(3);
    }
    const [nose] = [landmarks.points[1]!];
    expect(nose[0]).toBeGreaterThan(face.x + 0.35 * face.width);
    expect(nose[0]).toBeLessThan(face.x + 0.65 * face.width);
    const blank = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#789' } })
      .png()
      .toBuffer();
    await page.setInputFiles('#pg-file', { name: 'blank.png', mimeType: 'image/png', buffer: blank });
    await settled(page);
    expect(await page.textContent('#pg-note')).toBe('No face was found: put the frame around it yourself.');
    expect(await page.isVisible('#pg-face')).toBe(true);
    await page.setInputFiles('#pg-detector', { name: 'no.task', mimeType: '', buffer: Buffer.from('no model') });
    await page.waitForSelector('#pg-error:not([hidden])');
    expect(await errorOf(page)).toContain("expected MediaPipe's face_landmarker.task");
    await settled(page);
  });

  it('takes a picture that is dropped on it', async () => {
    const png = await drawnFile().png().toBuffer();
    const data = await page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob('${png.toString('base64')}'), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
      return transfer;
    })()`);
    await page.dispatchEvent('#a-picture', 'drop', { dataTransfer: data });
    await settled(page);
    expect(difference((await shownOn(page, 'pg-picture')).red, drawn.pixels)).toBe(0);
  });

  it('says so when what computes cannot be loaded', async () => {
    const { page: other } = await site.open();
    await other.route('**/playground/worker.js', (route) => route.abort());
    await other.click('#pg-another');
    await other.waitForSelector('#pg-error:not([hidden])');
    expect(await errorOf(other)).toBe('The part of this page that computes could not be loaded.');
    await other.close();
  });

  it('goes on with the backend before where another does not start', async () => {
    await page.route('**/playground/dist-*.js', (route) => route.abort());
    await page.selectOption('#pg-backend', 'cpu');
    await page.waitForSelector('#pg-error:not([hidden])');
    await settled(page);
    expect(await errorOf(page)).toBe('The files of the backend “cpu” could not be loaded.');
    expect(await page.inputValue('#pg-backend')).toBe('wasm');
    await hideOnly(page, 'nose');
    expect(await page.textContent('#pg-hidden-caption')).toBe('Without: nose');
  });

  it('complained about nothing and asked no other host', () => {
    expect(watched.complaints).toEqual([]);
    expect([...watched.hosts]).toEqual([site.host]);
  });
});
