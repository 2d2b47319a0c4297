export { meanShape } from './meanShape.js';
export type { MeanShapeOptions } from './meanShape.js';
