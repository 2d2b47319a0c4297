import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compose, maskRegion, oneOf, sometimes } from '../../src/perturb/index.js';
import type { MaskRegionParameters, PerturbationParameters, SequenceParameters } from '../../src/perturb/index.js';
import { box } from '../../src/regions/index.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { onEachBackend } from '../support/backends.js';
import { expectTensors, pixelsOf, randomImages } from './support.js';

const pixel = (x: number) => box({ x, y: 0, width: 1, height: 1 });
const ones = (batch: number) => tf.ones<tf.Rank.R4>([batch, 1, 4, 1]);
const rows = (images: Tensor4D) =>
  Array.from({ length: images.shape[0] }, (_, at) => [...pixelsOf(images, at)].join(' '));
const count = <T>(values: readonly T[], value: T) => values.filter((each) => each === value).length;
const hits = (parameters: PerturbationParameters) => (parameters as MaskRegionParameters).hit;

onEachBackend(() => {
  describe('compose', () => {
    it('does one after the other, and its mask is all of theirs', () => {
      const grey = maskRegion(box({ x: 0, y: 0, width: 2, height: 1 }), { fill: { kind: 'constant', value: 0.5 } });
      const both = compose(grey, maskRegion(box({ x: 1, y: 0, width: 1.5, height: 1 })));
      const { images, mask } = both.apply(ones(2));
      expect(rows(images)).toEqual(['0.5 0 0.5 1', '0.5 0 0.5 1']);
      expect(mask.shape).toEqual([1, 1, 4, 1]);
      expect([...mask.dataSync()]).toEqual([1, 1, 0.5, 0]);
    });

    it('draws independently for parts with the same seed', () => {
      const half = maskRegion(pixel(0), { probability: 0.5 });
      const { steps } = compose(half, half).sample({
        batch: 400,
        height: 1,
        width: 4,
        channels: 1,
      }) as SequenceParameters;
      const [first, second] = steps.map(hits) as [boolean[], boolean[]];
      const same = first.filter((hit, at) => hit === second[at]).length;
      expect(same).toBeGreaterThan(150);
      expect(same).toBeLessThan(250);
    });
  });

  describe('oneOf', () => {
    it('gives each image exactly one of them, as often as its weight says', () => {
      const either = oneOf([maskRegion(pixel(0)), maskRegion(pixel(1)), maskRegion(pixel(2))], { weights: [1, 3, 0] });
      const { images, mask, parameters } = either.apply(ones(400));
      const results = rows(images);
      expect(count(results, '0 1 1 1') + count(results, '1 0 1 1')).toBe(400);
      expect(count(results, '1 0 1 1')).toBeGreaterThan(270);
      expect(count(results, '1 0 1 1')).toBeLessThan(330);
      expect(tf.sub(1, mask).dataSync()).toEqual(images.dataSync());
      const { chosen } = parameters as SequenceParameters;
      expect(results.map((row) => (row === '0 1 1 1' ? 0 : 1))).toEqual(chosen);
    });
  });

  describe('sometimes', () => {
    it('perturbs about so many of the images, and leaves the others to the bit', () => {
      const perturb = sometimes(0.25, maskRegion(pixel(0), { fill: 'noise' }));
      const images = randomImages(400, 1, 4, 1);
      const { images: result, parameters } = perturb.apply(images);
      const hit = (parameters as SequenceParameters).hit as boolean[];
      expect(count(hit, true)).toBeGreaterThan(65);
      expect(count(hit, true)).toBeLessThan(135);
      hit.forEach((isHit, at) => {
        const [before, after] = [pixelsOf(images, at), pixelsOf(result, at)];
        if (isHit) expect(after).not.toEqual(before);
        else expect(after).toEqual(before);
      });
    });

    it('never with 0, always with 1', () => {
      expect(rows(sometimes(0, maskRegion(pixel(0)))(ones(3)))).toEqual(Array(3).fill('1 1 1 1'));
      expect(rows(sometimes(1, maskRegion(pixel(0)))(ones(3)))).toEqual(Array(3).fill('0 1 1 1'));
      const { mask } = sometimes(0, maskRegion(pixel(0))).apply(ones(3));
      expect([...mask.dataSync()]).toEqual([0, 0, 0, 0]);
    });
  });

  describe('all of them', () => {
    const nested = compose(
      sometimes(0.5, maskRegion(pixel(0), { fill: 'noise' })),
      oneOf([maskRegion(pixel(1), { fill: 'mean' }), compose(maskRegion(pixel(2)), maskRegion(pixel(3)))]),
      maskRegion(box({ x: 0, y: 0, width: 4, height: 1 }), { fill: { kind: 'blur', sigma: 1 }, probability: 0.3 }),
    );

    it('leave nothing behind but the result, and replay', () => {
      const images = randomImages(16, 1, 4, 3);
      const result = expectTensors(1, () => nested(images));
      const { parameters, images: same } = expectTensors(2, () => nested.apply(images));
      const again = expectTensors(1, () => nested.replay(images, parameters));
      expect(same.dataSync()).toEqual(result.dataSync());
      expect(again.dataSync()).toEqual(result.dataSync());
    });

    it('draw anew with another key, and the same with the same key', () => {
      const images = randomImages(16, 1, 4, 1);
      const at = (key: string | number) => nested(images, { key }).dataSync();
      expect(at('epoch 1')).toEqual(at('epoch 1'));
      expect(at('epoch 1')).not.toEqual(at('epoch 2'));
      expect(at(7)).toEqual(at('7'));
    });

    it('change only the images they are told to, with the same draws', () => {
      const images = randomImages(16, 1, 4, 1);
      const only = Array.from({ length: 16 }, (_, at) => at % 2 === 0);
      const [all, some] = [nested(images), nested(images, { only })];
      only.forEach((may, at) => expect(pixelsOf(some, at)).toEqual(pixelsOf(may ? all : images, at)));
    });

    it('let gradients through', () => {
      const images = randomImages(8, 1, 4, 1);
      const hide = oneOf([maskRegion(pixel(0)), sometimes(0.5, maskRegion(pixel(1)))]);
      const { mask } = hide.apply(images);
      const gradient = tf.grad((x) => tf.sum(hide(x as Tensor4D)))(images);
      expect(gradient.dataSync()).toEqual(tf.sub(1, mask).dataSync());
    });

    it('describe themselves as JSON', () => {
      const description = nested.describe();
      expect(JSON.parse(JSON.stringify(description))).toEqual(description);
      expect(description).toMatchObject({
        kind: 'compose',
        steps: [
          {
            kind: 'sometimes',
            probability: 0.5,
            perturbation: { kind: 'maskRegion', fill: { kind: 'noise', mean: 0.5 } },
          },
          { kind: 'oneOf', weights: [1, 1], perturbations: [{ fill: { kind: 'mean' } }, { kind: 'compose' }] },
          { kind: 'maskRegion', region: { kind: 'box', width: 4 }, probability: 0.3, feather: 0, seed: 0 },
        ],
      });
    });
  });
});

