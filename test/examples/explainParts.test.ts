import * as tf from '@tensorflow/tfjs-core';
import { CommanderError } from 'commander';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { adaptImages } from '../../examples/explain-your-model/adapt.js';
import { classOf } from '../../examples/explain-your-model/classNames.js';
import { readCommandLine } from '../../examples/explain-your-model/commandLine.js';
import { relianceInWords } from '../../examples/explain-your-model/print.js';
import { classScores, outputKind } from '../../examples/explain-your-model/scores.js';
import { meanInterval, studentQuantile } from '../../examples/explain-your-model/statistics.js';
import { summarise, warningsAbout } from '../../examples/explain-your-model/summarise.js';
import { onEachBackend } from '../support/backends.js';

onEachBackend(() => {
  it.each([
    [6, 5, 9, 12],
    [9, 12, 6, 5],
    [4, 4, 4, 4],
  ])('resizes %i x %i to %i x %i as tfjs does with half-pixel centres', (fromH, fromW, height, width) => {
    const images = tf.randomUniform<tf.Rank.R4>([2, fromH, fromW, 1], 0, 1, 'float32', 5);
    const own = adaptImages(images, { height, width, channels: 1, range: [-1, 1] });
    const theirs = tf.image.resizeBilinear(images, [height, width], false, true);
    const wanted = theirs.dataSync();
    own.dataSync().forEach((value, at) => expect(value).toBeCloseTo(2 * wanted[at]! - 1, 5));
    tf.dispose([images, own, theirs]);
  });

  it('has the slopes of a straight line: a change of a pixel moves the result by its share in it', () => {
    const input = { height: 7, width: 3, channels: 1, range: [0, 255] } as const;
    const images = tf.randomUniform<tf.Rank.R4>([1, 4, 5, 1], 0, 1, 'float32', 6);
    const total = (x: tf.Tensor4D) => tf.sum(tf.square(adaptImages(x, input))) as tf.Scalar;
    const slope = tf
      .grad(total as (x: tf.Tensor) => tf.Tensor)(images)
      .dataSync();
    const at = 7;
    const step = tf.tensor4d(
      Array.from({ length: 20 }, (_, place) => Number(place === at)),
      [1, 4, 5, 1],
    );
    const moved = (by: number) => tf.tidy(() => total(tf.add(images, tf.mul(step, by))).dataSync()[0]!);
    expect(slope[at]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, -2);
    tf.dispose([images, step]);
  });

  it('makes grey of colours by their brightness, and three equal channels of grey', () => {
    const colour = tf.tensor4d([1, 0.5, 0], [1, 1, 1, 3]);
    const size = { height: 1, width: 1, range: [0, 1] } as const;
    const grey = adaptImages(colour, { ...size, channels: 1 });
    expect(grey.dataSync()[0]).toBeCloseTo(0.299 + 0.587 / 2, 6);
    const three = adaptImages(grey, { ...size, channels: 3 });
    expect([...three.dataSync()]).toEqual(Array(3).fill(grey.dataSync()[0]));
    tf.dispose([colour, grey, three]);
  });

  it('gives log-odds of logits that a softmax would have rounded to 1, and the same of probabilities', () => {
    const scores = (values: number[], kind: 'logits' | 'softmax' | 'sigmoid', score: 'log-odds' | 'probability') =>
      tf.tidy(() => [...classScores(tf.tensor2d([values]), kind, score).dataSync()]);
    // By hand: log p / (1 - p) of logits is one less the log of the others' sum of exponentials.
    const others = (a: number, b: number) => Math.log(Math.exp(a) + Math.exp(b));
    const sure = scores([40, 1, 2], 'logits', 'log-odds');
    [40 - others(1, 2), 1 - 40, 2 - 40].forEach((value, at) => expect(sure[at]).toBeCloseTo(value, 4));
    const soft = scores([0.7, 0.2, 0.1], 'softmax', 'log-odds');
    [0.7, 0.2, 0.1].forEach((p, at) => expect(soft[at]).toBeCloseTo(Math.log(p / (1 - p)), 4));
    const each = scores([0.9, 0.8, 0.1], 'sigmoid', 'log-odds');
    [0.9, 0.8, 0.1].forEach((p, at) => expect(each[at]).toBeCloseTo(Math.log(p / (1 - p)), 4));
    scores([1, 0, 0], 'softmax', 'log-odds').forEach((value) => expect(Math.abs(value)).toBeCloseTo(16.118, 2));
    expect(scores([0, Math.log(3)], 'logits', 'probability')[1]).toBeCloseTo(0.75, 6);
  });
});

describe('what outputs are', () => {
  it.each([
    ['softmax', [0.7, 0.2, 0.1, 0.1, 0.1, 0.8]],
    ['sigmoid', [0.7, 0.2, 0.1, 0.9, 0.9, 0.8]],
    ['logits', [0.7, 0.2, 0.1, -0.1, 0.3, 0.8]],
    ['logits', [7, 0.2, 0.1, 0.1, 0.1, 0.8]],
  ])('%s', (kind, values) => expect(outputKind(values, 3)).toBe(kind));
});

