import type { FaceLandmarks } from '../../regions/landmarks.js';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import { develop } from './finish.js';
import { paintBrows, paintEyes, shapeEyes } from './paintEyes.js';
import { paintBeard, paintHair, paintHairBehind, paintOccluder } from './paintHair.js';
import { paintBackground, paintFolds, paintHead, paintNeck, shapeHead } from './paintHead.js';
import { paintMouth, shapeMouth } from './paintMouth.js';
import { paintNose, shapeNose } from './paintNose.js';
import type { FaceParameters } from './parameters.js';
import { createCamera } from './pose.js';
import { createScene, placedPoints } from './scene.js';

/** Options of {@link drawFace}. */
export interface DrawFaceOptions {
  /**
   * Width and height of the picture in pixels, 8 … 2048.
   * @default 48
   */
  size?: number;
}

/** A drawn face. */
export interface DrawnFace {
  /** Width and height in pixels. */
  readonly size: number;
  /** Grey values 0 … 255, row by row. */
  readonly pixels: Uint8Array;
  /** The 68 points that the face was drawn through, in pixels of this picture. */
  readonly landmarks: FaceLandmarks;
}

/**
 * Draws a face: a grey picture of a head with skin, hair, eyes, nose and mouth, shaded by one light source, at any size.
 *
 * The landmarks are the points that the shapes are drawn through, so they are exact; only points of the jaw under hair and
 * points of a nose turned away are not to be seen.
 *
 * @param parameters - Of the face, as `sampleFace` or `averageFace` give them.
 * @throws FacePerturbError `invalid-option` on an unknown option or a size out of range.
 */
export function drawFace(parameters: FaceParameters, options: DrawFaceOptions = {}): DrawnFace {
  checkOptionNames('drawFace', options, ['size']);
  const size = checkNumber('drawFace: size', options.size ?? 48, { min: 8, max: 2048, integer: true });
  const scene = createScene(parameters, size);
  paintBackground(scene);
  paintHairBehind(scene);
  paintNeck(scene);
  paintHead(scene);
  for (const shape of [shapeHead, shapeEyes, shapeNose, shapeMouth]) shape(scene);
  for (const paint of [paintBeard, paintFolds, paintNose, paintMouth, paintEyes, paintBrows, paintHair]) paint(scene);
  scene.relief.light(scene.canvas.tones, scene.canvas.lit, parameters.light);
  paintOccluder(scene);
  return {
    size,
    pixels: develop(scene.canvas.tones, size, parameters.picture),
    landmarks: { scheme: 'ibug68', points: scene.points, source: 'exact' },
  };
}

/**
 * The landmarks of {@link drawFace} without the drawing.
 *
 * @param parameters - Of the face, as `sampleFace` or `averageFace` give them.
 */
export function faceLandmarks(parameters: FaceParameters, options: DrawFaceOptions = {}): FaceLandmarks {
  checkOptionNames('faceLandmarks', options, ['size']);
  const size = checkNumber('faceLandmarks: size', options.size ?? 48, { min: 1, max: 2048 });
  return { scheme: 'ibug68', points: placedPoints(parameters, createCamera(parameters, size)), source: 'exact' };
}
