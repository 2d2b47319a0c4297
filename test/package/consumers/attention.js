import * as tf from '@tensorflow/tfjs-core';
import {
  ATTENTION_METHODS,
  attentionMap,
  facialRegion,
  integratedGradients,
  occlusion,
  regionOcclusion,
  rise,
  smoothGrad,
  useBackend,
} from 'face-perturb';
import { syntheticFaces } from 'face-perturb/data';
import { slimNetwork } from 'face-perturb/models';

const MODULES = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

/** Every method's maps of the same faces by the same network, on one backend. */
window.run = async (backend) => {
  await useBackend(backend, { module: MODULES[backend] });
  const faces = syntheticFaces({ count: 2, size: 24, seed: 3 });
  const images = tf.tidy(() => tf.div(tf.tensor4d(Float32Array.from(faces.pixels), [2, 24, 24, 1]), 255));
  const model = slimNetwork({ inputSize: 24, widths: [4, 6], gate: 'input', seed: 2 });
  // Few passes each: graphics computed in software are slow.
  const methods = {
    ...ATTENTION_METHODS,
    smoothGrad: smoothGrad({ samples: 2 }),
    integratedGradients: integratedGradients({ steps: 4 }),
    occlusion: occlusion({ window: 8, stride: 8 }),
    rise: rise({ masks: 12 }),
    regionOcclusion: regionOcclusion({
      regions: { mouth: facialRegion('mouth'), eyes: facialRegion('leftEye') },
      landmarks: faces.landmarks,
    }),
  };
  const maps = {};
  const before = tf.memory().numTensors;
  for (const [name, method] of Object.entries(methods)) {
    const map = await attentionMap(model, images, { method, target: [1, 4] });
    maps[name] = { raw: [...(await map.raw.data())], degenerate: map.degenerate, scores: map.scores };
    map.dispose();
  }
  return {
    backend: tf.getBackend(),
    precision: tf.backend().floatPrecision(),
    maps,
    leaked: tf.memory().numTensors - before,
  };
};
