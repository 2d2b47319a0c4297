/**
 * Kernels that tfjs has no name for, which a backend may offer; the wasm backend does once its training kernels are
 * registered. Whoever runs one asks `tf.getKernel(name, tf.getBackend())` first.
 */
export const OWN_KERNELS = {
  /** {x, gamma, beta}, {epsilon} -> [y, mean, variance]: batch normalisation by the batch's own statistics. */
  batchNorm: 'FacePerturbBatchNorm',
  /** {dy, x, gamma, mean, variance}, {epsilon} -> [dx, dgamma, dbeta]: its gradient. */
  batchNormGradient: 'FacePerturbBatchNormGradient',
  /** {dy, x} -> dx: dy where x is positive, else 0. */
  reluGradient: 'FacePerturbReluGradient',
  /** {x}, {first, second, threshold, scale} -> y: x times scale where `dropoutMask` keeps it, else 0; also its gradient. */
  dropout: 'FacePerturbDropout',
  /** {weight, velocity, gradient}, {rate, momentum, decay, nesterov} -> [weight, velocity]: one step of SGD. */
  sgd: 'FacePerturbSgd',
} as const;
