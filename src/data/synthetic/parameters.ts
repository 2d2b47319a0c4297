import type { ActionUnits } from './actionUnits.js';

/** What makes a face this person's. Measures are factors of an average face. */
export interface FaceIdentity {
  /** Width of the head, about 0.9 … 1.1. */
  readonly faceWidth: number;
  /** Height of the head, about 0.92 … 1.08. */
  readonly faceHeight: number;
  /** Form of the jaw: -1 pointed … 1 square. */
  readonly jaw: number;
  /** Distance of the eyes, about 0.92 … 1.08. */
  readonly eyeSpacing: number;
  /** Size of the eyes, about 0.85 … 1.15. */
  readonly eyeSize: number;
  /** Slant of the eyes: -1 outer corners low … 1 outer corners high. */
  readonly eyeSlant: number;
  /** Height of the brows over the eyes, about 0.85 … 1.2. */
  readonly browHeight: number;
  /** Thickness of the brows, about 0.6 … 1.5. */
  readonly browThickness: number;
  /** Arch of the brows: 0 straight … 1 arched. */
  readonly browArch: number;
  /** Length of the nose, about 0.9 … 1.1. */
  readonly noseLength: number;
  /** Width of the nose, about 0.8 … 1.3. */
  readonly noseWidth: number;
  /** Width of the mouth, about 0.85 … 1.15. */
  readonly mouthWidth: number;
  /** Thickness of the lips, about 0.6 … 1.5. */
  readonly lipThickness: number;
  /** Reflectance of the skin, 0 … 1. */
  readonly skin: number;
  /** Reflectance of hair and brows, 0 … 1. */
  readonly hair: number;
  /** Reflectance of the iris, 0 … 1. */
  readonly iris: number;
  /** How the hair is worn. */
  readonly hairStyle: HairStyle;
  /** How far the hair reaches into the forehead, 0 … 1. */
  readonly hairline: number;
  /** Lines of age, 0 none … 1 deep. */
  readonly age: number;
  /** Beard, 0 none … 1 full. */
  readonly beard: number;
}

/** How the hair is worn. */
export const HAIR_STYLES = ['bald', 'short', 'fringe', 'long'] as const;

/** How the hair is worn. */
export type HairStyle = (typeof HAIR_STYLES)[number];

/** Where the head is and where it looks. */
export interface HeadPose {
  /** Turn in degrees, positive to the viewer's right. */
  readonly yaw: number;
  /** Nod in degrees, positive down. */
  readonly pitch: number;
  /** Tilt in degrees, positive clockwise as the viewer sees it. */
  readonly roll: number;
  /** Shift to the right, as a part of the picture's width. */
  readonly x: number;
  /** Shift downwards, as a part of the picture's height. */
  readonly y: number;
  /** Size of the head in the picture; 1 fills the picture as in FER2013. */
  readonly scale: number;
}

/** Where the light comes from. */
export interface Lighting {
  /** Direction in degrees: 0 from the viewer, 90 from the viewer's right. */
  readonly azimuth: number;
  /** Height in degrees: 90 from above. */
  readonly elevation: number;
  /** Share of directed light, 0 flat … 1 harsh. */
  readonly strength: number;
}

/** What the camera adds. */
export interface PictureQuality {
  /** Added to every value, in parts of the full range. */
  readonly brightness: number;
  /** Factor of the distance to middle grey. */
  readonly contrast: number;
  /** Standard deviation of the blur, in parts of the picture's width. */
  readonly blur: number;
  /** Standard deviation of the noise, in parts of the full range. */
  readonly noise: number;
  /** Seed of the noise: a whole number. */
  readonly noiseSeed: number;
  /** Grey of the background on the left and on the right, 0 … 1. */
  readonly background: readonly [left: number, right: number];
}

/** What may lie over the face. */
export const OCCLUDERS = ['none', 'glasses', 'hair'] as const;

/** What may lie over the face. */
export type Occluder = (typeof OCCLUDERS)[number];

/** Everything that `drawFace` needs: plain JSON, so that a face can be kept, changed and drawn again at another size. */
export interface FaceParameters {
  /** What makes the face this person's. */
  readonly identity: FaceIdentity;
  /** What brows, eyes, nose and mouth do. */
  readonly actionUnits: ActionUnits;
  /**
   * What the surroundings follow: jaw, cheeks, folds, forehead lines. The same as `actionUnits` in a natural face; another
   * expression where one area alone is to carry the emotion.
   */
  readonly surroundings: ActionUnits;
  /** How much stronger the movements are on the viewer's right than on the left, -1 … 1. */
  readonly asymmetry: number;
  /** Where the eyes look: right and down, -1 … 1. */
  readonly gaze: readonly [x: number, y: number];
  /** Where the head is and where it looks. */
  readonly pose: HeadPose;
  /** Where the light comes from. */
  readonly light: Lighting;
  /** What the camera adds. */
  readonly picture: PictureQuality;
  /** What lies over the face. */
  readonly occluder: Occluder;
}

/** Parts of a face to set; what is not named is taken from the average face. */
export interface FaceChanges extends Partial<Omit<FaceParameters, 'identity' | 'pose' | 'light' | 'picture'>> {
  /** Changes of the average person. */
  readonly identity?: Partial<FaceIdentity>;
  /** Changes of the frontal pose. */
  readonly pose?: Partial<HeadPose>;
  /** Changes of the light. */
  readonly light?: Partial<Lighting>;
  /** Changes of the picture. */
  readonly picture?: Partial<PictureQuality>;
}

/**
 * The average person looking straight at the viewer in even light, with the given changes: for documentation pictures
 * and for trying one action unit at a time.
 *
 * @example
 * drawFace(averageFace({ actionUnits: { AU6: 1, AU12: 1 } }), { size: 224 });
 */
export function averageFace(changes: FaceChanges = {}): FaceParameters {
  const actionUnits = changes.actionUnits ?? {};
  return {
    identity: { ...AVERAGE_IDENTITY, ...changes.identity },
    actionUnits,
    surroundings: changes.surroundings ?? actionUnits,
    asymmetry: changes.asymmetry ?? 0,
    gaze: changes.gaze ?? [0, 0],
    pose: { yaw: 0, pitch: 0, roll: 0, x: 0, y: 0, scale: 1, ...changes.pose },
    light: { azimuth: -25, elevation: 35, strength: 0.75, ...changes.light },
    picture: {
      brightness: 0,
      contrast: 1,
      blur: 0,
      noise: 0,
      noiseSeed: 0,
      background: [0.3, 0.2],
      ...changes.picture,
    },
    occluder: changes.occluder ?? 'none',
  };
}

const AVERAGE_IDENTITY: FaceIdentity = {
  faceWidth: 1,
  faceHeight: 1,
  jaw: 0,
  eyeSpacing: 1,
  eyeSize: 1,
  eyeSlant: 0.2,
  browHeight: 1,
  browThickness: 1,
  browArch: 0.5,
  noseLength: 1,
  noseWidth: 1,
  mouthWidth: 1,
  lipThickness: 1,
  skin: 0.55,
  hair: 0.07,
  iris: 0.12,
  hairStyle: 'short',
  hairline: 0.4,
  age: 0.15,
  beard: 0,
};
