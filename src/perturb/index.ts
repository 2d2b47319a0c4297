export { maskRegion } from './maskRegion.js';
export type { MaskRegionOptions } from './maskRegion.js';
export { wearMask } from './wearMask.js';
export type { WearMaskOptions } from './wearMask.js';
export { compose, oneOf, sometimes } from './compose.js';
export type { OneOfOptions, SometimesOptions } from './compose.js';
export { replay } from './render.js';
export type * from './perturbation.js';
export type * from './parameters.js';
export type {
  BlurFill,
  ChannelValues,
  ConstantFill,
  DatasetMeanFill,
  Fill,
  FillName,
  FillOption,
  MeanFill,
  NeighbourFill,
  NoiseFill,
  PixelateFill,
  ShuffleFill,
  ZeroFill,
} from './fills/fill.js';
export type { MaskColour, MaskLayer, PaintStop } from './worn/layer.js';
