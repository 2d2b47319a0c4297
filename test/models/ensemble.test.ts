import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { attentionMap } from '../../src/attention/index.js';
import { ensemble, slimNetwork } from '../../src/models/index.js';
import { onEachBackend } from '../support/backends.js';
import { formulaPictures } from './formula.js';

/** A classifier that says the same of every picture, but for the picture's mean times `slope`. */
function speaker(logits: number[], slope = 0): { predict: (images: tf.Tensor4D) => tf.Tensor2D } {
  return {
    predict: (images) =>
      tf.tidy(() => tf.add(tf.mul(tf.reshape(tf.mean(images, [1, 2, 3]), [-1, 1]), slope), tf.tensor2d([logits]))),
  };
}

describe('ensemble', () => {
  onEachBackend(() => {
    it('the softmax of its logits is the mean of its members’ probabilities', () => {
      const together = ensemble([speaker([Math.log(8), 0, 0]), speaker([0, Math.log(3), 0])]);
      const images = formulaPictures(2, 4, 4, 1);
      const before = tf.memory().numTensors;
      const logits = together.predict(images);
      expect(tf.memory().numTensors).toBe(before + 1);
      const probabilities = tf.tidy(() => tf.softmax(logits).dataSync());
      // (8/10 + 1/5) / 2, (1/10 + 3/5) / 2, (1/10 + 1/5) / 2, for each of the two pictures.
      [0.5, 0.35, 0.15, 0.5, 0.35, 0.15].forEach((value, at) => expect(probabilities[at]).toBeCloseTo(value, 5));
      tf.dispose([logits, images]);
    });

    it('a member that is as good as certain does not make the others nothing, and nothing becomes infinite', () => {
      const images = formulaPictures(1, 4, 4, 1);
      const logits = ensemble([speaker([200, 0]), speaker([0, 300])]).predict(images);
      [Math.log(0.5), Math.log(0.5)].forEach((value, at) => expect(logits.dataSync()[at]).toBeCloseTo(value, 5));
      tf.dispose([logits, images]);
    });

    it('average logits: their mean', () => {
      const images = formulaPictures(1, 4, 4, 1);
      const logits = ensemble([speaker([1, 5, -2]), speaker([3, 2, 0])], { average: 'logits' }).predict(images);
      expect([...logits.dataSync()]).toEqual([2, 3.5, -1]);
      tf.dispose([logits, images]);
    });

    it('networks together are a classifier for attentionMap: the gradient of the mean probability’s logarithm', async () => {
      const options = { inputSize: 8, widths: [4, 4], classes: 3 };
      const members = [slimNetwork({ ...options, seed: 1 }), slimNetwork({ ...options, seed: 2 })];
      const images = formulaPictures(2, 8, 8, 1);
      const map = await attentionMap(ensemble(members), images, { method: 'inputGradient', target: 1 });
      // The chain rule by hand: d log(mean p) = sum of p * d log p over members / sum of p.
      const expected = tf.tidy(() => {
        const parts = members.map((member) => {
          const logP = (x: tf.Tensor): tf.Tensor =>
            tf.slice(tf.logSoftmax(member.predict(x) as tf.Tensor), [0, 1], [2, 1]);
          const p = tf.reshape(tf.exp(logP(images)), [2, 1, 1, 1]);
          return { p, weighted: tf.mul(p, tf.grad((x) => tf.sum(logP(x)))(images)) };
        });
        const [first, second] = parts as [(typeof parts)[0], (typeof parts)[0]];
        return tf.div(tf.add(first.weighted, second.weighted), tf.add(first.p, second.p)).dataSync();
      });
      expect(map.outputs).toBe('logits');
      map.raw.dataSync().forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 5));
      map.dispose();
      images.dispose();
      members.forEach((member) => member.dispose());
    });
  });

  it('refuses what is no classifier, an empty list, other options, and members of different classes', () => {
    expect(() => ensemble([])).toThrow('ensemble: members: expected a list of at least one classifier, received []');
    expect(() => ensemble([speaker([0, 1]), {} as never])).toThrow(/ensemble: members\[1\]/);
    expect(() => ensemble([speaker([0, 1])], { average: 'votes' as 'logits' })).toThrow(
      'ensemble: average: expected one of',
    );
    expect(() => ensemble([speaker([0, 1])], { mean: 'logits' } as never)).toThrow('ensemble: unknown option');
    const images = formulaPictures(1, 4, 4, 1);
    expect(() => ensemble([speaker([0, 1]), speaker([0, 1, 2])]).predict(images)).toThrow(
      'ensemble: logits of members[1]: expected [1, 2] as of members[0], received [1, 3]',
    );
    images.dispose();
  });
});
