import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  checkChoice,
  checkImageBatch,
  checkNotAborted,
  checkNumber,
  checkOptionNames,
} from '../../src/support/checks.js';
import { FacePerturbError, show } from '../../src/support/errors.js';
import { onEachBackend } from './backends.js';

describe('errors', () => {
  it('carry the rule, the value and the mending, in the message and as fields', () => {
    const error = new FacePerturbError('blur: sigma', {
      code: 'invalid-option',
      expected: 'a number of at least 0',
      received: show(-1),
      fix: 'Leave it out for 1.',
    });
    expect(error.message).toBe('blur: sigma: expected a number of at least 0, received -1. Leave it out for 1.');
    expect(error).toMatchObject({ name: 'FacePerturbError', code: 'invalid-option', received: '-1' });
    expect(error).toBeInstanceOf(Error);
  });

  it('keep the cause', () => {
    const cause = new Error('below');
    expect(new FacePerturbError('read', { code: 'invalid-data', cause }).cause).toBe(cause);
  });

  it.each([
    ['text', '"text"'],
    [[1, 'a', [2]], '[1, "a", [2]]'],
    [{ a: 1 }, '{"a":1}'],
    [new Map(), 'a Map'],
    [function named() {}, 'a function (named)'],
    [undefined, 'undefined'],
    [NaN, 'NaN'],
  ])('show %s', (value, text) => {
    expect(show(value)).toBe(text);
    expect(show('x'.repeat(500)).length).toBeLessThanOrEqual(80);
  });
});

describe('checks', () => {
  it.each([
    [NaN, {}, 'a finite number, received NaN'],
    ['1', {}, 'a finite number, received "1"'],
    [1.5, { integer: true, min: 0 }, 'a whole number of at least 0, received 1.5'],
    [2, { min: 0, max: 1 }, 'a finite number in [0, 1], received 2'],
    [2, { max: 1 }, 'a finite number of at most 1, received 2'],
  ])('a number: %s under %j', (value, rule, text) => {
    expect(() => checkNumber('it', value, rule)).toThrow(`it: expected ${text}`);
    expect(checkNumber('it', 1, { min: 1, max: 1 })).toBe(1);
  });

  it('a choice and option names, with all that would have been right', () => {
    expect(() => checkChoice('it', 'c', ['a', 'b'])).toThrow(`it: expected one of 'a', 'b', received "c"`);
    expect(() => checkOptionNames('it', { seeed: 1 }, ['seed'])).toThrow(
      `it: unknown option: expected one of 'seed', received "seeed"`,
    );
    expect(() => checkOptionNames('it', { seed: 1 }, ['seed'])).not.toThrow();
  });

  it('an abort, with its reason', () => {
    expect(() => checkNotAborted('it', AbortSignal.abort('enough'))).toThrow('it: stopped by its AbortSignal');
    expect(() => checkNotAborted('it', undefined)).not.toThrow();
  });
});

onEachBackend(() => {
  it('an image batch: rank, channels, dtype and life', () => {
    const good = tf.zeros([2, 4, 5, 3]);
    expect(() => checkImageBatch('it', good)).not.toThrow();
    const bad = [tf.zeros([4, 5, 3]), tf.zeros([2, 4, 5, 2]), tf.zeros([2, 4, 5, 1], 'int32')];
    expect(() => checkImageBatch('it', bad[0] as tf.Tensor)).toThrow('received shape [4, 5, 3]');
    expect(() => checkImageBatch('it', bad[1] as tf.Tensor)).toThrow('1 or 3 channels');
    expect(() => checkImageBatch('it', bad[2] as tf.Tensor)).toThrow('received dtype int32');
    expect(() => checkImageBatch('it', [[1]] as unknown as tf.Tensor)).toThrow('received [[1]]');
    tf.dispose([good, ...bad]);
    expect(() => checkImageBatch('it', good)).toThrow('received a disposed tensor');
  });
});
