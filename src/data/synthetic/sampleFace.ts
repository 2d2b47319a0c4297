import { checkChoice, checkNumber, checkOptionNames } from '../../support/checks.js';
import type { Random } from '../../support/random.js';
import { EMOTIONS } from '../dataset.js';
import type { Emotion } from '../dataset.js';
import { areaOf, FACE_AREAS } from './actionUnits.js';
import type { ActionUnit, ActionUnits, FaceArea } from './actionUnits.js';
import { EXPRESSIONS, PASSING_MOVEMENTS } from './expressions.js';
import type { UnitRecipe } from './expressions.js';
import { fitInPicture } from './fitInPicture.js';
import type { FaceParameters } from './parameters.js';
import { sampleIdentity, sampleLight, sampleOccluder, samplePicture, samplePose } from './sampleSetting.js';

/** Where the emotion may show: in one area of the face alone, or in all of them as in life. */
export const CARRIERS = ['all', ...FACE_AREAS] as const;

/** Where the emotion may show: in one area of the face alone, or in all of them as in life. */
export type Carrier = (typeof CARRIERS)[number];

/** Options of {@link sampleFace}. */
export interface SampleFaceOptions {
  /**
   * How hard the faces are to tell apart, 0 … 1: weaker expressions, missing and foreign action units, turned heads, poor
   * light, noise, blur, glasses. 0 draws the prototypes of people who look straight into the camera.
   * @default 0.5
   */
  difficulty?: number;
  /**
   * The area that alone carries the emotion: nothing outside of it depends on the label. The mouth tells all emotions apart;
   * brows angry, fear, sad and surprise; eyes angry, fear, happy and surprise; the nose disgust, and sometimes angry and fear.
   * An emotion without action units in the carrier looks neutral there: name others in `emotions`.
   * @default 'all'
   */
  carrier?: Carrier;
  /**
   * What the other areas do when one is the carrier: show another emotion drawn without regard to the label ('random'), or
   * stay at rest ('neutral').
   * @default 'random'
   */
  elsewhere?: 'random' | 'neutral';
}

/** Names of the options of {@link SampleFaceOptions}, for checks. */
export const SAMPLE_FACE_OPTIONS = ['difficulty', 'carrier', 'elsewhere'] as const;

/** Checks the options of {@link sampleFace} and fills in the defaults. */
export function checkSampleFace(what: string, options: SampleFaceOptions): Required<SampleFaceOptions> {
  const { difficulty = 0.5, carrier = 'all', elsewhere = 'random' } = options;
  return {
    difficulty: checkNumber(`${what}: difficulty`, difficulty, { min: 0, max: 1 }),
    carrier: checkChoice(`${what}: carrier`, carrier, CARRIERS),
    elsewhere: checkChoice(`${what}: elsewhere`, elsewhere, ['random', 'neutral'] as const),
  };
}

/**
 * Draws the parameters of a face that shows an emotion: a person, an expression, a pose, light, a camera.
 *
 * Identity, pose, light and camera come from streams of their own that don't know the emotion, so nothing but the action
 * units (and, in a natural face, what follows them) tells the classes apart.
 *
 * @param emotion - One of the seven emotions.
 * @param random - The stream to draw from; equal streams give equal faces.
 * @throws FacePerturbError `invalid-option` on an unknown emotion or option, or a value out of range.
 */
export function sampleFace(emotion: Emotion, random: Random, options: SampleFaceOptions = {}): FaceParameters {
  checkOptionNames('sampleFace', options, SAMPLE_FACE_OPTIONS);
  checkChoice('sampleFace: emotion', emotion, EMOTIONS);
  const { difficulty, carrier, elsewhere } = checkSampleFace('sampleFace', options);
  const setting = random.fork('setting');
  const own = sampleUnits(emotion, random.fork('expression'), difficulty);
  const other = elsewhere === 'neutral' ? {} : sampleOther(random.fork('elsewhere'), difficulty);
  const actionUnits = carrier === 'all' ? own : { ...except(other, carrier), ...only(own, carrier) };
  return fitInPicture({
    identity: sampleIdentity(setting.fork('identity')),
    actionUnits,
    surroundings: carrier === 'all' ? own : other,
    asymmetry: Math.max(-1, Math.min(1, 0.7 * difficulty * setting.normal())),
    gaze: [setting.uniform(-1, 1) * difficulty, setting.uniform(-0.6, 0.6) * difficulty],
    pose: samplePose(setting.fork('pose'), difficulty),
    light: sampleLight(setting.fork('light'), difficulty),
    picture: samplePicture(setting.fork('picture'), difficulty),
    occluder: sampleOccluder(setting.fork('occluder'), difficulty),
  });
}

/** Action units of an emotion: some variant of it, more or less strong, with gaps and passing movements. */
function sampleUnits(emotion: Emotion, random: Random, difficulty: number): ActionUnits {
  const variants = EXPRESSIONS[emotion];
  const variant = variants[random.integer(variants.length)] as readonly UnitRecipe[];
  const strength = 1 - WEAKEST * difficulty * Math.sqrt(random.next());
  const units: { [unit in ActionUnit]?: number } = {};
  for (const { unit, probability, low, high } of variant) {
    const [takesPart, missing, intensity] = [
      random.chance(probability),
      random.chance(0.3 * difficulty),
      random.uniform(low, high),
    ];
    if (takesPart && !missing) units[unit] = round(strength * intensity);
  }
  const passing = PASSING_MOVEMENTS[random.integer(PASSING_MOVEMENTS.length)] as readonly UnitRecipe[];
  if (!random.chance(1.1 * difficulty)) return units;
  for (const { unit, probability, low, high } of passing) {
    const intensity = round(random.uniform(low, high) * (0.5 + 0.5 * difficulty));
    if (random.chance(probability)) units[unit] = Math.max(units[unit] ?? 0, intensity);
  }
  return units;
}

/** The share of its strength that the weakest expression loses at difficulty 1. */
const WEAKEST = 0.95;

function sampleOther(random: Random, difficulty: number): ActionUnits {
  const emotion = EMOTIONS[random.integer(EMOTIONS.length)] as Emotion;
  return sampleUnits(emotion, random, difficulty);
}

function only(units: ActionUnits, area: FaceArea): ActionUnits {
  return Object.fromEntries(Object.entries(units).filter(([unit]) => areaOf(unit as ActionUnit) === area));
}

function except(units: ActionUnits, area: FaceArea): ActionUnits {
  return Object.fromEntries(Object.entries(units).filter(([unit]) => areaOf(unit as ActionUnit) !== area));
}

/** Three decimals are enough to see, and short to write down. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
