import * as tf from '@tensorflow/tfjs-core';
import { createBreather } from '../support/breather.js';
import type { Scored } from './scoring.js';

/** Changed copies of every image, as many of each. */
export interface Variants {
  readonly count: number;
  /**
   * Copies number `from` to `to - 1` of one image, [to - from,H,W,C]: a new tensor. Called within a tidy, and for each image with rising
   * numbers; how they are cut into calls must not change them.
   *
   * @param picture - The image, [1,H,W,C].
   */
  make(picture: tf.Tensor4D, image: number, from: number, to: number): tf.Tensor4D;
}

/** Scores of each image's copies; null where the image is left out. */
export interface VariantScores {
  readonly scores: (number[] | null)[];
  readonly notes: (string | null)[];
}

/** Scores all copies, `batchSize` of them in a forward pass. */
export async function scoreVariants(scored: Scored, variants: Variants): Promise<VariantScores> {
  const { what, scorer, batchSize, signal, onProgress } = scored;
  const used = scored.notes.flatMap((note, image) => (note === null ? [image] : []));
  const scores = scored.notes.map((note): number[] | null => (note === null ? [] : null));
  const pause = createBreather(what, signal);
  await pause();
  const total = used.length * variants.count;
  for (let start = 0; start < total; start += batchSize) {
    const end = Math.min(total, start + batchSize);
    const parts = partsOf(start, end, variants.count, used);
    const owners = parts.flatMap(({ image, from, to }) => new Array<number>(to - from).fill(image));
    const pictures = copiesOf(scored, variants, parts);
    try {
      (await scorer.score(pictures, owners)).forEach((score, at) => scores[owners[at] as number]?.push(score));
    } finally {
      pictures.dispose();
    }
    onProgress?.({ done: end / variants.count, total: used.length });
    await pause();
  }
  return withoutFailures(scores, scored.notes);
}

interface Part {
  readonly image: number;
  readonly from: number;
  readonly to: number;
}

/** Copies `start` to `end - 1` of all copies in a row, image after image. */
function partsOf(start: number, end: number, count: number, used: readonly number[]): Part[] {
  const parts: Part[] = [];
  for (let at = start; at < end;) {
    const from = at % count;
    const to = Math.min(count, from + end - at);
    parts.push({ image: used[Math.floor(at / count)] as number, from, to });
    at += to - from;
  }
  return parts;
}

function copiesOf({ images }: Scored, variants: Variants, parts: readonly Part[]): tf.Tensor4D {
  return tf.tidy(() => {
    const copies = parts.map(({ image, from, to }) => {
      const picture = tf.slice(images, [image, 0, 0, 0], [1, -1, -1, -1]);
      return tf.tidy(() => variants.make(picture, image, from, to));
    });
    return copies.length === 1 ? (copies[0] as tf.Tensor4D) : tf.concat(copies, 0);
  });
}

function withoutFailures(scores: (number[] | null)[], before: readonly (string | null)[]): VariantScores {
  const fails = scores.map((each) => each?.some((score) => !Number.isFinite(score)) === true);
  return {
    scores: scores.map((each, image) => (fails[image] ? null : each)),
    notes: before.map((note, image) => (fails[image] ? 'the score of a changed copy is not finite' : note)),
  };
}
