import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../src/data/dataset.js';
import {
  areaOf,
  AREA_REGIONS,
  drawFace,
  FACE_AREAS,
  sampleFace,
  syntheticFaces,
} from '../../src/data/synthetic/index.js';
import type { ActionUnit, FaceArea, FaceParameters } from '../../src/data/synthetic/index.js';
import { facialRegion } from '../../src/regions/faceParts.js';
import { regionCoverage } from '../../src/regions/regionMask.js';
import { grow, union } from '../../src/regions/setOperations.js';
import type { FaceLandmarks } from '../../src/regions/landmarks.js';
import { createRandom } from '../../src/support/random.js';

/** The regions of an area and a rim of so many pixels around them. */
function coverage(area: FaceArea, landmarks: FaceLandmarks, size: number, rim: number): Float32Array {
  const regions = AREA_REGIONS[area].map((name) => facialRegion(name));
  return regionCoverage(grow(union(...regions), rim), { height: size, width: size, landmarks });
}

describe('the truth record', () => {
  it('names the areas whose action units show the emotion', () => {
    const { truth } = syntheticFaces({ count: 70, size: 16, difficulty: 0 });
    for (const { emotion, regions, shares } of truth) {
      const expected: Record<string, FaceArea[]> = { happy: ['eyes', 'mouth'], surprise: ['brows', 'eyes', 'mouth'] };
      if (expected[emotion]) expect(regions).toEqual(expected[emotion].flatMap((area) => AREA_REGIONS[area]));
      const total = FACE_AREAS.reduce((sum, area) => sum + shares[area], 0);
      expect(total).toBeCloseTo(emotion === 'neutral' ? 0 : 1, 6);
    }
  });

  it('shows the prototypes of EMFACS without difficulty', () => {
    const core: Record<string, ActionUnit[]> = {
      happy: ['AU6', 'AU12'],
      sad: ['AU1', 'AU4', 'AU15'],
      surprise: ['AU1', 'AU2', 'AU5'],
      fear: ['AU1', 'AU2', 'AU4', 'AU5', 'AU7', 'AU20', 'AU26'],
      angry: ['AU4', 'AU5', 'AU7', 'AU23'],
      disgust: ['AU9', 'AU15'],
      neutral: [],
    };
    for (const { emotion, actionUnits } of syntheticFaces({ count: 70, size: 16, difficulty: 0 }).truth) {
      for (const unit of core[emotion]!) expect(actionUnits[unit], `${emotion} ${unit}`).toBeGreaterThan(0);
      if (emotion === 'neutral') expect(actionUnits).toEqual({});
    }
  });

  it.each(FACE_AREAS)('names only %s where that area is the carrier', (carrier) => {
    const { truth } = syntheticFaces({ count: 35, size: 16, carrier });
    for (const { regions, shares } of truth) {
      expect(regions).toEqual(AREA_REGIONS[carrier]);
      for (const area of FACE_AREAS) if (area !== carrier) expect(shares[area]).toBe(0);
    }
  });
});

