export { FacePerturbError, type ErrorCode, type ErrorDetails } from './errors.js';
export { createRandom, type Random } from './random.js';
