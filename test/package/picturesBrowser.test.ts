import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, startBrowser } from './support/browser.js';
import { createConsumer } from './support/consumer.js';
import { serve } from './support/serve.js';

interface Refusal {
  name: string;
  code: string;
  message: string;
}

/** What `window.run` of consumers/pictures.js gives. */
interface PageResult {
  expected: number[];
  read: Record<string, { shape: number[]; isImageData: boolean; size: number[]; data: number[] }>;
  early: Refusal;
  closed: Refusal[];
  foreign: Refusal;
  large: Refusal;
}

/** What a page read of a frame of test/fixtures/data/clip.webm; colours are red, green, blue. */
interface PlayedFrame {
  playing: boolean;
  mediaTime: number;
  shape: number[];
  left: number[];
  right: number[];
  bar: number[];
}

const program = findBrowser();
if (!program && process.env.CI) throw new Error(NO_BROWSER);

async function site(): Promise<string> {
  const consumer = createConsumer('@tensorflow/tfjs-backend-cpu');
  const page = join(consumer.folder, 'pictures.js');
  cpSync(fileURLToPath(new URL('consumers/pictures.js', import.meta.url)), page);
  await bundle({
    ...{ entryPoints: [page], outdir: join(consumer.folder, 'site'), absWorkingDir: consumer.folder },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' },
  });
  cpSync(
    fileURLToPath(new URL('../fixtures/data/clip.webm', import.meta.url)),
    join(consumer.folder, 'site/clip.webm'),
  );
  const script = '<script type="module" src="./pictures.js"></script>';
  consumer.write('site/index.html', `<!doctype html><title>pictures</title><body>${script}</body>`);
  return join(consumer.folder, 'site');
}

describe('pictures in a browser', () => {
  let result: PageResult;
  let frames: PlayedFrame[] = [];
  let complaints: string[] = [];
  let stop: (() => Promise<void>) | undefined;

  beforeEach((context) => {
    if (!program) context.skip(NO_BROWSER);
  });
  beforeAll(async () => {
    if (!program) return;
    const server = await serve(await site());
    const browser = await startBrowser(program);
    stop = async () => {
      await browser.close();
      server.stop();
    };
    const watched = await open(browser, `${server.address}/index.html`);
    ({ complaints } = watched);
    result = (await watched.page.evaluate('window.run()')) as PageResult;
    frames = (await watched.page.evaluate('window.playVideo()')) as PlayedFrame[];
  });
  afterAll(() => stop?.());

  it.each(['imageData', 'canvas', 'offscreen', 'image', 'bitmap', 'videoFrame'])(
    '%s becomes a batch of one, and comes back to the byte',
    (name) => {
      const { shape, isImageData, size, data } = result.read[name] as PageResult['read'][string];
      expect(shape).toEqual([1, 4, 6, 3]);
      expect([isImageData, size]).toEqual([true, [6, 4]]);
      expect(data).toEqual(result.expected);
      expect(complaints).toEqual([]);
    },
  );

  it("takes a playing video's frame as it is at that moment", () => {
    const expectColour = (colour: number[], expected: number[]) =>
      colour.forEach((value, at) => expect(Math.abs(value - (expected[at] as number))).toBeLessThan(0.05));
    expect(frames).toHaveLength(2);
    for (const { playing, mediaTime, shape, left, right, bar } of frames) {
      expect([playing, shape]).toEqual([true, [1, 48, 64, 3]]);
      expectColour(left, [200 / 255, 0, 0]);
      expectColour(right, [0, 0, 200 / 255]);
      // Ten frames a second; the bar tells which of twenty this is.
      expectColour(bar, new Array<number>(3).fill(Math.round(mediaTime * 10) / 19));
    }
    const [first, second] = frames as [PlayedFrame, PlayedFrame];
    expect(second.mediaTime).not.toBe(first.mediaTime);
  });

  it('says what is wrong with what is closed, not loaded, too large or no picture', () => {
    expect(result.closed).toHaveLength(2);
    for (const closed of [...result.closed, result.early, result.large]) {
      expect(closed).toMatchObject({ name: 'FacePerturbError', code: 'invalid-data' });
    }
    expect(result.closed[0]?.message).toContain('not closed');
    expect(result.early.message).toContain("a video's 'loadeddata' event");
    expect(result.large.message).toContain('at most 23 pixels, received 6 x 4');
    expect(result.foreign).toMatchObject({ name: 'FacePerturbError', code: 'invalid-argument' });
  });
});
