import type { Emotion } from '../dataset.js';
import type { ActionUnit } from './actionUnits.js';

/** How one action unit takes part in an emotion. */
export interface UnitRecipe {
  /** Which action unit. */
  readonly unit: ActionUnit;
  /** How often it takes part at all, in (0, 1]. */
  readonly probability: number;
  /** Least intensity in a face that shows the emotion in full. */
  readonly low: number;
  /** Greatest intensity in a face that shows the emotion in full. */
  readonly high: number;
}

const core = (unit: ActionUnit, low = 0.65, high = 1): UnitRecipe => ({ unit, probability: 1, low, high });
const often = (unit: ActionUnit, probability: number, low: number, high: number): UnitRecipe => ({
  unit,
  probability,
  low,
  high,
});

/**
 * The variants of each emotion, one of which a face shows: the core units are the prototypes of EMFACS, the others
 * are units that often come with them.
 *
 * Sources: P. Ekman, W. V. Friesen, Unmasking the Face, 1975; W. V. Friesen, P. Ekman, EMFACS-7, 1983; D. Matsumoto,
 * D. Keltner, M. N. Shiota, M. O'Sullivan, M. Frank, Facial expressions of emotion, Handbook of Emotions, 2008, table 13.1.
 * Happy 6+12, sad 1+4+15, surprise 1+2+5+26, fear 1+2+4+5+7+20+26, angry 4+5+7+23, disgust 9+15+16. The probabilities
 * and intensities are this library's own.
 */
export const EXPRESSIONS: Readonly<Record<Emotion, readonly (readonly UnitRecipe[])[]>> = {
  angry: [
    [
      core('AU4'),
      core('AU5', 0.3, 0.6),
      core('AU7', 0.5, 0.9),
      core('AU23'),
      often('AU24', 0.5, 0.4, 1),
      often('AU17', 0.4, 0.3, 0.7),
      often('AU38', 0.5, 0.4, 1),
    ],
    [
      core('AU4'),
      core('AU5', 0.3, 0.6),
      core('AU7', 0.5, 0.9),
      core('AU23', 0.3, 0.6),
      core('AU10', 0.4, 0.8),
      core('AU16', 0.4, 0.8),
      core('AU25', 0.6, 1),
      often('AU26', 0.3, 0.2, 0.5),
      often('AU38', 0.6, 0.5, 1),
    ],
  ],
  disgust: [
    [
      core('AU9'),
      core('AU10', 0.5, 1),
      core('AU15', 0.4, 0.8),
      core('AU16', 0.4, 0.9),
      core('AU25', 0.4, 0.8),
      often('AU4', 0.5, 0.3, 0.6),
      often('AU7', 0.5, 0.3, 0.7),
    ],
    [
      core('AU9'),
      core('AU15', 0.6, 1),
      core('AU17', 0.5, 0.9),
      often('AU10', 0.6, 0.3, 0.8),
      often('AU4', 0.5, 0.3, 0.6),
      often('AU7', 0.5, 0.3, 0.7),
    ],
  ],
  fear: [
    [
      core('AU1'),
      core('AU2', 0.4, 0.7),
      core('AU4', 0.4, 0.7),
      core('AU5', 0.7, 1),
      core('AU7', 0.2, 0.5),
      core('AU20'),
      core('AU25', 0.6, 1),
      core('AU26', 0.3, 0.7),
      often('AU38', 0.25, 0.3, 0.8),
    ],
  ],
  happy: [
    [core('AU6'), core('AU12'), core('AU25', 0.6, 1), often('AU26', 0.3, 0.1, 0.5)],
    [core('AU6', 0.4, 0.9), core('AU12', 0.6, 1)],
  ],
  sad: [
    [
      core('AU1'),
      core('AU4', 0.4, 0.8),
      core('AU15'),
      often('AU17', 0.6, 0.3, 0.9),
      often('AU43', 0.35, 0.15, 0.45),
      often('AU25', 0.15, 0.2, 0.5),
    ],
  ],
  surprise: [
    [core('AU1'), core('AU2'), core('AU5', 0.6, 1), core('AU25', 0.6, 1), core('AU26')],
    [core('AU1'), core('AU2'), core('AU5', 0.6, 1), core('AU25', 0.6, 1), core('AU27', 0.5, 1)],
  ],
  neutral: [[]],
};

/** Small movements that any face may show whatever it feels: speech, a blink, bright light, a polite smile, doubt. */
export const PASSING_MOVEMENTS: readonly (readonly UnitRecipe[])[] = [
  [core('AU25', 0.3, 0.9), often('AU26', 0.5, 0.1, 0.5)],
  [core('AU43', 0.2, 1)],
  [core('AU7', 0.3, 0.7), often('AU4', 0.5, 0.2, 0.6)],
  [core('AU12', 0.2, 0.5)],
  [core('AU1', 0.2, 0.6), core('AU2', 0.2, 0.6)],
  [core('AU24', 0.3, 0.8)],
  [core('AU17', 0.3, 0.7)],
  [core('AU15', 0.2, 0.5)],
  [core('AU5', 0.2, 0.6)],
  [core('AU20', 0.2, 0.6)],
];
