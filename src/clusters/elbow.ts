/** How well one number of clusters does. */
export interface InertiaOfCount {
  readonly clusters: number;
  readonly inertia: number;
}

/** What rounding may make of a curve without a bend. */
const STRAIGHT = 1e-9;

/**
 * The elbow of the inertia: the number of clusters whose point lies farthest below the chord from the first to the last point of
 * the curve, both axes scaled to [0, 1]. This is the offline form of Kneedle (Satopää et al. 2011, "Finding a 'Kneedle' in a
 * Haystack", doi:10.1109/ICDCSW.2011.20) without its smoothing. Of equally far ones the smallest number.
 *
 * @param curve - By ascending number of clusters.
 * @returns Null when there are fewer than three points, or the curve does not bend down.
 */
export function elbowOf(curve: readonly InertiaOfCount[]): number | null {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last || curve.length < 3 || !(first.inertia > last.inertia)) return null;
  let [elbow, farthest]: [number | null, number] = [null, STRAIGHT];
  for (const { clusters, inertia } of curve) {
    const across = (clusters - first.clusters) / (last.clusters - first.clusters);
    const down = (first.inertia - inertia) / (first.inertia - last.inertia);
    if (down - across > farthest) [elbow, farthest] = [clusters, down - across];
  }
  return elbow;
}
