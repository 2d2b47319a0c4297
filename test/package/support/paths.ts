import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** The package's entries, as a user imports them. */
export const ENTRIES = [
  'face-perturb',
  'face-perturb/models',
  'face-perturb/data',
  'face-perturb/landmarks',
  'face-perturb/wasm',
  'face-perturb/training-worker',
  'face-perturb/node',
] as const;
