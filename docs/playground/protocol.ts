import type { AttentionMethodName } from '../../src/attention/index.js';
import type { BackendName } from '../../src/backends/index.js';
import type { Emotion } from '../../src/data/index.js';
import type { Fill, PerturbationParameters } from '../../src/perturb/index.js';
import type { FaceLandmarks, Region } from '../../src/regions/index.js';
import type { ModelCard } from './modelCard.js';
import type { PartName } from './parts.js';

/** An upright rectangle on the picture, in its pixels. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture as a canvas takes it: RGBA bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Where a picture comes from. */
export type PictureSource =
  | { readonly kind: 'drawn'; readonly emotion: Emotion; readonly seed: number }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'camera'; readonly frame: ImageBitmap }
  /** The face in a frame on the photo that is open. */
  | { readonly kind: 'cut'; readonly face: Frame }
  /** The photo that is open, to be looked at by the detector. */
  | { readonly kind: 'again' };

/** A picture that was opened. */
export interface OpenedPicture {
  readonly pixels: Pixels;
  /** What a reader should know about it: that it was made smaller. */
  readonly note: string | undefined;
  /** Where the face is assumed to be; undefined for drawn faces, which know their landmarks. */
  readonly face: Frame | undefined;
  /** Whether its landmarks are its own: drawn or detected, not assumed. */
  readonly isFound: boolean;
}

/** What is hidden, and how. */
export interface HideSettings {
  readonly parts: readonly PartName[];
  /** Of the part 'rectangle'. */
  readonly rectangle: Frame;
  /** Where the face is, for pictures whose landmarks are assumed. */
  readonly face: Frame | undefined;
  readonly fill: Fill;
  /** In pixels. */
  readonly feather: number;
}

/** How sure the network is of each class, in [0, 1], in the order of its class names. */
export type Answer = readonly number[];

/** The picture without what is hidden. */
export interface Hidden {
  readonly pixels: Pixels;
  /** What the network is shown of the picture as it is. */
  readonly input: Pixels | undefined;
  readonly before: Answer | undefined;
  readonly after: Answer | undefined;
  readonly landmarks: FaceLandmarks;
  /** Undefined where nothing is hidden. */
  readonly region: Region | undefined;
  readonly parameters: PerturbationParameters | undefined;
}

/** The answer without one part. */
export interface WithoutPart {
  readonly part: PartName;
  readonly answer: Answer;
}

/** How attention is asked for. */
export interface AttendSettings {
  readonly method: AttentionMethodName;
  /** A class id, or the class the network says. */
  readonly target: 'predicted' | number;
  /** A layer's name; empty for the default. */
  readonly layer: string;
  readonly face: Frame | undefined;
}

/** An attention map. */
export interface Attended {
  readonly map: Pixels;
  readonly overlay: Pixels;
  /** Why there is nothing to see, where there isn't. */
  readonly note: string | undefined;
  readonly layer: string | undefined;
  /** Class id that was explained. */
  readonly target: number;
  readonly milliseconds: number;
}

/** How pixels are grouped. */
export interface ClusterSettings {
  readonly clusters: number;
  readonly alpha: number;
  readonly lambda: number;
  readonly face: Frame | undefined;
  readonly fill: Fill;
}

/** One cluster of pixels. */
export interface ClusterFacts {
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
  /** Share of the pixels, in [0, 1]. */
  readonly share: number;
  /** Mean attention, in [0, 1]. */
  readonly attention: number;
  /** The answer without it. */
  readonly answer: Answer;
}

/** The pixels of the last attention map in groups. */
export interface Clustered {
  readonly overlay: Pixels;
  readonly clusters: readonly ClusterFacts[];
  readonly note: string | undefined;
}

/** What a picked model's values and classes are. */
export interface OwnNetwork {
  /** `model.json` and its weights. */
  readonly files: readonly File[];
  /** What black and white are to it. */
  readonly range: readonly [number, number];
  /** Names of its classes; as many as it has, or none. */
  readonly classNames: readonly string[];
}

/** The network in use. */
export interface NetworkFacts {
  readonly name: string;
  readonly classNames: readonly string[];
  /** "40 x 40, grey". */
  readonly input: string;
  readonly weights: number | undefined;
  /** Whether it has a spatial gate, which the method of that name shows. */
  readonly hasGate: boolean;
  readonly card: ModelCard | undefined;
}

/** The backend in use, and which others start. */
export interface BackendState {
  readonly name: BackendName;
  readonly detail: string;
  readonly available: readonly BackendName[];
}

/** What the worker does: the argument and the result of each task. */
export interface Tasks {
  useBackend: [BackendName, BackendState];
  openPicture: [PictureSource, OpenedPicture];
  /** `face_landmarker.task`; true when it is loaded. */
  useDetector: [File, true];
  hide: [HideSettings, Hidden];
  withoutEach: [Omit<HideSettings, 'parts'>, readonly WithoutPart[]];
  attend: [AttendSettings, Attended];
  cluster: [ClusterSettings, Clustered];
  /** The page's own network by the address of its folder, or files. */
  useNetwork: [string | OwnNetwork, NetworkFacts];
}

/** Name of a task. */
export type TaskName = keyof Tasks;

/** From the page to the worker. */
export type Question =
  { [Name in TaskName]: { id: number; task: Name; argument: Tasks[Name][0] } }[TaskName] | { id: number; stop: true };

/** From the worker to the page. */
export type Reply =
  | { id: number; result: unknown }
  | { id: number; done: number }
  | { id: number; error: { message: string; stopped: boolean } };
