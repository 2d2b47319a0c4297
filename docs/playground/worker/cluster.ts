import type { Tensor4D } from '@tensorflow/tfjs-core';
import { clusterPixels, nameClusters, type PixelClusters } from '../../../src/clusters/index.js';
import { imageToTensor } from '../../../src/data/index.js';
import { maskRegion } from '../../../src/perturb/index.js';
import { clusterColour, clusterOverlay, cssColour } from '../../../src/pictures/index.js';
import type { Fill } from '../../../src/perturb/index.js';
import type { ClusterFacts, Clustered, ClusterSettings } from '../protocol.js';
import { enlargement } from './attend.js';
import { landmarksOnInput } from './face.js';
import type { Network } from './network.js';
import { readBack } from './pixels.js';
import { openedNetwork, openedPicture, type Work } from './session.js';

/** Groups the pixels of the last attention map, and asks the network about the picture without each group. */
export async function cluster(settings: ClusterSettings, { session, signal }: Work): Promise<Clustered> {
  const picture = openedPicture(session);
  const network = openedNetwork(session);
  const { map } = session;
  if (!map) throw new Error('Make an attention map first.');
  const { clusters: count, alpha, lambda } = settings;
  const clusters = await clusterPixels(map, { clusters: count, alpha, lambda, signal });
  const names = nameClusters(clusters, landmarksOnInput(network, picture, settings.face));
  const image = imageToTensor(map.input);
  try {
    const facts: ClusterFacts[] = [];
    for (const [at, { name }] of names.entries()) {
      facts.push({
        name,
        colour: cssColour(clusterColour(at)),
        share: (clusters.sizes[at] as number) / clusters.labels.length,
        attention: clusters.centroids[at]?.attention ?? 0,
        answer: await answerWithout(network, image, clusters, at, settings.fill),
      });
    }
    const overlay = await readBack(await clusterOverlay(image, clusters, { enlarge: enlargement(map.input) }));
    return { overlay, clusters: facts, note: noteOn(clusters) };
  } finally {
    image.dispose();
  }
}

async function answerWithout(
  network: Network,
  image: Tensor4D,
  clusters: PixelClusters,
  at: number,
  fill: Fill,
): Promise<number[]> {
  const hidden = maskRegion(clusters.region(at), { fill })(image);
  try {
    return await network.answer(hidden);
  } finally {
    hidden.dispose();
  }
}

function noteOn({ degenerate, found, requested }: PixelClusters): string | undefined {
  if (degenerate) return 'The attention is the same everywhere, so that place alone makes these clusters.';
  return found < requested ? `There are ${found} clusters: the others would be empty.` : undefined;
}
