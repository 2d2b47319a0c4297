import type { FaceLandmarks, Point } from '../regions/landmarks.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { namesByOverlap } from './clusterNames.js';
import { distinctNames } from './distinctNames.js';
import { placesOf } from './placeOfClusters.js';
import { overlapsOf } from './regionOverlap.js';
import type { LabelMap, RegionOverlaps } from './regionOverlap.js';
import type { PixelClusters, PixelClustersRecord } from './types.js';

/** Options of {@link nameClusters}. */
export interface NameClustersOptions {
  /**
   * Height in pixels of the picture that the landmarks are of; the cluster map covers all of it.
   * @default that of the cluster map
   */
  height?: number;
  /**
   * Width in pixels of the picture that the landmarks are of.
   * @default that of the cluster map
   */
  width?: number;
}

/** One cluster with a readable name. */
export interface NamedCluster {
  /** Its number. */
  cluster: number;
  /** Such as "left eye side", "mouth and nose" or "background"; no two clusters have the same. Left and right are the subject's. */
  name: string;
  /** The overlap with each facial region; irises only where the landmarks show them. */
  overlap: RegionOverlaps;
}

const WHAT = 'nameClusters';

/**
 * Says in words where on the face each cluster lies, by its overlap with facial regions. Left and right are the SUBJECT's.
 *
 * A cluster is called after the eyes, mouth and nose that it holds: at least 40 % of each, and clearly more than any other cluster ("mouth and nose",
 * "left eye side" when most of it lies around the eye); otherwise "background" when most of it lies outside the face; otherwise after
 * brows, forehead, cheeks and chin that it holds; otherwise "part of" what fills most of it. Equal names are told apart by place, then by numbers.
 * The only cluster of a map is the "whole picture".
 *
 * @example
 * nameClusters(clusters, meanShape({ width: 48, height: 48 })).map(({ name }) => name);
 * // ['left eye side', 'right eye side', 'mouth and nose']
 *
 * @param clusters - A clustering or its record.
 * @param landmarks - Those of the face; of several faces (a data set's), the overlaps are with the mean of their regions.
 * @returns An entry for each cluster, in order; plain JSON-able data.
 * @throws FacePerturbError `invalid-argument` for something that is no clustering or no landmarks, `invalid-option` for wrong options,
 *   `invalid-data` for landmarks that are not what their scheme says.
 */
export function nameClusters(
  clusters: PixelClusters | PixelClustersRecord,
  landmarks: FaceLandmarks | readonly FaceLandmarks[],
  options: NameClustersOptions = {},
): NamedCluster[] {
  checkOptionNames(WHAT, options, ['height', 'width']);
  const map = checkClusters(clusters);
  const height = checkNumber(`${WHAT}: height`, options.height ?? map.height, { min: 1 });
  const width = checkNumber(`${WHAT}: width`, options.width ?? map.width, { min: 1 });
  const faces = checkFaces(landmarks).map((face) => scaled(face, map.width / width, map.height / height));
  const overlaps = overlapsOf(map, faces);
  const places = placesOf(map, faces);
  const names = namesByOverlap(overlaps, places);
  const distinct = map.found === 1 ? ['whole picture'] : distinctNames(names, places);
  return overlaps.map((overlap, cluster) => ({ cluster, name: distinct[cluster] as string, overlap }));
}

function checkClusters(clusters: PixelClusters | PixelClustersRecord): LabelMap {
  const { labels, height, width, found } = (clusters ?? {}) as Partial<LabelMap>;
  const fits = labels && height && width && found && labels.length === height * width;
  const present = new Set(fits ? Array.from(labels) : []);
  if (fits && present.size === found && [...present].every((label) => Number.isInteger(label) && label < found)) {
    return { labels, height, width, found };
  }
  throw new FacePerturbError(`${WHAT}: clusters`, {
    code: 'invalid-argument',
    expected: 'a result of clusterPixels, or its record',
    received: show(clusters),
  });
}

function checkFaces(landmarks: FaceLandmarks | readonly FaceLandmarks[]): readonly FaceLandmarks[] {
  const faces: readonly unknown[] = Array.isArray(landmarks) ? landmarks : [landmarks];
  const areFaces = faces.every((face) => Array.isArray((face as Partial<FaceLandmarks> | undefined)?.points));
  if (faces.length > 0 && areFaces) return faces as readonly FaceLandmarks[];
  throw new FacePerturbError(`${WHAT}: landmarks`, {
    code: 'invalid-argument',
    expected: 'the landmarks of a face, { scheme, points }, or of several',
    received: show(landmarks),
    fix: 'Take them from a landmark source, or meanShape({ width, height }) for aligned crops.',
  });
}

function scaled(face: FaceLandmarks, across: number, down: number): FaceLandmarks {
  if (across === 1 && down === 1) return face;
  return { ...face, points: face.points.map(([x, y]): Point => [x * across, y * down]) };
}
