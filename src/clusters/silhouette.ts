/** Points with the cluster of each. */
export interface LabelledPoints {
  /** `dimensions` numbers each. */
  readonly points: Float64Array;
  readonly dimensions: number;
  readonly labels: ArrayLike<number>;
}

/**
 * The mean silhouette coefficient (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7): how much nearer a point is to its
 * own cluster than to the next one, from -1 to 1, by the mean Euclidean distance to their points. A point alone in its cluster
 * counts 0, as in the paper and in scikit-learn.
 *
 * @param pause - Awaited after each point; may throw to stop.
 * @returns Null when there are fewer than two clusters.
 */
export async function silhouetteOf(data: LabelledPoints, pause: () => Promise<void>): Promise<number | null> {
  const { labels } = data;
  const sizes = new Float64Array(256);
  for (let at = 0; at < labels.length; at++) sizes[labels[at] as number]! += 1;
  const clusters = sizes.findLastIndex((size) => size > 0) + 1;
  if (sizes.filter((size) => size > 0).length < 2) return null;
  const sums = new Float64Array(labels.length * clusters);
  let total = 0;
  for (let at = 0; at < labels.length; at++) {
    addDistances(data, at, sums, clusters);
    total += coefficient(labels[at] as number, sums.subarray(at * clusters, (at + 1) * clusters), sizes);
    await pause();
  }
  return total / labels.length;
}

/** Adds the distances from one point to all later ones to both points' sums by cluster: those to earlier ones are in. */
function addDistances(
  { points, dimensions, labels }: LabelledPoints,
  at: number,
  sums: Float64Array,
  clusters: number,
): void {
  const own = at * dimensions;
  for (let other = at + 1, from = other * dimensions; other < labels.length; other++, from += dimensions) {
    let square = 0;
    for (let axis = 0; axis < dimensions; axis++) {
      const difference = (points[own + axis] as number) - (points[from + axis] as number);
      square += difference * difference;
    }
    const distance = Math.sqrt(square);
    sums[at * clusters + (labels[other] as number)]! += distance;
    sums[other * clusters + (labels[at] as number)]! += distance;
  }
}

/** One point's coefficient, from the sums of its distances to each cluster. */
function coefficient(label: number, sums: Float64Array, sizes: Float64Array): number {
  const others = (sizes[label] as number) - 1;
  if (others === 0) return 0;
  const inside = (sums[label] as number) / others;
  let outside = Infinity;
  sums.forEach((sum, cluster) => {
    const size = sizes[cluster] as number;
    if (cluster !== label && size > 0) outside = Math.min(outside, sum / size);
  });
  const larger = Math.max(inside, outside);
  return larger > 0 ? (outside - inside) / larger : 0;
}
