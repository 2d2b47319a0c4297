import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FACE_MODEL, needs, PORTRAIT, THREE_PEOPLE } from '../support/sharedFiles.js';
import { createConsumer, type Consumer } from './support/consumer.js';

const VISION = '@mediapipe/tasks-vision';

async function printed(consumer: Consumer, work: string): Promise<unknown> {
  consumer.write('work.mjs', `import { nodeFaceLandmarker, readImage } from 'face-perturb/node';\n${work}\n`);
  const { status, stdout, stderr } = await consumer.node('work.mjs');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** Bytes that end as a model does: enough to come to the question of the package. */
const REFUSED = `
const model = new Uint8Array(100);
model.set([0x50, 0x4b, 5, 6], 78);
const errors = [];
for (const workers of [0, 2]) {
  errors.push(await nodeFaceLandmarker({ model, workers }).catch(({ name, code, message }) => ({ name, code, message })));
}
console.log(JSON.stringify(errors));`;

interface Refusal {
  name: string;
  code: string;
  message: string;
}

/** A package of that name and version, which says so when it is loaded. */
function withFakeVision(version: string, extra = ''): Consumer {
  const consumer = createConsumer();
  const folder = `node_modules/${VISION}`;
  mkdirSync(`${consumer.folder}/${folder}`, { recursive: true });
  consumer.write(`${folder}/package.json`, JSON.stringify({ name: VISION, version, main: 'vision_bundle.cjs' }));
  consumer.write(
    `${folder}/vision_bundle.cjs`,
    `console.error('loaded');\nclass FaceLandmarker { static createFromOptions() {} }\nmodule.exports = { FaceLandmarker${extra} };\n`,
  );
  return consumer;
}

describe('nodeFaceLandmarker of the package', () => {
  it('gives the same landmarks from several threads as from one', async (context) => {
    needs(context, FACE_MODEL, PORTRAIT, THREE_PEOPLE);
    const consumer = createConsumer('sharp', VISION);
    const work = `
      const files = ${JSON.stringify([PORTRAIT, THREE_PEOPLE])};
      const [portrait, people] = await Promise.all(files.map((file) => readImage(file)));
      const pictures = [portrait, people, portrait, { width: 1, height: 1, channels: 1, pixels: Uint8Array.of(9) }, people, people, portrait, people, portrait]
        .map(({ width, height, pixels }, id) => ({ width, height, data: pixels, id }));
      const found = [];
      for (const workers of [0, 1, 3]) {
        const source = await nodeFaceLandmarker({ model: ${JSON.stringify(FACE_MODEL)}, workers });
        found.push(await source.detect(pictures));
        await source.close();
      }
      console.log(JSON.stringify(found));`;
    const [alone, one, three] = (await printed(consumer, work)) as { points: unknown[] }[][][];
    expect(alone!.map((faces) => faces.length)).toEqual([1, 3, 1, 0, 3, 3, 1, 3, 1]);
    for (const face of alone!.flat()) expect(face.points).toHaveLength(478);
    expect(one).toEqual(alone);
    expect(three).toEqual(alone);
  });

  it('says how to get the package that finds faces where it is missing', async () => {
    const errors = (await printed(createConsumer(), REFUSED)) as Refusal[];
    expect(errors).toHaveLength(2);
    for (const { name, code, message } of errors) {
      expect([name, code]).toEqual(['FacePerturbError', 'missing-package']);
      expect(message).toMatch(
        /'@mediapipe\/tasks-vision', which isn't installed.*npm install @mediapipe\/tasks-vision@0\.10\.35/,
      );
    }
  });

  it.each(['1.0.0', '1.2.3', '2.0.0-rc.1'])(
    'refuses version %s, which posts records of its use, without loading it',
    async (version) => {
      for (const { name, code, message } of (await printed(withFakeVision(version), REFUSED)) as Refusal[]) {
        expect([name, code]).toEqual(['FacePerturbError', 'missing-package']);
        expect(message).toContain(`received ${version}, which posts records of its use to a server`);
        expect(message).toContain('npm install @mediapipe/tasks-vision@0.10.35');
      }
    },
  );

  it('tells a version that is none of the 0.x by what it exports, whatever it says of itself', async () => {
    const consumer = withFakeVision('0.10.99', ', InteractiveSegmenterLegacy: class {}');
    consumer.write('work.mjs', `import { nodeFaceLandmarker } from 'face-perturb/node';\n${REFUSED}\n`);
    const { status, stdout, stderr } = await consumer.node('work.mjs');
    expect([status, stderr.trim()]).toEqual([0, 'loaded']);
    for (const { code, message } of JSON.parse(stdout) as Refusal[]) {
      expect(code).toBe('missing-package');
      expect(message).toContain('received 1.0.0 or newer');
    }
  });
});
