import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CopiesProvider } from '../../../src/training/types.js';
import type { RunSettings } from '../records.js';
import { blobCopies } from './blobs.js';
import { erasingCopies } from './erasing.js';
import { landmarkCopies } from './landmarkParts.js';
import { shuffledCopies } from './shuffled.js';

/**
 * The copies of an arm, as `featureFocusedTrainer` takes them.
 *
 * @param attention - The trained attention classifier, for copies that need its clusters.
 */
export function copiesFor(settings: RunSettings, attention: LayersModel | undefined): 'clusters' | CopiesProvider {
  const { copies, clustering } = settings;
  switch (copies?.kind) {
    case 'shuffled':
      return shuffledCopies(attention!, { ...clustering!, clusters: copies.count });
    case 'blobs':
      return blobCopies(attention!, { ...clustering!, clusters: copies.count });
    case 'erasing':
      return erasingCopies(copies.count);
    case 'landmarks':
      return landmarkCopies;
    default:
      return 'clusters';
  }
}
