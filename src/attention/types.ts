import type { NamedTensorMap, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

/** A layer of a `tf.LayersModel`. */
export type Layer = layers.Layer;

/**
 * Images to logits, in one of three forms:
 * - any `tf.LayersModel` with one image input and one output, nested models and preprocessing layers included;
 * - any object with a synchronous `predict` that maps an image batch [B,H,W,C] to logits [B,K]; a `tf.GraphModel` is one, and has its
 *   nodes too;
 * - a {@link SplitClassifier}, cut in two where the class activation methods shall look.
 *
 * For the methods that need gradients, the functions must be made of tfjs operations alone.
 */
export type Classifier = LayersModel | PredictingClassifier | SplitClassifier;

/** A classifier as one function. */
export interface PredictingClassifier {
  /** Images [B,H,W,C] to logits [B,K]. A list with one tensor will do; a map of tensors, which a graph model may declare, will not. */
  predict(images: Tensor4D): Tensor | Tensor[] | NamedTensorMap;
}

/** A classifier as two functions, `head(features(images))`. */
export interface SplitClassifier {
  /** Images [B,H,W,C] to feature maps [B,h,w,F]. */
  features(images: Tensor4D): Tensor;
  /** Feature maps [B,h,w,F] to logits [B,K]. */
  head(features: Tensor4D): Tensor;
}

/**
 * What the map explains: the class each image is predicted to be, one class id for all images, a class id for each
 * image, or a function that makes one score for each image, [B], out of the logits [B,K].
 */
export type AttentionTarget = 'predicted' | number | ArrayLike<number> | TargetFunction;

/**
 * One score for each row of logits, [B] out of [B,K]; made of tfjs operations alone, and each row's score of that row alone: methods of
 * many passes call it with other numbers of rows than there are images.
 */
export type TargetFunction = (logits: Tensor2D) => Tensor1D;

/** What a method is given: one chunk of the images, and the classifier at hand. */
export interface MethodContext {
  /** The chunk [B,H,W,C]; the method must not dispose it. */
  readonly images: Tensor4D;
  /** The classifier's outputs for the chunk, [B,K]; the method must not dispose them. */
  readonly logits: Tensor2D;
  /** Images [B,H,W,C] to outputs [B,K], in inference mode; differentiable where the classifier is. */
  classify(images: Tensor4D): Tensor2D;
  /**
   * The target's score for each image of the chunk, [B], out of outputs [B,K]; differentiable. Outputs of n passes one after the other,
   * [n*B,K], give [n*B].
   *
   * @param logits - The outputs, [B,K].
   */
  score(logits: Tensor2D): Tensor1D;
  /**
   * As `score`, but the probability of the target's class in [0, 1]; for a target function the same as `score`.
   *
   * @param logits - The outputs, [B,K].
   */
  confidence(logits: Tensor2D): Tensor1D;
  /** Index of the chunk's first image in the whole batch. */
  readonly start: number;
  /** Images in one forward pass at most; at least the chunk's. */
  readonly batchSize: number;
  /** What went into and came out of the layer the method asked for, for this chunk. */
  readonly watched: WatchedLayer | undefined;
  /** The feature maps, for a method that `needsFeatures`. */
  readonly features: FeatureMaps | undefined;
  /** The caller's signal, for methods of many passes. */
  readonly signal: AbortSignal | undefined;
  /**
   * To be awaited between two passes of many: reports progress, lets other work go on, and throws when the caller has stopped the work.
   *
   * @param share - Of the chunk's work that is done, in [0, 1].
   */
  pause(share: number): Promise<void>;
}

/** Feature maps of a chunk, and how the score hangs on them. */
export interface FeatureMaps {
  /** Where they come from: a layer's path, a node's name, or `features`. */
  readonly name: string;
  /** [B,h,w,F]; the method must not dispose it. */
  readonly values: Tensor4D;
  /** The gradient of each image's score with respect to its feature maps, [B,h,w,F]; a new tensor. */
  gradient(): Tensor4D;
}

/** A layer and what passed through it; the method must not dispose the tensors. */
export interface WatchedLayer {
  /** The layer. */
  readonly layer: Layer;
  /** What went into it, for the chunk. */
  readonly input: Tensor;
  /** What came out of it. */
  readonly output: Tensor;
}

/** What {@link AttentionMethod.findLayer} may ask about the classifier. */
export interface LayerQuery {
  /** Every layer of the model, outermost first, those of nested models after the model that holds them. */
  readonly all: readonly NamedLayer[];
  /** The layer that the caller's `layer` option names; undefined when there is no such option. */
  readonly chosen: NamedLayer | undefined;
}

/** A layer with the path that names it in its model: "encoder/gate". */
export interface NamedLayer {
  /** Names of the models around it and its own, with slashes between. */
  readonly path: string;
  /** The layer itself. */
  readonly layer: Layer;
}

/**
 * A way to make attention maps. Give {@link attentionMap} the name of a built-in one or an object of this shape.
 */
export interface AttentionMethod {
  /** The name that stands in results and messages. */
  readonly name: string;
  /**
   * How a raw number becomes attention: `magnitude` takes |raw| (gradients: both signs matter), `positive` takes
   * max(raw, 0) (activations, gates: what speaks against the target is not attention).
   */
  readonly reads: 'magnitude' | 'positive';
  /**
   * For methods that look inside a model: picks the layer to watch, or throws. A method that has it works on a
   * `tf.LayersModel` only.
   *
   * @param query - What the method may know of the model.
   */
  findLayer?(query: LayerQuery): Layer;
  /**
   * For methods that look at feature maps of any classifier that has some: those of the caller's `layer`, or of the last convolution.
   * @default false
   */
  readonly needsFeatures?: boolean;
  /**
   * The raw map [B,H,W] of a chunk, alone or with numbers about it. A synchronous method should work in `tf.tidy`; an asynchronous one
   * disposes what it makes.
   *
   * @param context - The chunk, and the classifier at hand.
   */
  compute(context: MethodContext): MethodResult | Promise<MethodResult>;
}

/** What a method gives for a chunk: the raw map [B,H,W], or that and numbers by name, one for each image. */
export type MethodResult =
  | Tensor3D
  | {
      /** The raw map [B,H,W]. */
      readonly raw: Tensor3D;
      /** Numbers by name, one for each image. */
      readonly details: Readonly<Record<string, readonly number[]>>;
    };

/** Attention of a batch of images. The caller disposes it. */
export interface AttentionMap {
  /** Name of the method. */
  readonly method: string;
  /** Attention in [0, 1], [B,H,W], each image scaled by its own smallest and largest value. */
  readonly values: Tensor3D;
  /** Whether `values` keep the sign, 0.5 for zero, as the option `signed` asks. */
  readonly signed: boolean;
  /** What the method computed before scaling, [B,H,W]; signed for the gradient methods. */
  readonly raw: Tensor3D;
  /** For each image: true when there is nothing to show (constant, no positive value, not finite); its values are 0. */
  readonly degenerate: boolean[];
  /** For each image the reason why it is degenerate, or undefined. */
  readonly notes: (string | undefined)[];
  /** Class id explained for each image (-1 where the outputs are not finite); undefined for a target function. */
  readonly targets: number[] | undefined;
  /** The target's output for each image: a logit, a probability or what the target function gave. */
  readonly scores: number[];
  /** Probability of the target's class for each image in [0, 1]; undefined for a target function. */
  readonly probabilities: number[] | undefined;
  /** The layer or node that was looked at; undefined for methods that look at none. */
  readonly layer: string | undefined;
  /** More numbers of the method, one for each image, by name: the method's documentation says which. */
  readonly details: Readonly<Record<string, readonly number[]>>;
  /** Whether the classifier's outputs are logits or, every row being non-negative with sum 1, probabilities. */
  readonly outputs: 'logits' | 'probabilities';
  /** Frees both tensors. A second call does nothing. */
  dispose(): void;
}
