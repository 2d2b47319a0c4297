/**
 * What the luck of training adds to the uncertainty of a mean over seeds, beside the choice of faces: the standard
 * error that remains when the networks' differences on single faces are taken out, which drawing faces covers already.
 *
 * A difference is seen as the sum of what the seed did, what the face does, and what only this seed did on this face.
 * The spread between seeds holds the first and the third, drawing faces moves the second and the third, so the third
 * is estimated (by how much faces move the seeds apart) and counted once (the two-way layout with random effects,
 * Cornfield and Tukey 1956). Drawing seeds and faces with replacement at the same time would count it three
 * times (Owen 2007, the pigeonhole bootstrap), and it is the largest of the three here.
 *
 * @param observed - One seed's difference each.
 * @param withinVariance - The variance, over drawn faces, of each seed's distance from the mean of the seeds.
 */
export function seedLuck(observed: readonly number[], withinVariance: readonly number[]): number {
  const seeds = observed.length;
  if (seeds < 2) return 0;
  const mean = sum(observed) / seeds;
  const between = sum(observed.map((value) => (value - mean) ** 2));
  return Math.sqrt(Math.max(0, between - sum(withinVariance)) / (seeds - 1) / seeds);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
