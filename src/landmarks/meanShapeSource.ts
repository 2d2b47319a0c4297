import { meanShape } from './meanShape.js';
import { createLandmarkSource, type LandmarkSource } from './source.js';

/**
 * The mean shape as a landmark source: one face a picture, the average of aligned crops like FER2013's, whatever the
 * picture shows. Its faces are marked `assumed`.
 */
export function meanShapeSource(): LandmarkSource {
  return createLandmarkSource({
    name: 'mean-shape',
    assumed: true,
    find: (pictures) => pictures.map(({ width, height }) => [meanShape({ width, height })]),
  });
}
