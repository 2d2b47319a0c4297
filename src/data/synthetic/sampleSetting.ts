import type { Random } from '../../support/random.js';
import type { FaceIdentity, HairStyle, HeadPose, Lighting, Occluder, PictureQuality } from './parameters.js';

/** Draws a person. */
export function sampleIdentity(random: Random): FaceIdentity {
  const around = (middle: number, deviation: number): number => middle + deviation * clipped(random);
  const skin = random.uniform(0.16, 0.66);
  const hair = random.chance(0.7) ? random.uniform(0.02, 0.15) : random.uniform(0.15, 0.6);
  const person = {
    faceWidth: around(1, 0.045),
    faceHeight: around(1, 0.035),
    jaw: around(0, 0.5),
    eyeSpacing: around(1, 0.035),
    eyeSize: around(1, 0.07),
    eyeSlant: around(0.2, 0.5),
    browHeight: around(1, 0.08),
    browThickness: around(1, 0.22),
    browArch: random.next(),
    noseLength: around(1, 0.05),
    noseWidth: around(1, 0.12),
    mouthWidth: around(1, 0.07),
    lipThickness: around(1, 0.22),
    skin,
    hair,
    iris: random.uniform(0.04, 0.3),
    hairStyle: pickHair(random),
    hairline: random.next(),
    age: random.next() ** 1.6,
    beard: random.chance(0.18) ? random.uniform(0.2, 0.9) : 0,
  };
  return rounded(person);
}

function pickHair(random: Random): HairStyle {
  const draw = random.next();
  if (draw < 0.1) return 'bald';
  if (draw < 0.48) return 'short';
  return draw < 0.68 ? 'fringe' : 'long';
}

/** Draws a pose. */
export function samplePose(random: Random, difficulty: number): HeadPose {
  return rounded({
    yaw: 17 * difficulty * clipped(random),
    pitch: 9 * difficulty * clipped(random),
    roll: 9 * difficulty * clipped(random),
    x: 0.035 * difficulty * clipped(random),
    y: 0.03 * difficulty * clipped(random),
    scale: 1 + 0.08 * difficulty * clipped(random),
  });
}

/** Draws a light. */
export function sampleLight(random: Random, difficulty: number): Lighting {
  return rounded({
    azimuth: random.uniform(-30, 30) + 45 * difficulty * random.uniform(-1, 1),
    elevation: 32 + 26 * difficulty * random.uniform(-1, 1),
    strength: Math.min(1, 0.45 + 0.35 * random.next() + 0.4 * difficulty * random.uniform(-0.5, 1)),
  });
}

/** Draws what the camera adds. */
export function samplePicture(random: Random, difficulty: number): PictureQuality {
  const quality = rounded({
    brightness: 0.14 * difficulty * clipped(random),
    contrast: 1 + 0.3 * difficulty * clipped(random),
    blur: (0.2 + 1.1 * difficulty * random.next() ** 2) / 48,
    noise: 0.008 + 0.06 * difficulty * random.next() ** 2,
  });
  const dark = random.uniform(0.02, 0.6);
  const background = [dark, Math.min(0.9, Math.max(0, dark + random.uniform(-0.25, 0.25)))].map((tone) => round(tone));
  return { ...quality, noiseSeed: random.integer(2 ** 31), background: background as [number, number] };
}

/** Draws what lies over the face. */
export function sampleOccluder(random: Random, difficulty: number): Occluder {
  const draw = random.next();
  if (draw < 0.2 * difficulty) return 'glasses';
  return draw < 0.3 * difficulty ? 'hair' : 'none';
}

/** A normal number within two deviations. */
function clipped(random: Random): number {
  return Math.max(-2, Math.min(2, random.normal()));
}

function rounded<T extends object>(values: T): T {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? round(value) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

/** Five decimals are far below what a pixel shows, and short to write down. */
function round(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
