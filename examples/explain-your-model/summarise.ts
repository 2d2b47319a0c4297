import type { Measured } from './explain.js';
import type { EmotionResult, RegionResult } from './results.js';
import { meanInterval } from './statistics.js';

/** Fewer faces than this say little, even where their interval looks narrow. */
export const FEW_FACES = 20;

/** What was found for each emotion that has faces, and for all faces together. */
export function summarise(
  measured: Measured,
  labels: readonly string[],
  labelled: boolean,
): { emotions: EmotionResult[]; overall: EmotionResult } {
  const all = [...measured.classes.keys()];
  const emotions = labels.flatMap((name, id) => {
    const faces = all.filter((at) => measured.classes[at] === id);
    return faces.length > 0 ? [resultOf(name, faces, measured, labelled)] : [];
  });
  return { emotions, overall: resultOf('all faces', all, measured, labelled) };
}

function resultOf(name: string, faces: readonly number[], measured: Measured, labelled: boolean): EmotionResult {
  const at = (values: readonly number[]) => faces.map((face) => values[face] as number);
  const drops = Object.fromEntries(Object.entries(measured.drops).map(([region, values]) => [region, at(values)]));
  const regions = Object.fromEntries(
    Object.entries(drops).map(([region, values]): [string, RegionResult] => {
      const areas = at(measured.areas[region] as number[]);
      return [region, { drop: meanInterval(values), area: areas.reduce((sum, area) => sum + area, 0) / areas.length }];
    }),
  );
  const order = Object.keys(regions).sort((one, other) => meanOf(regions, other) - meanOf(regions, one));
  const reliesOn = order.filter((region) => (regions[region]?.drop.low ?? 0) > 0);
  return {
    name,
    faces: faces.length,
    right: labelled ? faces.filter((face) => measured.predicted[face] === measured.classes[face]).length : null,
    score: meanInterval(at(measured.scores)),
    regions,
    reliesOn,
    clearlyFirst: isClearlyFirst(reliesOn[0], drops),
  };
}

function meanOf(regions: Record<string, RegionResult>, name: string): number {
  return regions[name]?.drop.mean ?? 0;
}

/** Compares face by face: drops of two regions of one face go together. */
function isClearlyFirst(first: string | undefined, drops: Record<string, number[]>): boolean {
  if (first === undefined) return false;
  const own = drops[first] as number[];
  return Object.entries(drops).every(([other, values]) => {
    if (other === first) return true;
    const { low } = meanInterval(own.map((drop, face) => drop - (values[face] as number)));
    return low !== null && low > 0;
  });
}

/** Why some of the numbers must be taken with care, in words. */
export function warningsAbout(emotions: readonly EmotionResult[], labels: readonly string[]): string[] {
  const few = emotions.filter(({ faces }) => faces < FEW_FACES);
  const missing = labels.filter((label) => !emotions.some(({ name }) => name === label));
  const poor = emotions.filter(({ right, faces }) => right !== null && faces >= FEW_FACES && right < faces / 2);
  return [
    few.length > 0 && `Fewer than ${FEW_FACES} faces, so uncertain: ${few.map(counted).join(', ')}.`,
    missing.length > 0 && `No faces: ${missing.join(', ')}.`,
    poor.length > 0 &&
      `Less than half named rightly, so that drops say less of what the model goes by: ${poor.map(({ name }) => name).join(', ')}.`,
  ].filter((warning) => warning !== false);
}

function counted({ name, faces }: EmotionResult): string {
  return `${name} (${faces})`;
}
