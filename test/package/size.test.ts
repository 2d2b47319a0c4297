import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundled } from './support/bundled.js';
import { createConsumer, type Consumer } from './support/consumer.js';
import { ENTRIES } from './support/paths.js';

/** Most kB (gzipped) that a bundle may have, without peers: at once, and when it is needed. */
const { whole, part } = JSON.parse(readFileSync(new URL('sizes.json', import.meta.url), 'utf8')) as {
  whole: Record<string, { first: number; later: number }>;
  part: Record<string, number>;
};

const GROWN = 'If it is worth it, raise the limit in test/package/sizes.json';

/** A word that only this part of the library has in its code, minified too. */
const MARKS = {
  training: 'Lower the learning rate, or let it rise more slowly.',
  kernels: 'Conv2DBackpropFilter',
  attention: 'gradCamPlusPlus',
  clustering: 'kmeansGenerator',
  pictures: '"diverging"',
  fills: 'a number, or one per channel (1 or 3)',
};

describe('the size of what a page loads', () => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = createConsumer();
  });

  it('is limited for each entry', () => {
    expect(Object.keys(whole)).toEqual([...ENTRIES]);
  });

  it.each(Object.entries(whole))('of all of %s is at most %o kB', async (entry, limits) => {
    const { first, later } = await bundled(consumer, `export * from '${entry}'`);
    expect(first, GROWN).toBeLessThanOrEqual(limits.first);
    expect(later, GROWN).toBeLessThanOrEqual(limits.later);
  });

  it.each(Object.entries(part))('of %s is at most %d kB', async (what, limit) => {
    const [entry, name] = what.split(' ');
    const { first } = await bundled(consumer, `export { ${name} } from '${entry}'`);
    expect(first, GROWN).toBeLessThanOrEqual(limit);
  });

  it.each([
    ['createRandom', []],
    ['facialRegion', []],
    ['maskRegion', ['fills']],
    ['attentionMap', ['attention', 'fills']],
    ['clusterPixels', ['clustering']],
    ['heatMap', ['pictures']],
    ['useBackend', ['kernels']],
  ])('%s alone brings nothing of other parts but %j', async (name, parts) => {
    const { code } = await bundled(consumer, `export { ${name} } from 'face-perturb'`);
    expect(partsIn(code)).toEqual(parts);
  });

  it('all of them are told apart in the whole', async () => {
    const { code } = await bundled(consumer, `export * from 'face-perturb'`);
    expect(partsIn(code)).toEqual(Object.keys(MARKS));
  });
});

function partsIn(code: string): string[] {
  return Object.entries(MARKS).flatMap(([part, mark]) => (code.includes(mark) ? [part] : []));
}
