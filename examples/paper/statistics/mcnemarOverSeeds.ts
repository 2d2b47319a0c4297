import { checkArms, type PairedArms } from './arms.js';
import { fairChance } from './binomial.js';

/** The faces that several seeds' pairs of networks tell apart, and what that says. */
export interface McNemarOverSeeds {
  /** Faces that the first arm names rightly by more seeds than the second. */
  moreFirst: number;
  /** Faces that the second arm names rightly by more seeds than the first. */
  moreSecond: number;
  /** Right answers of the second arm less those of the first, over all faces and seeds. */
  net: number;
  /** Exact and two-sided, in [0, 1]; 1 where no face tells the arms apart. */
  pValue: number;
}

/**
 * McNemar's test for several seeds on the same faces: an exact sign-flip test over faces (Fisher 1935).
 *
 * Adding up the seeds' tables would count one face as many times as there are seeds, although a face that is hard for
 * one seed's network is hard for the others'. So a face counts once, by its net number: by how many seeds the second
 * arm is right, less the first arm's. Were the arms as good as each other, each face's net number would have come out
 * with the other sign as often, whatever the seeds have in common; the p-value is the chance, over all such flips, of
 * a sum at least as far from 0. No flip is sampled: faces of equal size fall by the binomial distribution, and the
 * distributions of the sizes are convolved. With one seed this is McNemar's exact test. A plain sign test over
 * faces would have thrown the sizes away.
 *
 * It speaks of these networks on faces like these. What other seeds would have given is the business of
 * `pairedBootstrap` and `seedSummary`.
 *
 * @throws FacePerturbError `invalid-argument` for unequal lengths or numbers of seeds.
 */
export function mcnemarOverSeeds(arms: PairedArms): McNemarOverSeeds {
  checkArms('mcnemarOverSeeds', arms);
  const seeds = arms.first.length;
  const ofSize = new Int32Array(seeds + 1);
  let [moreFirst, moreSecond, net] = [0, 0, 0];
  for (let face = 0; face < arms.labels.length; face++) {
    if (arms.keep?.[face] === false) continue;
    const change = netOf(arms, face);
    net += change;
    if (change < 0) moreFirst++;
    if (change > 0) moreSecond++;
    ofSize[Math.abs(change)]!++;
  }
  return { moreFirst, moreSecond, net, pValue: signFlipTest(ofSize, net) };
}

function netOf({ first, second, labels }: PairedArms, face: number): number {
  let net = 0;
  for (let seed = 0; seed < first.length; seed++) {
    net += Number(second[seed]![face] === labels[face]) - Number(first[seed]![face] === labels[face]);
  }
  return net;
}

/**
 * The chance that numbers of these sizes, each plus or minus by a fair coin, add up to a sum as far from 0.
 *
 * @param ofSize - How many numbers there are of the size 0, 1, 2 …
 */
export function signFlipTest(ofSize: ArrayLike<number>, net: number): number {
  let positive = Float64Array.of(1);
  for (let size = 1; size < ofSize.length; size++) positive = withSize(positive, size, ofSize[size] as number);
  // A sum of s over the plus signs is a net of s - (all - s).
  const all = positive.length - 1;
  let tail = 0;
  positive.forEach((chance, sum) => {
    if (Math.abs(2 * sum - all) >= Math.abs(net)) tail += chance;
  });
  return Math.min(1, tail);
}

/** The distribution of the sum over the plus signs, once `count` numbers of one size have joined. */
function withSize(before: Float64Array, size: number, count: number): Float64Array<ArrayBuffer> {
  const after = new Float64Array(before.length + size * count);
  for (let plus = 0; plus <= count; plus++) {
    const chance = fairChance(plus, count);
    if (chance === 0) continue;
    for (let sum = 0; sum < before.length; sum++) after[sum + size * plus]! += chance * before[sum]!;
  }
  return after;
}
