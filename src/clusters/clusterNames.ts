import type { FacialRegionName } from '../regions/region.js';
import type { ClusterPlace } from './placeOfClusters.js';
import type { RegionOverlap, RegionOverlaps } from './regionOverlap.js';

/** What a name is made from: a region, and what it is called. */
type Part = readonly [region: FacialRegionName, word: string];
/** Those of both sides follow each other, left first. */
type Parts = readonly Part[];

const EYES: Parts = [
  ['leftEye', 'left eye'],
  ['rightEye', 'right eye'],
];
const MAJOR: Parts = [...EYES, ['mouth', 'mouth'], ['nose', 'nose']];
const MINOR: Parts = [
  ['leftBrow', 'left brow'],
  ['rightBrow', 'right brow'],
  ['forehead', 'forehead'],
  ['leftCheek', 'left cheek'],
  ['rightCheek', 'right cheek'],
  ['chin', 'chin'],
];
/** What a cluster may be part of: eye areas, as only the eye itself is a major part. */
const PIECES: Parts = [
  ['leftEyeArea', 'left eye area'],
  ['rightEyeArea', 'right eye area'],
  ['mouth', 'mouth'],
  ['nose', 'nose'],
  ...MINOR,
];

/** A cluster holds a part when at least this share of the part is in it, … */
const HOLDS = 0.4;
/** … and so much more than in any other cluster: of a part cut in halves none holds it. */
const AHEAD = 0.05;
/** A cluster of which this share lies on one side of the face is on that side. */
const ON_ONE_SIDE = 2 / 3;
/** A name lists so many minor parts at most. */
const MOST = 3;

/**
 * A readable name for each cluster. The first of these that fits:
 *
 * 1. eyes, mouth and nose that it holds; "side" says that it is an eye, and mostly what lies around it on its side of the face;
 * 2. "background", when most of it lies outside the face;
 * 3. other parts that it holds, the three that fill most of it;
 * 4. "part of" what fills most of it, or the background.
 *
 * Two clusters may have the same name by the second or fourth.
 */
export function namesByOverlap(overlaps: readonly RegionOverlaps[], places: readonly ClusterPlace[]): string[] {
  return overlaps.map((own, cluster) => {
    const isHeld = ([region]: Part): boolean => holderOf(region, overlaps) === cluster;
    return nameOf(own, isHeld, places[cluster] as ClusterPlace);
  });
}

/** The cluster that holds a part; undefined when none does. */
function holderOf(region: FacialRegionName, overlaps: readonly RegionOverlaps[]): number | undefined {
  const shares = overlaps.map((overlap) => shareOf(overlap, region).ofRegion);
  const [most = 0, next = 0] = [...shares].sort((a, b) => b - a);
  return most >= HOLDS && most - next >= AHEAD ? shares.indexOf(most) : undefined;
}

function nameOf(overlap: RegionOverlaps, isHeld: (part: Part) => boolean, place: ClusterPlace): string {
  const filled = (region: FacialRegionName): number => shareOf(overlap, region).ofCluster;
  const byShare = (parts: Parts): Parts => [...parts].sort(([a], [b]) => filled(b) - filled(a));
  const major = MAJOR.filter(isHeld);
  if (major.length === MAJOR.length) return 'face';
  const eyes = EYES.filter(isHeld);
  if (major.length > 0) {
    return listed(major.map((part) => [part[0], eyes.length === 1 ? withSide(part, overlap, place) : part[1]]));
  }
  if (filled('background') >= 0.5) return 'background';
  const minor = MINOR.filter(isHeld);
  const most = byShare(minor).slice(0, MOST);
  if (most.length > 0) return listed(minor.filter((part) => most.includes(part)));
  const [[region, word]] = byShare(PIECES) as [Part];
  if (filled('background') > filled(region)) return 'background';
  return filled(region) > 0 ? `part of the ${word}` : 'part of the face';
}

function shareOf(overlap: RegionOverlaps, region: FacialRegionName): RegionOverlap {
  return overlap[region] ?? { ofCluster: 0, ofRegion: 0 };
}

/** "left eye side" for a cluster that lies on that side of the face and is more than the eye; other parts as they are. */
function withSide([region, word]: Part, overlap: RegionOverlaps, { leftShare }: ClusterPlace): string {
  if (region !== 'leftEye' && region !== 'rightEye') return word;
  const onItsSide = region === 'leftEye' ? leftShare : 1 - leftShare;
  return shareOf(overlap, `${region}Area`).ofCluster < 0.5 && onItsSide >= ON_ONE_SIDE ? `${word} side` : word;
}

/** "left eye, mouth and nose"; both sides are one word: "eyes". */
function listed(parts: Parts): string {
  const words = bothSides(parts.map(([, word]) => word));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function bothSides(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const part = word.replace(/^(left|right) /, '');
    if (word === `left ${part}` && words[at + 1] === `right ${part}`) return [`${part}s`];
    return word === `right ${part}` && words[at - 1] === `left ${part}` ? [] : [word];
  });
}