describe('a carrier', () => {
  it('leaves the other areas as they are for every emotion', () => {
    const samples = EMOTIONS.map((emotion) =>
      sampleFace(emotion, createRandom(4), { carrier: 'mouth', difficulty: 0.4 }),
    );
    const others = samples.map(({ actionUnits, ...rest }) => {
      const units = Object.entries(actionUnits).filter(([unit]) => areaOf(unit as ActionUnit) !== 'mouth');
      return { ...rest, units };
    });
    for (const other of others) expect(other).toEqual(others[0]);
  });

  it.each(FACE_AREAS)('changes no pixel away from it (%s)', (carrier) => {
    const size = 96;
    const still = { blur: 0, noise: 0, noiseSeed: 0 };
    for (let person = 0; person < 4; person++) {
      const faces = EMOTIONS.map((emotion): FaceParameters => {
        const face = sampleFace(emotion, createRandom(person), { carrier, difficulty: 0.5 });
        return { ...face, picture: { ...face.picture, ...still } };
      });
      const drawn = faces.map((face) => drawFace(face, { size }));
      const rims = drawn.map(({ landmarks }) => coverage(carrier, landmarks, size, 0.11 * size));
      for (let other = 1; other < drawn.length; other++) {
        const changed = drawn[0]!.pixels.findIndex((value, at) => {
          const away = rims[0]![at] === 0 && rims[other]![at] === 0;
          return away && Math.abs(value - drawn[other]!.pixels[at]!) > 1;
        });
        expect(changed, `person ${person}, ${EMOTIONS[other]}, pixel`).toBe(-1);
      }
    }
  });

  it('is the only place where a nearest-mean classifier finds the class', () => {
    const faces = syntheticFaces({ count: 980, seed: 8, carrier: 'mouth', difficulty: 0.15 });
    // A box that holds the mouths of all faces, and 5 pixels around them.
    const mouths = faces.landmarks.flatMap(({ points }) => points.slice(48));
    const [left, right] = [Math.min(...mouths.map(([x]) => x)) - 5, Math.max(...mouths.map(([x]) => x)) + 5];
    const [top, bottom] = [Math.min(...mouths.map(([, y]) => y)) - 5, Math.max(...mouths.map(([, y]) => y)) + 5];
    const inBox = (at: number): boolean => {
      const [x, y] = [(at % 48) + 0.5, Math.floor((at % 2304) / 48) + 0.5];
      return x > left && x < right && y > top && y < bottom;
    };
    const inside = evenLight(faces.pixels, inBox);
    const outside = evenLight(faces.pixels, (at) => !inBox(at));
    // Chance is 1/7; over 490 faces its standard deviation is 1.6 %.
    expect(nearestMean(inside, faces.labels, 2304)).toBeGreaterThan(1 / 7 + 5 * 0.016);
    expect(nearestMean(outside, faces.labels, 2304)).toBeLessThan(1 / 7 + 3 * 0.016);
  });
});

describe('the emotions', () => {
  it.each([
    [0, 0.8, 1],
    [0.5, 0.45, 0.9],
  ])('of difficulty %d are told apart by their landmarks in %d to %d of all cases', (difficulty, least, most) => {
    const faces = syntheticFaces({ count: 700, seed: 2, difficulty, size: 16 });
    const shapes = Float32Array.from(faces.landmarks.flatMap(({ points }) => upright(points)));
    const accuracy = nearestMean(shapes, faces.labels, 2 * 51);
    expect(accuracy).toBeGreaterThan(least);
    expect(accuracy).toBeLessThanOrEqual(most);
  });
});

/** Brows, nose, eyes and mouth without the place, size and tilt of the head: the outer corners of the eyes at (-1, 0) and (1, 0). */
function upright(points: FaceLandmarks['points']): number[] {
  const [left, right] = [points[36]!, points[45]!];
  const [centerX, centerY] = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const [axisX, axisY] = [(right[0] - left[0]) / 2, (right[1] - left[1]) / 2];
  const square = axisX ** 2 + axisY ** 2;
  return points.slice(17).flatMap(([x, y]) => {
    const [dx, dy] = [x - centerX, y - centerY];
    return [(dx * axisX + dy * axisY) / square, (dy * axisX - dx * axisY) / square];
  });
}

/** The pixels of each 48x48 picture where `keep` holds, with mean 0 and standard deviation 1 a picture; 0 elsewhere. */
function evenLight(pixels: Uint8Array, keep: (at: number) => boolean): Float32Array {
  const out = new Float32Array(pixels.length);
  const kept = Array.from({ length: 2304 }, (_, at) => at).filter(keep);
  for (let start = 0; start < pixels.length; start += 2304) {
    const values = kept.map((at) => pixels[start + at]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / kept.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length);
    kept.forEach((at, index) => (out[start + at] = (values[index]! - mean) / deviation));
  }
  return out;
}

/** Accuracy on the second half of assigning each row to the class whose mean over the first half is nearest. */
function nearestMean(rows: Float32Array, labels: Uint8Array, width: number): number {
  const half = labels.length / 2;
  const means = Array.from({ length: 7 }, () => new Float64Array(width));
  const counts = new Float64Array(7);
  for (let row = 0; row < half; row++) {
    counts[labels[row]!]! += 1;
    for (let at = 0; at < width; at++) means[labels[row]!]![at]! += rows[row * width + at]!;
  }
  let right = 0;
  for (let row = half; row < labels.length; row++) {
    const distances = means.map((mean, label) => {
      let sum = 0;
      for (let at = 0; at < width; at++) sum += (mean[at]! / counts[label]! - rows[row * width + at]!) ** 2;
      return sum;
    });
    if (distances.indexOf(Math.min(...distances)) === labels[row]) right += 1;
  }
  return right / half;
}
