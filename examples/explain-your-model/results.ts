import type { ModelInput } from './adapt.js';
import type { MeanInterval } from './statistics.js';
import type { OutputKind, ScoreKind } from './scores.js';
import type { Environment } from '../shared/environment.js';

/** Of the form of results.json. */
export const RESULTS_FORMAT = 'face-perturb/explain-1';

/** What hiding a region did. */
export interface RegionResult {
  /** How much the score dropped, over the faces; negative where it rose. */
  drop: MeanInterval;
  /** Mean share of the picture that the region covers, in [0, 1]. */
  area: number;
}

/** What was found for an emotion. */
export interface EmotionResult {
  name: string;
  faces: number;
  /** Faces that the model named rightly; null where nobody says what is right. */
  right: number | null;
  /** The score of whole faces. */
  score: MeanInterval;
  /** By the regions' names, in the order asked for. */
  regions: Record<string, RegionResult>;
  /** Regions whose drop is above zero by its 95 % interval, the largest first. */
  reliesOn: string[];
  /** Whether the first of them drops more than each other region does, face by face, by the 95 % interval of the difference. */
  clearlyFirst: boolean;
}

/** All numbers of a run; plain JSON. */
export interface Results {
  format: typeof RESULTS_FORMAT;
  settings: {
    model: string;
    logits?: string;
    faces: string;
    split: string;
    range: readonly [number, number];
    landmarks: string;
    regions: string[];
    fill: string;
    score: ScoreKind;
    perClass: number;
    seed: number;
    labels?: string[];
    size?: number;
  };
  environment: Environment;
  model: { kind: 'layers' | 'graph'; input: ModelInput; outputs: OutputKind; labels: string[] };
  faces: { kind: 'data set' | 'pictures'; count: number; size: number; labelled: boolean; meanShape: number };
  emotions: EmotionResult[];
  /** All faces together. */
  overall: EmotionResult;
  /** What was assumed and left out. */
  notes: string[];
  /** Why numbers must be taken with care. */
  warnings: string[];
}
