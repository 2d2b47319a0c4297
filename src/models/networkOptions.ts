import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
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
   * Where spatial gates stand: nowhere, on the picture itself (as in the code of arXiv:2411.00824), at the end of the
   * first stage before its pooling (so at full resolution), or at the end of every stage before its pooling.
   * @default 'none'
   */
  gate?: GatePlace;
  /**
   * Seed of the first weights and of the dropout masks: a whole number in [0, 2^53), or any text.
   * @default 0
   */
  seed?: number | string;
}

/** The options of {@link NetworkOptions}, dropout and name, with their defaults filled in. */
export type CheckedNetworkOptions = Required<NetworkOptions> & { dropout: number; name: string };

/** Names of {@link CheckedNetworkOptions}. */
const COMMON_NAMES = ['inputSize', 'channels', 'classes', 'gate', 'seed', 'dropout', 'name'];

/** What one network adds to the common rules. */
interface NetworkRules {
  /** Defaults of this network's dropout and name. */
  defaults: { dropout: number; name: string };
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
  const { dropout = defaults.dropout, name = defaults.name } = options;
  createRandom(seed);
  return {
    inputSize: checkInputSize(what, inputSize, poolings),
    channels: checkNumber(`${what}: channels`, channels, { min: 1, integer: true }),
    classes: checkNumber(`${what}: classes`, classes, { min: 2, integer: true }),
    gate: checkChoice(`${what}: gate`, gate, GATE_PLACES),
    dropout: checkDropoutRate(`${what}: dropout`, dropout),
    seed,
    name: checkName(what, name),
  };
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
