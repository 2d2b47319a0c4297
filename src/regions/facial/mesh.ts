/**
 * Places of MediaPipe's face mesh. The contours (eyes, brows, lips, irises, oval) are those of the constants
 * `FaceLandmarker.FACE_LANDMARKS_*` of @mediapipe/tasks-vision 0.10.35, put in one order: from the subject's right to the
 * left. The midline and the wings of the nose are those of the mesh's canonical face.
 */
export const MESH = {
  /** From the temple above the right ear, down around the chin, to the left one: the oval's lower part. */
  jaw: [
    127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356,
  ],
  /** The rest of the oval, over the forehead from the subject's left to the right. */
  forehead: [389, 251, 284, 332, 297, 338, 10, 109, 67, 103, 54, 21, 162],
  rightBrow: {
    upper: [70, 63, 105, 66, 107],
    lower: [46, 53, 52, 65, 55],
  },
  leftBrow: {
    upper: [336, 296, 334, 293, 300],
    lower: [285, 295, 282, 283, 276],
  },
  /** Six of each eye's sixteen, as in iBUG's scheme: a corner, upper lid, the other corner, lower lid. */
  rightEye: [33, 160, 158, 133, 153, 144],
  leftEye: [362, 385, 387, 263, 373, 380],
  rightIris: { middle: 468, edge: [469, 470, 471, 472] },
  leftIris: { middle: 473, edge: [474, 475, 476, 477] },
  /** From between the eyes to the tip. */
  noseRidge: [168, 6, 197, 195, 5, 4],
  noseBase: [98, 97, 2, 326, 327],
  outerUpperLip: [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
  outerLowerLip: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
  innerUpperLip: [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
  innerLowerLip: [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
  chin: 152,
} as const;

/** Places on the line between the two halves of the face. */
const MIDLINE = new Set([
  0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 94, 151, 152, 164, 168, 175, 195, 197, 199, 200,
]);
/** The first place of the left half. */
const LEFT_HALF = 248;
const MESH_POINTS = 468;

/**
 * For each place of the mesh, the place that takes its part in a mirrored picture. The mesh's right half and midline have
 * the numbers below 248; the left half has those from 248 up, in the order of its partners on the right.
 */
export function meshPartners(count: 468 | 478): number[] {
  const partners = Array.from({ length: MESH_POINTS }, (_, place) => place);
  let left = LEFT_HALF;
  for (let right = 0; right < LEFT_HALF; right++) {
    if (MIDLINE.has(right)) continue;
    partners[right] = left;
    partners[left++] = right;
  }
  // Each iris: its middle, then four of its edge, counted alike in both eyes, so that left and right change places.
  return count === MESH_POINTS ? partners : [...partners, 473, 476, 475, 474, 477, 468, 471, 470, 469, 472];
}
