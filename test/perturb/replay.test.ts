import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { compose, maskRegion, oneOf, replay, sometimes, wearMask } from '../../src/perturb/index.js';
import type { Perturbation, PerturbationParameters } from '../../src/perturb/index.js';
import {
  box,
  clusterRegion,
  ellipse,
  facialRegion,
  freeMask,
  grow,
  protectiveMask,
  union,
} from '../../src/regions/index.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { NODE_BACKENDS, onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import { randomImages } from './support.js';

const SIDE = 24;
const BATCH = 6;
const landmarks = Array.from({ length: BATCH }, (_, at) =>
  testFace({ width: SIDE, turn: 10 * at, shift: [at / 3, 0] }),
);
const labels = Array.from({ length: 36 }, (_, at) => at % 3);
const soft = { values: [0.1, 0.9, 0.3, 0.7], height: 2, width: 2 };

const hideEyes = maskRegion(facialRegion('eyes'), { fill: 'noise', probability: 0.6, seed: 4 });
const blurMouth = maskRegion(grow(facialRegion('mouth'), 1.5), { fill: { kind: 'blur', sigma: 2 }, feather: 1.3 });
const cluster = maskRegion(clusterRegion({ labels, height: 6, width: 6, cluster: 2 }));
const perturbations: [string, Perturbation][] = [
  ['a cluster', cluster],
  ['a soft mask', maskRegion(freeMask(soft), { fill: 'mean', feather: 3 })],
  ['noise on some eyes', hideEyes],
  ['a blurred mouth', blurMouth],
  ['big pixels', maskRegion(facialRegion('nose'), { fill: 'pixelate', feather: 1 })],
  ['shuffled halves', maskRegion(facialRegion('leftHalf'), { fill: 'shuffle', probability: 0.7, seed: 'shuffle' })],
  ['an interpolated mouth', maskRegion(facialRegion('mouth'), { fill: 'neighbour', feather: 1 })],
  ['a protective mask', maskRegion(protectiveMask({ style: 'n95' }), { fill: { kind: 'constant', value: 0.8 } })],
  ['masks that are worn', wearMask({ style: 'surgical', variation: 1, probability: 0.8, seed: 5 })],
  ['one of three masks', oneOf([wearMask(), wearMask({ style: 'n95' }), wearMask({ style: 'cloth' })], { seed: 1 })],
  [
    'an ellipse and a box',
    maskRegion(
      union(ellipse({ x: 5, y: 6, radiusX: 9, radiusY: 4, angle: 30 }), box({ x: 20, y: 20, width: 9, height: 9 })),
    ),
  ],
  [
    'all of it',
    compose(sometimes(0.5, cluster), oneOf([hideEyes, compose(blurMouth, cluster)], { weights: [1, 2] }), hideEyes),
  ],
];

onEachBackend(() => {
  it.each(perturbations)('%s replays to the same bits, also from JSON, also without the perturbation', (_, perturb) => {
    const images = randomImages(BATCH, SIDE, SIDE, 1);
    const { images: first, parameters } = perturb.apply(images, { landmarks, key: 3 });
    const text = JSON.stringify(parameters);
    const read = JSON.parse(text) as PerturbationParameters;
    expect(read).toEqual(parameters);
    expect(perturb.replay(images, parameters).dataSync()).toEqual(first.dataSync());
    expect(perturb.replay(images, read).dataSync()).toEqual(first.dataSync());
    expect(replay(images, read).dataSync()).toEqual(first.dataSync());
    expect(text).not.toContain('landmarks');
  });

  it.each(perturbations)(
    '%s keeps no state: the same call gives the same, whatever was called between',
    (_, perturb) => {
      const images = randomImages(BATCH, SIDE, SIDE, 1);
      const first = perturb(images, { landmarks, key: 'a' }).dataSync();
      perturb(randomImages(2, 9, 7, 3), { landmarks: landmarks.slice(0, 2), key: 'b' });
      expect(perturb(images, { landmarks, key: 'a' }).dataSync()).toEqual(first);
    },
  );

  it('replays on other images, and refuses other sizes, perturbations and things', () => {
    const images = randomImages(BATCH, SIDE, SIDE, 1);
    const { mask, parameters } = cluster.apply(images);
    const ones = cluster.replay(tf.onesLike(images), parameters);
    expect(ones.dataSync().slice(0, SIDE * SIDE)).toEqual(tf.sub(1, mask).dataSync());
    const refusals: [() => unknown, RegExp][] = [
      [() => cluster.replay(randomImages(1, SIDE, SIDE), parameters), /\[1, 24, 24, ...\].*\[6, 24, 24, ...\]/],
      [() => compose(cluster).replay(images, parameters), /compose.*"maskRegion"/],
      [() => cluster.replay(images, undefined as never), /undefined/],
      [() => replay(images, { kind: 'blend' } as never), /maskRegion.*blend/],
    ];
    for (const [act, message] of refusals) {
      expect(act).toThrow(FacePerturbError);
      expect(act).toThrow(message);
    }
  });

  it('reads parameters written by hand', () => {
    const parameters: PerturbationParameters = JSON.parse(`{
      "kind": "sometimes", "hit": [true, false],
      "steps": [{
        "kind": "maskRegion", "batch": 2, "height": 2, "width": 2, "hit": [true, false], "seed": "any",
        "fill": { "kind": "constant", "value": 0.5 },
        "shapes": [{ "kind": "paths", "rule": "nonzero", "paths": [[[0, 0], [1.5, 0], [1.5, 1], [0, 1]]] }, null]
      }]
    }`);
    const result = replay(tf.ones([2, 2, 2, 1]), parameters);
    expect([...result.dataSync()]).toEqual([0.5, 0.75, 1, 1, 1, 1, 1, 1]);
  });
});

describe('across backends', () => {
  beforeAll(async () => {
    for (const backend of NODE_BACKENDS) await useBackend(backend);
  });

  it.each(perturbations)('%s gives the same parameters, and the same pixels to within rounding', async (_, perturb) => {
    const results: { text: string; pixels: Float32Array }[] = [];
    for (const backend of NODE_BACKENDS) {
      await useBackend(backend);
      const { images, parameters } = perturb.apply(randomImages(BATCH, SIDE, SIDE, 1), { landmarks, key: 3 });
      results.push({ text: JSON.stringify(parameters), pixels: images.dataSync() as Float32Array });
    }
    const [one, other] = results as [(typeof results)[0], (typeof results)[0]];
    expect(one.text).toBe(other.text);
    one.pixels.forEach((value, at) => expect(value).toBeCloseTo(other.pixels[at] as number, 5));
  });
});