describe('intervals', () => {
  // scipy.stats.t.ppf(0.975, freedom), scipy 1.10
  it.each([
    [1, 12.706205],
    [4, 2.776445],
    [5, 2.570582],
    [9, 2.262157],
    [19, 2.093024],
    [99, 1.984217],
  ])("Student's t of %i degrees of freedom", (freedom, quantile) => {
    expect(Math.abs(studentQuantile(freedom) - quantile)).toBeLessThan(0.002);
  });

  it('have the ends that scipy gives, and none for one face', () => {
    // scipy.stats.t.interval(0.95, 3, loc=2.5, scale=scipy.stats.sem([1, 2, 3, 4]))
    const { mean, low, high } = meanInterval([1, 2, 3, 4]);
    [mean, low, high].forEach((value, at) => expect(value).toBeCloseTo([2.5, 0.445739, 4.554261][at]!, 3));
    expect(meanInterval([7])).toEqual({ mean: 7, standardError: null, low: null, high: null });
  });
});

describe('what is claimed', () => {
  const faces = 24;
  const even = Array.from({ length: faces }, (_, at) => (at % 2 === 0 ? 1 : -1));
  const measured = (drops: Record<string, number[]>, classes = Array<number>(faces).fill(0)) => ({
    outputs: 'logits' as const,
    predicted: classes.map((id, at) => (at < 6 ? id : 1 - id)),
    classes,
    scores: even,
    drops,
    areas: Object.fromEntries(Object.keys(drops).map((name) => [name, Array<number>(classes.length).fill(0.1)])),
  });

  it('a first region only where it is ahead face by face, and none where zero lies within the interval', () => {
    const claim = (drops: Record<string, number[]>) => {
      const { emotions } = summarise(measured(drops), ['happy', 'sad'], true);
      return relianceInWords(emotions[0]!);
    };
    const mouth = even.map((value) => 2 + value);
    expect(claim({ eyes: even, mouth })).toBe('relies most on mouth (+2.00)');
    // Always 0.1 less than the mouth: far within both intervals, and yet clear.
    expect(claim({ eyes: mouth.map((value) => value - 0.1), mouth })).toBe(
      'relies most on mouth (+2.00), then eyes (+1.90)',
    );
    expect(claim({ eyes: even.map((value) => 1.9 - value), mouth })).toBe(
      'relies on mouth (+2.00), eyes (+1.90); which most is not clear',
    );
    expect(claim({ eyes: even, mouth: even })).toBe('no region lowers the score clearly');
  });

  it('warns of few faces, of none, and of emotions that the model does not know', () => {
    const classes = Array.from({ length: faces }, (_, at) => (at === 0 ? 1 : 0));
    const { emotions } = summarise(measured({ mouth: even }, classes), ['happy', 'sad', 'fear'], true);
    expect(warningsAbout(emotions, ['happy', 'sad', 'fear'])).toEqual([
      'Fewer than 20 faces, so uncertain: sad (1).',
      'No faces: fear.',
      'Less than half named rightly, so that drops say less of what the model goes by: happy.',
    ]);
    expect(relianceInWords(emotions[1]!)).toBe('one face says nothing of others');
  });

  it('knows classes by the names in use', () => {
    const labels = ['anger', 'Happiness', 'contempt'];
    expect(['angry', 'HAPPY', 'joy', 'Contempt', 'sad'].map((name) => classOf(name, labels))).toEqual([0, 1, 1, 2, -1]);
  });
});

describe('the command line of explain', () => {
  beforeAll(() => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  const needed = ['--model', 'm.json', '--faces', 'faces'];

  it('says what it does when nothing else is said', () => {
    expect(readCommandLine(needed)).toMatchObject({
      ...{ range: [0, 1], landmarks: 'mean', fill: 'blur', score: 'log-odds', perClass: 100, split: 'test' },
      ...{ pictures: 'synthetic', seed: 1, backend: 'wasm', out: 'runs/explain' },
      regions: ['brows', 'eyes', 'nose', 'cheeks', 'mouth', 'chin', 'forehead', 'background'],
    });
  });

  it('reads ranges below zero, lists and methods', () => {
    const given = ['--range', '-1,1', '--labels', 'a, b', '--regions', 'mouth', '--methods', 'gradCam,rise'];
    expect(readCommandLine([...needed, ...given])).toMatchObject({
      ...{ range: [-1, 1], labels: ['a', 'b'], regions: ['mouth'], methods: ['gradCam', 'rise'] },
    });
    expect(readCommandLine([...needed, '--methods', 'none']).methods).toEqual([]);
  });

  it.each([
    [['--faces', 'x']],
    [[...needed, '--range', '1']],
    [[...needed, '--range', '1,1']],
    [[...needed, '--range', '0,']],
    [[...needed, '--methods', 'gradcam']],
    [[...needed, '--labels', 'a,,b']],
    [[...needed, '--labels', 'a,a']],
    [[...needed, '--fill', 'green']],
    [[...needed, '--per-class', '0']],
    [[...needed, '--per-face', '3']],
  ])('refuses %j', (given) => expect(() => readCommandLine(given)).toThrow(CommanderError));
});
