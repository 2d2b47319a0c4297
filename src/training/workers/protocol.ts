import type { BackendInUse } from '../../backends/inUse.js';
import type { PixelClustersRecord } from '../../clusters/types.js';
import type { ErrorCode } from '../../support/errors.js';
import type { PassTask } from '../pass.js';

/** The first question to a worker: become a replica of this network. */
export interface StartQuestion {
  readonly kind: 'start';
  readonly backend: BackendInUse;
  /** Addresses of modules to import before the network is built. */
  readonly modules: readonly string[];
  /** The network without weights, as `model.toJSON` gives it. */
  readonly topology: string;
  /** Shapes of all its weights, and which of them are trained: the replica's must be the same. */
  readonly weights: WeightsSummary;
}

/** A network's weights, without their values. */
export interface WeightsSummary {
  readonly shapes: readonly (readonly number[])[];
  readonly trained: readonly boolean[];
}

/** Which copies the passes from now on are shown with, made in the worker; none when undefined. */
export interface CopiesQuestion {
  readonly kind: 'copies';
  readonly clusters: PixelClustersRecord | undefined;
}

/** One forward and backward pass with these weights. */
export interface PassQuestion {
  readonly kind: 'pass';
  readonly task: PassTask;
  /** All weights, one after the other. On shared memory where there is any. */
  readonly weights: Float32Array;
  /** Shared memory to write the gradients to; without it they travel in the answer. */
  readonly gradients: Float32Array | undefined;
}

/** What a worker is asked, in turn; it answers in the same order. */
export type Question = StartQuestion | CopiesQuestion | PassQuestion;

/** What a pass gave, but for gradients on shared memory. */
export interface PassAnswer {
  readonly loss: number;
  readonly correct: number;
  /** Gradients of all trained weights, one after the other; undefined on shared memory. */
  readonly gradients: Float32Array | undefined;
  /** Which trained weights the loss depends on; the others' gradients are left as they were. */
  readonly present: readonly boolean[];
  /** The weights that are not trained, such as running statistics, after the pass. */
  readonly statistics: Float32Array;
}

/** An error on its way between threads, which would lose its class. */
export interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a FacePerturbError. */
  readonly code: ErrorCode | undefined;
}

/** What a worker says: that it listens, or how a question ended. */
export type Reply =
  | { readonly kind: 'listening' }
  | { readonly kind: 'done'; readonly pass?: PassAnswer }
  | { readonly kind: 'failed'; readonly error: ErrorParts };
