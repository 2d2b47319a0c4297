import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaceLandmarker } from '@mediapipe/tasks-vision';
import type { DetectedFace, LandmarkPicture, LandmarkSource } from '../../../src/landmarks/index.js';
import { nodeFaceLandmarker } from '../../../src/node/index.js';
import { areThere, FACE_MODEL, needs, PORTRAIT, THREE_PEOPLE } from '../../support/sharedFiles.js';

async function decoded(picture: Sharp): Promise<LandmarkPicture & { data: Uint8Array }> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Middle of the points that MediaPipe's own table names. */
function middle(face: DetectedFace, edges: readonly { start: number }[]): { x: number; y: number } {
  const points = edges.map(({ start }) => face.points[start]!);
  const sum = (axis: 0 | 1) => points.reduce((total, point) => total + point[axis], 0) / points.length;
  return { x: sum(0), y: sum(1) };
}

const names = () => ['self', 'navigator', 'Module', 'ModuleFactory'].filter((name) => name in globalThis);
const globalsBefore = names();

describe.runIf(areThere(FACE_MODEL, PORTRAIT, THREE_PEOPLE))('nodeFaceLandmarker', () => {
  let source: LandmarkSource;
  beforeAll(async () => {
    source = await nodeFaceLandmarker({ model: FACE_MODEL });
  });
  afterAll(() => source.close());

  it('finds the one face of the portrait, with eyes above the nose above the mouth, left of the subject', async () => {
    const picture = await decoded(sharp(PORTRAIT));
    expect([picture.width, picture.height]).toEqual([820, 1024]);
    const faces = await source.detect(picture);
    expect(faces).toHaveLength(1);
    const face = faces[0]!;
    expect(face).toMatchObject({ scheme: 'mediapipe478', source: 'mediapipe', visible: 1, assumed: false });
    const leftEye = middle(face, FaceLandmarker.FACE_LANDMARKS_LEFT_EYE);
    const rightEye = middle(face, FaceLandmarker.FACE_LANDMARKS_RIGHT_EYE);
    const lips = middle(face, FaceLandmarker.FACE_LANDMARKS_LIPS);
    expect(leftEye.x).toBeGreaterThan(rightEye.x);
    expect(face.points[1]![1]).toBeGreaterThan(Math.max(leftEye.y, rightEye.y));
    expect(lips.y).toBeGreaterThan(face.points[1]![1]);
  });

  it('finds the three faces of three people, apart from each other', async () => {
    const faces = await source.detect(await decoded(sharp(THREE_PEOPLE)));
    expect(faces).toHaveLength(3);
    const noses = faces.map((face) => face.points[1]!);
    noses.forEach(([x, y], at) => {
      const others = noses.filter((_, other) => other !== at);
      for (const other of others) expect(Math.hypot(x - other[0], y - other[1])).toBeGreaterThan(100);
    });
  });

  it('finds at most as many faces as it is told to', async () => {
    const one = await nodeFaceLandmarker({ model: readFileSync(FACE_MODEL), maxFaces: 1 });
    expect(await one.detect(await decoded(sharp(THREE_PEOPLE)))).toHaveLength(1);
    await one.close();
  });

  it('gives the same points for grey bytes and for RGBA of the same picture, and when asked again', async () => {
    const grey = await decoded(sharp(PORTRAIT).resize(410, 512).toColourspace('b-w'));
    const rgba = await decoded(
      sharp(grey.data, { raw: { width: 410, height: 512, channels: 1 } })
        .toColourspace('srgb')
        .ensureAlpha(),
    );
    const [first, second, third] = await source.detect([grey, rgba, grey]);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  it('finds the face of a 48-pixel crop where it is in the large picture', async () => {
    const [large] = await source.detect(await decoded(sharp(PORTRAIT)));
    const xs = large!.points.map(([x]) => x);
    const ys = large!.points.map(([, y]) => y);
    const left = Math.round(Math.min(...xs));
    const top = Math.round(Math.min(...ys));
    const side = Math.round(Math.max(Math.max(...xs) - left, Math.max(...ys) - top));
    const crop = sharp(PORTRAIT).extract({ left, top, width: side, height: side }).resize(48, 48);
    const faces = await source.detect(await decoded(crop.toColourspace('b-w')));
    expect(faces).toHaveLength(1);
    const errors = faces[0]!.points.map(([x, y], at) => {
      const [largeX, largeY] = large!.points[at]!;
      return Math.hypot(x - ((largeX - left) * 48) / side, y - ((largeY - top) * 48) / side);
    });
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(2);
  });

  it('keeps points of a face that the border cuts, and says what share is inside', async () => {
    const [whole] = await source.detect(await decoded(sharp(PORTRAIT)));
    const noseX = Math.round(whole!.points[1]![0]);
    const right = sharp(PORTRAIT).extract({ left: noseX - 60, top: 0, width: 820 - noseX + 60, height: 1024 });
    const [cut] = await source.detect(await decoded(right));
    expect(cut!.points).toHaveLength(478);
    expect(cut!.visible).toBeLessThan(1);
    expect(cut!.visible).toBeGreaterThan(0.4);
    expect(Math.min(...cut!.points.map(([x]) => x))).toBeLessThan(0);
  });

  it('finds no face in one grey pixel or a flat picture, nor faces upside down, and works on', async () => {
    const flat = { width: 300, height: 200, data: new Uint8Array(300 * 200).fill(90) };
    const pixel = { width: 1, height: 1, data: Uint8Array.of(128) };
    expect(await source.detect([pixel, flat])).toEqual([[], []]);
    expect(await source.detect(await decoded(sharp(THREE_PEOPLE).rotate(180)))).toEqual([]);
    expect(await source.detect(await decoded(sharp(THREE_PEOPLE)))).toHaveLength(3);
  });

  it('refuses a picture without pixels, and works on', async () => {
    const empty = { width: 0, height: 0, data: new Uint8Array(0) };
    await expect(source.detect(empty)).rejects.toThrow('a width and a height of at least 1, received 0 x 0');
    await expect(source.detect({ width: 2, height: 2 } as LandmarkPicture)).rejects.toMatchObject({
      code: 'invalid-shape',
    });
    expect(await source.detect(await decoded(sharp(PORTRAIT)))).toHaveLength(1);
  });

  it('can be made several times at once, and leaves no globals behind', async () => {
    const made = await Promise.all([1, 2].map(() => nodeFaceLandmarker({ model: FACE_MODEL })));
    const picture = await decoded(sharp(PORTRAIT));
    const [first, second] = await Promise.all(made.map((each) => each.detect(picture)));
    expect(second).toEqual(first);
    await Promise.all(made.map((each) => each.close()));
    expect(names()).toEqual(globalsBefore);
  });

  it('says what is wrong with a model', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'face-perturb-model-'));
    const path = join(folder, 'model.task');
    await expect(nodeFaceLandmarker({ model: path })).rejects.toMatchObject({ code: 'invalid-argument' });
    writeFileSync(path, '<!doctype html>'.padEnd(5000));
    await expect(nodeFaceLandmarker({ model: path })).rejects.toThrow("5000 bytes that don't end like one");
    const bytes = readFileSync(FACE_MODEL);
    await expect(nodeFaceLandmarker({ model: bytes.subarray(0, 2_000_000) })).rejects.toThrow('and all of it');
    const hollow = Buffer.from(bytes);
    hollow.fill(0, 100, 200_000);
    await expect(nodeFaceLandmarker({ model: hollow })).rejects.toMatchObject({ code: 'invalid-data' });
    expect(await source.detect(await decoded(sharp(PORTRAIT)))).toHaveLength(1);
  });

  it.each([
    [{ maxFaces: 0 }, /maxFaces: expected a whole number in \[1, 100\]/],
    [{ minConfidence: 2 }, /minConfidence/],
    [{ workers: -1 }, /workers/],
    [{ smallPictures: { pad: 9 } }, /smallPictures: pad/],
    [{ delegate: 'GPU' }, /unknown option/],
    [{ model: 7 }, /model: expected the path/],
  ])('refuses %j', async (options, message) => {
    await expect(nodeFaceLandmarker({ model: FACE_MODEL, ...options } as never)).rejects.toThrow(message);
  });
});

describe('the files that these tests need', () => {
  beforeEach((context) => needs(context, FACE_MODEL, PORTRAIT, THREE_PEOPLE));
  it('are there', () => expect(areThere(FACE_MODEL, PORTRAIT, THREE_PEOPLE)).toBe(true));
});
