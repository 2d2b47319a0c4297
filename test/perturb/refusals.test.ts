import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { maskRegion } from '../../src/perturb/index.js';
import { box, facialRegion } from '../../src/regions/index.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { testFace } from '../support/faceLandmarks.js';

const column = box({ x: 1, y: 0, width: 1.5, height: 9 });

beforeAll(async () => {
  await useBackend('cpu');
});

describe('refuses, with the rule that was broken', () => {
  const untyped = (value: unknown) => value as never;
  const ones = (...shape: number[]) => tf.ones(shape as [number, number, number, number]) as Tensor4D;
  const gone = () => {
    const tensor = ones(1, 2, 2, 1);
    tensor.dispose();
    return tensor;
  };
  const zero = maskRegion(column);

  it.each<[string, () => unknown, string, RegExp]>([
    [
      'a probability above 1',
      () => maskRegion(column, { probability: 1.5 }),
      'invalid-option',
      /probability.*\[0, 1\].*1.5/,
    ],
    ['a negative feather', () => maskRegion(column, { feather: -1 }), 'invalid-option', /feather/],
    ['a misspelt option', () => maskRegion(column, untyped({ fil: 'zero' })), 'invalid-option', /'fill'.*"fil"/],
    ['a negative seed', () => maskRegion(column, { seed: -1 }), 'invalid-argument', /seed/],
    ['an unknown fill', () => maskRegion(column, { fill: untyped('black') }), 'invalid-option', /'zero'.*"black"/],
    [
      'an unknown kind of fill',
      () => maskRegion(column, { fill: untyped({ kind: 'pixels' }) }),
      'invalid-option',
      /'datasetMean'/,
    ],
    ['a fill that is a number', () => maskRegion(column, { fill: untyped(0.5) }), 'invalid-option', /constant.*0.5/],
    [
      'a value for the zero fill',
      () => maskRegion(column, { fill: untyped({ kind: 'zero', value: 0 }) }),
      'invalid-option',
      /"value"/,
    ],
    [
      'a constant of 128',
      () => maskRegion(column, { fill: { kind: 'constant', value: 128 } }),
      'invalid-option',
      /\[0, 1\].*128/,
    ],
    [
      'a constant without value',
      () => maskRegion(column, { fill: untyped({ kind: 'constant' }) }),
      'invalid-option',
      /undefined/,
    ],
    [
      'a constant of two channels',
      () => maskRegion(column, { fill: { kind: 'constant', value: [0, 1] } }),
      'invalid-option',
      /1 or 3/,
    ],
    ['a blur of 0', () => maskRegion(column, { fill: { kind: 'blur', sigma: 0 } }), 'invalid-option', /sigma/],
    [
      'an unknown noise',
      () => maskRegion(column, { fill: untyped({ kind: 'noise', distribution: 'pink' }) }),
      'invalid-option',
      /'uniform'/,
    ],
    [
      'half a pixel',
      () => maskRegion(column, { fill: { kind: 'pixelate', size: 2.5 } }),
      'invalid-option',
      /size.*whole/,
    ],
    ['noise of 2', () => maskRegion(column, { fill: { kind: 'neighbour', noise: 2 } }), 'invalid-option', /\[0, 1\]/],
    [
      'a size of shuffling',
      () => maskRegion(column, { fill: untyped({ kind: 'shuffle', size: 2 }) }),
      'invalid-option',
      /"size"/,
    ],
    ['no region', () => maskRegion(untyped('mouth')), 'invalid-argument', /"mouth"/],
    ['two channels', () => zero(ones(1, 4, 4, 2)), 'invalid-shape', /1 or 3 channels.*\[1, 4, 4, 2\]/],
    ['a single image', () => zero(ones(4, 4, 1)), 'invalid-shape', /\[4, 4, 1\]/],
    ['whole numbers', () => zero(tf.zeros([1, 4, 4, 1], 'int32')), 'invalid-shape', /int32/],
    ['a disposed tensor', () => zero(gone()), 'invalid-shape', /disposed/],
    ['an array', () => zero(untyped([[1]])), 'invalid-shape', /float32 tensor/],
    ['missing landmarks', () => maskRegion(facialRegion('chin'))(ones(1, 4, 4, 1)), 'missing-landmarks', /meanShape/],
    [
      'landmarks of another batch',
      () => maskRegion(facialRegion('chin'))(ones(2, 4, 4, 1), { landmarks: [testFace()] }),
      'invalid-argument',
      /2 faces/,
    ],
    ['a misspelt context', () => zero(ones(1, 4, 4, 1), untyped({ landmark: [] })), 'invalid-option', /"landmark"/],
    ['a key that is an object', () => zero(ones(1, 4, 4, 1), { key: untyped({}) }), 'invalid-option', /key/],
    ['a choice of other length', () => zero(ones(2, 4, 4, 1), { only: [true] }), 'invalid-option', /only/],
    [
      'three colours on grey',
      () => maskRegion(column, { fill: { kind: 'constant', value: [0, 0, 1] } })(ones(1, 4, 4, 1)),
      'invalid-shape',
      /received 3/,
    ],
  ])('%s', (_, act, code, message) => {
    let caught: unknown;
    try {
      act();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(FacePerturbError);
    expect(caught).toMatchObject({ code });
    expect((caught as Error).message).toMatch(message);
  });
});
