import { imageToTensor, type ImagePixels } from '../../../src/data/index.js';
import { meanShape } from '../../../src/landmarks/index.js';
import type { FaceLandmarks, Point } from '../../../src/regions/index.js';
import type { Frame } from '../protocol.js';
import type { Network } from './network.js';
import { withChannels } from './pixels.js';
import { resample } from './resample.js';
import type { Picture } from './session.js';
import type { Tensor4D } from '@tensorflow/tfjs-core';

/** The landmarks of the picture's face: its own, or the mean shape in the frame that the reader put around it. */
export function landmarksOf(picture: Picture, face: Frame | undefined): FaceLandmarks {
  if (picture.landmarks) return picture.landmarks;
  const { x, y, width, height } = faceFrame(picture, face);
  const mean = meanShape({ width, height });
  return { ...mean, points: mean.points.map(([across, down]): Point => [x + across, y + down]) };
}

/** Where the face is: a drawn one fills its picture. */
export function faceFrame({ pixels, photo }: Picture, face: Frame | undefined): Frame {
  return (photo ? face : undefined) ?? { x: 0, y: 0, width: pixels.width, height: pixels.height };
}

/** The part of the picture that the network is shown: the middle of the face's frame, as large as the network's data set had it. */
export function windowOf(network: Network, frame: Frame): Frame {
  const [width, height] = [frame.width * network.input.part, frame.height * network.input.part];
  return { x: frame.x + (frame.width - width) / 2, y: frame.y + (frame.height - height) / 2, width, height };
}

/** What the network is shown of a picture: in bytes, so that it can be kept as a PNG and shown again exactly. */
export function inputOf(network: Network, pixels: ImagePixels, frame: Frame): ImagePixels {
  const { width, height, channels } = network.input;
  const coloured = withChannels(pixels, channels);
  return { pixels: resample(coloured, windowOf(network, frame), height, width), width, height, channels };
}

/** How sure the network is of each class, for each of some inputs. */
export async function answersTo(network: Network, inputs: readonly ImagePixels[]): Promise<number[][]> {
  const rows: number[][] = [];
  for (const input of inputs) {
    const image = imageToTensor(input);
    rows.push(await network.answer(image as Tensor4D));
    image.dispose();
  }
  return rows;
}

/** Landmarks in the pixels of what the network is shown. */
export function landmarksOnInput(network: Network, picture: Picture, face: Frame | undefined): FaceLandmarks {
  const landmarks = landmarksOf(picture, face);
  const { x, y, width, height } = windowOf(network, faceFrame(picture, face));
  const [across, down] = [network.input.width / width, network.input.height / height];
  const points = landmarks.points.map(([left, top]): Point => [(left - x) * across, (top - y) * down]);
  return { ...landmarks, points };
}
