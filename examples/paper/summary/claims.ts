import { PAPER_FIGURE_5, PAPER_TABLE_1, PAPER_TABLE_2, PAPER_TABLE_3, paperNetwork } from '../../shared/paper.js';
import { judge } from '../statistics/judge.js';
import { MOST_HARMED, reference } from './comparisons.js';
import type { ArmReference, ClaimRecord, Comparison, Speaker } from './results.js';

/** What the paper claims about a network, judged by the comparisons there are; ten crops, as the paper tests. */
export function judgeClaims(
  network: Speaker,
  comparisons: readonly Comparison[],
  classNames: readonly string[],
): ClaimRecord[] {
  const find = (first: ArmReference, second: ArmReference) =>
    comparisons.find((each) => each.network === network && same(each.first, first) && same(each.second, second));
  const masks = find(reference('baseline'), reference('masked', 'masked'));
  const perturb = find(reference('baseline'), reference('perturb'));
  const longer = find(reference('longer'), reference('perturb'));
  const onePart = find(reference('perturb', 'plain', 1), reference('perturb'));
  return [
    ...(masks ? maskClaims(network, masks, classNames) : []),
    ...(perturb ? [gain(network, perturb)] : []),
    ...(longer ? [gainByClusters(network, longer)] : []),
    ...(perturb ? classClaims(network, perturb, classNames) : []),
    ...(onePart ? [moreClusters(network, onePart)] : []),
  ];
}

/** A gain in accuracy that is surely smaller than this counts as none: a point, where the paper claims 0.7 to 3.1. */
export const SMALLEST_GAIN = 0.01;

/** Table 1: every class falls (each interval at the level corrected for their number), and four of them most. */
function maskClaims(network: Speaker, { views }: Comparison, classNames: readonly string[]): ClaimRecord[] {
  const { perClassCorrected, contrasts } = views.tenCrop;
  const paper = PAPER_TABLE_1[paperNetwork(network)];
  const falls = classNames.map((name, at): ClaimRecord => {
    const interval = perClassCorrected[at]!;
    return {
      ...{ source: 'Table 1', network, interval, paper: paper[name] },
      claim: `${name} is told less well by a network that learned and was tested with masks`,
      verdict: judge({ side: 'below' }, interval),
    };
  });
  const contrast = contrasts[0]!;
  return [
    ...falls,
    {
      ...{ source: 'Table 1', network, interval: contrast },
      claim: `${MOST_HARMED.join(', ')} fall more than the other classes, on average`,
      verdict: judge({ side: 'below' }, contrast),
    },
  ];
}

function gain(network: Speaker, { views }: Comparison): ClaimRecord {
  const interval = views.tenCrop.accuracy;
  const scores = PAPER_TABLE_2.find((each) => each.network === paperNetwork(network));
  const paper = scores?.perturb && scores.perturb.accuracy - scores.baseline.accuracy;
  return {
    ...{ source: 'Table 2', network, interval, ...(paper !== undefined && { paper: Number(paper.toFixed(1)) }) },
    claim: 'the Perturb Scheme raises accuracy over the baseline of as many epochs',
    verdict: judge({ side: 'above', margin: SMALLEST_GAIN }, interval),
  };
}

function gainByClusters(network: Speaker, { views }: Comparison): ClaimRecord {
  const interval = views.tenCrop.accuracy;
  return {
    ...{ source: 'Table 2, controlled', network, interval },
    claim: 'it also raises it over a baseline of as many updates and pictures',
    verdict: judge({ side: 'above', margin: SMALLEST_GAIN }, interval),
  };
}

/** Table 3: the signs of the classes' changes, at the level corrected for their number. */
function classClaims(network: Speaker, { views }: Comparison, classNames: readonly string[]): ClaimRecord[] {
  const paper = PAPER_TABLE_3[paperNetwork(network)];
  if (!paper) return [];
  return classNames.flatMap((name, at): ClaimRecord[] => {
    const change = paper[name];
    if (change === undefined) return [];
    const side = change > 0 ? 'above' : 'below';
    const interval = views.tenCrop.perClassCorrected[at]!;
    return [
      {
        ...{ source: 'Table 3', network, interval, paper: change },
        claim: `${name} is told ${side === 'above' ? 'better' : 'less well'} with the Perturb Scheme`,
        verdict: judge({ side }, interval),
      },
    ];
  });
}

function moreClusters(network: Speaker, { views }: Comparison): ClaimRecord {
  const interval = views.tenCrop.accuracy;
  return {
    ...{ source: 'Figure 5', network, interval, paper: Number((PAPER_FIGURE_5[3]! - PAPER_FIGURE_5[1]!).toFixed(1)) },
    claim: 'three clusters are better than one',
    verdict: judge({ side: 'above', margin: SMALLEST_GAIN }, interval),
  };
}

function same(one: ArmReference, other: ArmReference): boolean {
  return one.arm === other.arm && one.testedOn === other.testedOn && one.clusters === other.clusters;
}
