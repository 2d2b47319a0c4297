import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import { INITIALISERS, type Initialiser } from './initialisers.js';
import { checkDropoutRate } from './seededDropout.js';

/** Where a network has spatial gates; see {@link NetworkOptions.gate}. */
export const GATE_PLACES = ['none', 'input', 'stem', 'stages'] as const;

/** One of {@link GATE_PLACES}. */
export type GatePlace = (typeof GATE_PLACES)[number];

/** Options that all networks take. */
export interface NetworkOptions {
  /**
   * Height and width of the pictures, in pixels; each pooling halves it, and at least one pixel must be left.
   * @default 40
   */
  inputSize?: number;
  /**
   * Channels of the pictures.
   * @default 1
   */
  channels?: number;
  /**
   * How many logits come out, at least 2.
   * @default 7
   */
  classes?: number;
  /**
   * Where spatial gates stand: nowhere, on the picture itself (as in the code of arXiv:2411.00824), on the first features,
   * or at the end of every stage. First features are those of the first stage before its pooling, or of the stem in
   * networks that have one; both at full resolution. Gates of `stages` stand before the pooling that ends a stage.
   * @default 'none'
   */
  gate?: GatePlace;
  /**
   * How kernels and biases begin. `heNormal`: kernels normal with variance 2 / fan-in (He et al. 2015), biases 0. `pytorch`:
   * both even between -1 / sqrt(fan-in) and that, as PyTorch starts a layer. `heFanOut`: convolutions normal with variance
   * 2 / fan-out, all else as `pytorch`; so torchvision starts a ResNet.
   * @default 'heNormal' for the slim network and VGG16; for the others what the code of arXiv:2411.00824 does: 'heFanOut' for
   * ResMasking, 'pytorch' for the rest
   */
  initialiser?: Initialiser;
  /**
   * Seed of the first weights and of the dropout masks: a whole number in [0, 2^53), or any text.
   * @default 0
   */
  seed?: number | string;
}

/** The options of {@link NetworkOptions}, dropout and name, with their defaults filled in. */
export type CheckedNetworkOptions = Required<NetworkOptions> & { dropout: number; name: string };

/** Names of {@link CheckedNetworkOptions}. */
const COMMON_NAMES = ['inputSize', 'channels', 'classes', 'gate', 'initialiser', 'seed', 'dropout', 'name'];

/** What one network adds to the common rules. */
interface NetworkRules {
  /** Defaults that not all networks share. */
  defaults: { dropout: number; name: string; initialiser: Initialiser };
  /** Names of the options that only this network has. */
  ownNames: readonly string[];
  /** How often the picture is halved. */
  poolings: number;
}

/** Checks the options that networks share and fills their defaults in; throws as {@link FacePerturbError} otherwise. */
export function checkNetworkOptions(
  what: string,
  options: NetworkOptions & { dropout?: number; name?: string },
  { defaults, ownNames, poolings }: NetworkRules,
): CheckedNetworkOptions {
  checkOptionNames(what, options, [...COMMON_NAMES, ...ownNames]);
  const { inputSize = 40, channels = 1, classes = 7, gate = 'none', seed = 0 } = options;
  const { dropout, name, initialiser } = { ...defaults, ...given(options) };
  createRandom(seed);
  return {
    inputSize: checkInputSize(what, inputSize, poolings),
    channels: checkNumber(`${what}: channels`, channels, { min: 1, integer: true }),
    classes: checkNumber(`${what}: classes`, classes, { min: 2, integer: true }),
    gate: checkChoice(`${what}: gate`, gate, GATE_PLACES),
    dropout: checkDropoutRate(`${what}: dropout`, dropout),
    initialiser: checkChoice(`${what}: initialiser`, initialiser, INITIALISERS),
    seed,
    name: checkName(what, name),
  };
}

/** Options without those that are undefined, so that defaults show through. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

/** What every width of a network is multiplied with: above 0, at most 4. */
export function checkMultiplier(what: string, multiplier: unknown): number {
  if (checkNumber(`${what}: widthMultiplier`, multiplier, { min: 0, max: 4 }) > 0) return multiplier as number;
  const details = { code: 'invalid-option', expected: 'a number above 0', received: show(multiplier) } as const;
  throw new FacePerturbError(`${what}: widthMultiplier`, details);
}

/** A width times the multiplier, rounded, at least 1. */
export function scaledWidth(width: number, multiplier: number): number {
  return Math.max(1, Math.round(width * multiplier));
}

function checkInputSize(what: string, inputSize: unknown, poolings: number): number {
  const size = checkNumber(`${what}: inputSize`, inputSize, { min: 1, integer: true });
  const smallest = 2 ** poolings;
  if (size >= smallest) return size;
  throw new FacePerturbError(`${what}: inputSize`, {
    code: 'invalid-option',
    expected: `at least ${smallest} pixels, for ${poolings} poolings that each halve the picture`,
    received: show(size),
  });
}

/** Weights are named after their layers, and tfjs takes no other characters in a weight's name. */
function checkName(what: string, name: unknown): string {
  if (typeof name === 'string' && /^[A-Za-z0-9][-A-Za-z0-9._]*$/.test(name)) return name;
  throw new FacePerturbError(`${what}: name`, {
    code: 'invalid-option',
    expected: "letters, digits, '-', '.' and '_', with a letter or digit first",
    received: show(name),
  });
}
