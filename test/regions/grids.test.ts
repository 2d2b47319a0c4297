import { describe, expect, it } from 'vitest';
import { clusterRegion, freeMask, grow, regionCoverage } from '../../src/regions/index.js';

describe('clusterRegion', () => {
  const labels = Uint8Array.from([0, 1, 2, 1, 1, 2]);
  const map = { labels, height: 2, width: 3 };

  it('is 1 on the pixels of its cluster and 0 elsewhere', () => {
    const size = { height: 2, width: 3 };
    expect([...regionCoverage(clusterRegion({ ...map, cluster: 1 }), size)]).toEqual([0, 1, 0, 1, 1, 0]);
    expect([...regionCoverage(clusterRegion({ ...map, cluster: 2 }), size)]).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it('takes the nearest label on pictures of other sizes', () => {
    const region = clusterRegion({ ...map, cluster: 2 });
    const wide = [...regionCoverage(region, { height: 4, width: 6 })];
    expect(wide).toEqual(Array.from({ length: 4 }, () => [0, 0, 0, 0, 1, 1]).flat());
    expect([...regionCoverage(region, { height: 1, width: 1 })]).toEqual([0]);
  });

  it('does not change when the label map changes afterwards', () => {
    const changing = [0, 1];
    const region = clusterRegion({ labels: changing, height: 1, width: 2, cluster: 1 });
    changing[0] = 1;
    expect([...regionCoverage(region, { height: 1, width: 2 })]).toEqual([0, 1]);
  });

  it('does not shrink away from the border of the picture', () => {
    const half = clusterRegion({ labels: [1, 1, 1, 0, 0, 0], height: 1, width: 6, cluster: 1 });
    expect([...regionCoverage(grow(half, -1), { height: 1, width: 6 })]).toEqual([1, 1, 0, 0, 0, 0]);
  });
});

describe('freeMask', () => {
  it('is what was given, at the size that was given', () => {
    const values = [0, 0.25, 0.5, 1];
    const region = freeMask({ values, height: 2, width: 2 });
    expect([...regionCoverage(region, { height: 2, width: 2 })]).toEqual(values);
  });

  it('goes evenly between its values on larger pictures', () => {
    const region = freeMask({ values: [0, 1], height: 1, width: 2 });
    expect([...regionCoverage(region, { height: 1, width: 4 })]).toEqual([0, 0.25, 0.75, 1]);
  });
});
