/** The areas of the face that action units move. */
export const FACE_AREAS = ['brows', 'eyes', 'nose', 'mouth'] as const;

/** One of the four areas of the face that action units move. */
export type FaceArea = (typeof FACE_AREAS)[number];

/**
 * The action units that synthetic faces can show: number and name of the Facial Action Coding System, and the area
 * whose landmarks they move.
 *
 * Source: P. Ekman, W. V. Friesen, J. C. Hager, Facial Action Coding System, 2002.
 */
export const ACTION_UNITS = {
  AU1: { name: 'inner brow raiser', area: 'brows' },
  AU2: { name: 'outer brow raiser', area: 'brows' },
  AU4: { name: 'brow lowerer', area: 'brows' },
  AU5: { name: 'upper lid raiser', area: 'eyes' },
  AU6: { name: 'cheek raiser', area: 'eyes' },
  AU7: { name: 'lid tightener', area: 'eyes' },
  AU9: { name: 'nose wrinkler', area: 'nose' },
  AU10: { name: 'upper lip raiser', area: 'mouth' },
  AU12: { name: 'lip corner puller', area: 'mouth' },
  AU15: { name: 'lip corner depressor', area: 'mouth' },
  AU16: { name: 'lower lip depressor', area: 'mouth' },
  AU17: { name: 'chin raiser', area: 'mouth' },
  AU20: { name: 'lip stretcher', area: 'mouth' },
  AU23: { name: 'lip tightener', area: 'mouth' },
  AU24: { name: 'lip pressor', area: 'mouth' },
  AU25: { name: 'lips part', area: 'mouth' },
  AU26: { name: 'jaw drop', area: 'mouth' },
  AU27: { name: 'mouth stretch', area: 'mouth' },
  AU38: { name: 'nostril dilator', area: 'nose' },
  AU43: { name: 'eyes closed', area: 'eyes' },
} as const satisfies Record<string, { name: string; area: FaceArea }>;

/** Code of an action unit: 'AU12'. */
export type ActionUnit = keyof typeof ACTION_UNITS;

/** Intensities in [0, 1] of the action units a face shows; one that is not named is at rest (0). */
export type ActionUnits = { readonly [unit in ActionUnit]?: number };

/** Codes of all action units that synthetic faces can show. */
export const ACTION_UNIT_CODES = Object.keys(ACTION_UNITS) as ActionUnit[];

/** The area of the face whose landmarks an action unit moves. */
export function areaOf(unit: ActionUnit): FaceArea {
  return ACTION_UNITS[unit].area;
}
