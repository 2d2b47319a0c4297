import type { ClusterPlace } from './placeOfClusters.js';

/** How far from the others of its name a cluster must lie, in distances between the eyes, to be called after that direction. */
const APART = 0.25;

/**
 * Makes names distinct: those that several clusters share are told apart by where each lies among them ("upper background"; left is the
 * subject's), and by numbers where that is not enough.
 */
export function distinctNames(names: readonly string[], places: readonly ClusterPlace[]): string[] {
  const placed = withinEach(names, (members) => {
    const middle = (axis: 'left' | 'down') =>
      members.reduce((sum, at) => sum + (places[at] as ClusterPlace)[axis], 0) / members.length;
    const [left, down] = [middle('left'), middle('down')];
    return (at) => {
      const place = places[at] as ClusterPlace;
      return `${directionOf(place.left - left, place.down - down)} ${names[at]}`;
    };
  });
  return withinEach(placed, (members) => (at) => `${placed[at]} ${members.indexOf(at) + 1}`);
}

function directionOf(left: number, down: number): string {
  const vertical = down < -APART ? 'upper' : down > APART ? 'lower' : '';
  const horizontal = left > APART ? 'left' : left < -APART ? 'right' : '';
  return [vertical, horizontal].filter(Boolean).join(' ') || 'middle';
}

/** Renames the clusters that share a name, and leaves the others. */
function withinEach(names: readonly string[], rename: (members: number[]) => (at: number) => string): string[] {
  return names.map((name, at) => {
    const members = [...names.keys()].filter((other) => names[other] === name);
    return members.length === 1 ? name : rename(members)(at);
  });
}
