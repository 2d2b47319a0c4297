export { fromPixels, toImageData, type FromPixelsOptions } from './fromPixels.js';
export type { ImagePixels } from './image.js';
export type { DrawableSource, PixelSource, RgbaPixels } from './rgba.js';
export { imageToTensor, tensorToImage } from './tensors.js';
