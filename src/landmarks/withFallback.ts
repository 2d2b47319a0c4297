import { FacePerturbError } from '../support/errors.js';
import { createLandmarkSource, type DetectedFace, type LandmarkSource } from './source.js';

/**
 * A chain of sources: pictures in which the first finds no face go to the second, and so on. `source` of each face says
 * which one gave it.
 *
 * @param sources - At least one; the mean shape as the last one leaves no picture without landmarks.
 * @throws FacePerturbError `invalid-argument` without a source.
 * @example
 * const source = withFallback(await nodeFaceLandmarker({ model }), meanShapeSource());
 */
export function withFallback(...sources: readonly LandmarkSource[]): LandmarkSource {
  if (sources.length === 0) {
    throw new FacePerturbError('withFallback', {
      code: 'invalid-argument',
      expected: 'at least one landmark source',
      received: 'none',
    });
  }
  return createLandmarkSource({
    name: sources.map(({ name }) => name).join('|'),
    settings: { chain: sources.map(({ settings }) => settings) },
    async find(pictures, options) {
      const found: DetectedFace[][] = pictures.map(() => []);
      for (const source of sources) {
        const missing = [...pictures.keys()].filter((at) => found[at]?.length === 0);
        if (missing.length === 0) break;
        const asked = missing.flatMap((at) => pictures[at] ?? []);
        const faces = await source.detect(asked, options);
        missing.forEach((at, place) => (found[at] = faces[place] ?? []));
      }
      return found;
    },
    close: async () => void (await Promise.all(sources.map((source) => source.close()))),
  });
}
