import type { FaceLandmarks } from '../regions/landmarks.js';

/** The seven classes of FER2013 in the order of their ids. */
export const EMOTIONS = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;

/** Name of one of the seven classes of FER2013. */
export type Emotion = (typeof EMOTIONS)[number];

/**
 * Labelled pictures of one size, in memory: one byte a value, row-major [size, height, width, channels].
 *
 * FER2013's 35,887 grey 48x48 faces take 83 MB in this form.
 */
export interface ImageDataset {
  /** Short name for records and reports: "fer2013/Training". */
  readonly name: string;
  /** Class names in the order of the ids in `labels`. */
  readonly classNames: readonly string[];
  /** Number of pictures. */
  readonly size: number;
  /** Picture height in pixels. */
  readonly height: number;
  /** Picture width in pixels. */
  readonly width: number;
  /** Values a pixel: 1 grey, 3 RGB. */
  readonly channels: 1 | 3;
  /** All pixels, 0 … 255, [size, height, width, channels]. */
  readonly pixels: Uint8Array;
  /** Class id of each picture. */
  readonly labels: Uint8Array;
  /** Landmarks of each picture, where the source knows them. */
  readonly landmarks?: readonly FaceLandmarks[];
}

/** A data set cut in the three parts that training, choosing and reporting need. */
export interface DatasetSplits {
  /** Pictures to learn from (FER2013: Training). */
  readonly train: ImageDataset;
  /** Pictures to choose epochs and settings on (FER2013: PublicTest). */
  readonly validation: ImageDataset;
  /** Pictures to report on, once (FER2013: PrivateTest). */
  readonly test: ImageDataset;
}