describe('refuses, with the rule that was broken', () => {
  const hide = maskRegion(pixel(0));
  const untyped = (value: unknown) => value as never;
  it.each<[string, () => unknown, string, RegExp]>([
    ['nothing to compose', () => compose(), 'invalid-argument', /at least one perturbation.*none/],
    [
      'a plain function',
      () =>
        compose(
          hide,
          untyped((x: unknown) => x),
        ),
      'invalid-argument',
      /a function/,
    ],
    ['a region for a perturbation', () => sometimes(0.5, untyped(pixel(0))), 'invalid-argument', /maskRegion/],
    ['nothing to choose from', () => oneOf([]), 'invalid-argument', /none/],
    ['one without a list', () => oneOf(untyped(hide)), 'invalid-argument', /a function/],
    ['too few weights', () => oneOf([hide, hide], { weights: [1] }), 'invalid-option', /2 numbers.*\[1\]/],
    ['weights of 0', () => oneOf([hide, hide], { weights: [0, 0] }), 'invalid-option', /not all 0/],
    ['a negative weight', () => oneOf([hide, hide], { weights: [2, -1] }), 'invalid-option', /from 0 up/],
    ['a misspelt option', () => oneOf([hide], untyped({ weight: [1] })), 'invalid-option', /"weight"/],
    ['a probability of NaN', () => sometimes(NaN, hide), 'invalid-option', /\[0, 1\].*NaN/],
  ])('%s', (_, act, code, message) => {
    expect(act).toThrow(FacePerturbError);
    expect(act).toThrow(message);
    expect(act).toThrow(expect.objectContaining({ code }));
  });
});
