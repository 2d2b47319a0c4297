import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkChoice } from '../support/checks.js';
import { denseNet121, type DenseNet121Options } from './denseNet121.js';
import { dpn26, type Dpn26Options } from './dpn26.js';
import { resMasking, type ResMaskingOptions } from './resMasking.js';
import { resNet50, type ResNet50Options } from './resNet50.js';
import { slimNetwork, type SlimNetworkOptions } from './slimNetwork.js';
import { vgg16, type Vgg16Options } from './vgg16.js';

/** The options of each network, by its name. */
export interface NetworkOptionsByName {
  /** Of {@link slimNetwork}. */
  slim: SlimNetworkOptions;
  /** Of {@link vgg16}. */
  vgg16: Vgg16Options;
  /** Of {@link resNet50}. */
  resNet50: ResNet50Options;
  /** Of {@link denseNet121}. */
  denseNet121: DenseNet121Options;
  /** Of {@link dpn26}. */
  dpn26: Dpn26Options;
  /** Of {@link resMasking}. */
  resMasking: ResMaskingOptions;
  /** Of {@link vgg16}, with an eighth of its channels and without dropout. */
  slimVgg16: Vgg16Options;
  /** Of {@link resNet50}, with an eighth of its channels. */
  slimResNet50: ResNet50Options;
  /** Of {@link denseNet121}, with an eighth of its channels. */
  slimDenseNet121: DenseNet121Options;
  /** Of {@link dpn26}, with an eighth of its channels. */
  slimDpn26: Dpn26Options;
  /** Of {@link resMasking}, with an eighth of its channels. */
  slimResMasking: ResMaskingOptions;
}

/** The name of a network that {@link createNetwork} builds. */
export type NetworkName = keyof NetworkOptionsByName;

/** What a network's channels are multiplied with in its slim form, where the options don't say. */
export const SLIM_MULTIPLIER = 1 / 8;

/** A function that builds each network, by the network's name; the slim ones have an eighth of the channels. */
export const NETWORKS: { readonly [Name in NetworkName]: (options?: NetworkOptionsByName[Name]) => LayersModel } = {
  slim: slimNetwork,
  vgg16,
  resNet50,
  denseNet121,
  dpn26,
  resMasking,
  slimVgg16: slimmed(undropped, 'slimVgg16'),
  slimResNet50: slimmed(resNet50, 'slimResNet50'),
  slimDenseNet121: slimmed(denseNet121, 'slimDenseNet121'),
  slimDpn26: slimmed(dpn26, 'slimDpn26'),
  slimResMasking: slimmed(resMasking, 'slimResMasking'),
};

/** All names that {@link createNetwork} takes. */
export const NETWORK_NAMES = Object.keys(NETWORKS) as NetworkName[];

/**
 * Builds a network by its name, as a plain record of a run names it.
 *
 * @param name - One of {@link NETWORK_NAMES}. The slim ones are the same networks with an eighth of the channels and a name of
 *   their own.
 * @param options - Those of the network's own function.
 * @throws FacePerturbError `invalid-option` for another name, an unknown option or a value out of its range.
 * @example
 * const model = createNetwork('slimResNet50', { gate: 'input', seed: 1 });
 */
export function createNetwork<Name extends NetworkName>(name: Name, options?: NetworkOptionsByName[Name]): LayersModel {
  checkChoice('createNetwork: name', name, NETWORK_NAMES);
  return NETWORKS[name](options);
}

/** Thirteen layers that each drop even a twentieth of a few channels cost a slim network much: FER2013, two epochs, 31 % right instead of 43 %. */
function undropped(options?: Vgg16Options): LayersModel {
  return vgg16({ dropout: 0, ...options });
}

function slimmed<Options extends { widthMultiplier?: number; name?: string }>(
  create: (options?: Options) => LayersModel,
  name: string,
): (options?: Options) => LayersModel {
  return (options) => create({ widthMultiplier: SLIM_MULTIPLIER, name, ...options } as Options);
}
