/**
 * Which part of the face does this model look at, and what happens without it?
 *
 * The core of face-perturb: regions and what to put in their place, attention maps, pixel clusters, feature-focused
 * training. It opens no file, fetches nothing and imports no backend.
 *
 * @packageDocumentation
 */
export * from './support/index.js';
export * from './backends/index.js';
export * from './regions/index.js';
export * from './perturb/index.js';
export * from './attention/index.js';
export * from './measures/index.js';
export * from './clusters/index.js';
export * from './pictures/index.js';
export * from './training/index.js';
