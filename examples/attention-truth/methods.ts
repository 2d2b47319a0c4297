import { ATTENTION_METHODS, integratedGradients, regionOcclusion, rise } from '../../src/attention/index.js';
import type { AttentionMethod } from '../../src/attention/index.js';
import type { FaceLandmarks, Region } from '../../src/regions/index.js';

/** Every method, with its defaults but for those of very many passes; integrated gradients also from a blurred picture. */
export function methodsFor(regions: Readonly<Record<string, Region>>, landmarks: readonly FaceLandmarks[]) {
  return {
    ...ATTENTION_METHODS,
    'integratedGradients, blur': integratedGradients({ baseline: 'blur' }),
    rise: rise({ masks: 300 }),
    regionOcclusion: regionOcclusion({ regions, landmarks, fill: 'neighbour' }),
  } satisfies Record<string, AttentionMethod>;
}
