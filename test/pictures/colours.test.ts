import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLUSTER_COLOUR_COUNT, clusterColour } from '../../src/pictures/colour/clusterColours.js';
import { colourOf, paintColour } from '../../src/pictures/colour/colourMaps.js';
import { cssColour, cssGradient } from '../../src/pictures/colour/css.js';
import { labToRgb, type Colour, type Lab } from '../../src/pictures/colour/lab.js';
import { thrown } from './support.js';

/** One set of colours seen with certain eyes, by scikit-image. */
interface Seen {
  lab: Lab[];
  /** CIEDE2000 from each colour to the next. */
  steps: number[];
  /** CIEDE2000 between each two. */
  differences: number[][];
  /** CIEDE2000 from each colour to the one at the same distance from the other end. */
  toMirror: number[];
}
type Eyes = 'common' | 'protanopia' | 'deuteranopia';
type Described = Record<Eyes, Seen> & { rgb: Colour[] };

const FIXTURE = JSON.parse(
  readFileSync(new URL('../fixtures/pictures/colours.json', import.meta.url), 'utf8'),
) as Record<'sequential' | 'diverging' | 'clusters', Described> & { conversions: { rgb: Colour[]; lab: Lab[] } };

const ALL_EYES: readonly Eyes[] = ['common', 'protanopia', 'deuteranopia'];
const lightness = ({ lab }: Seen) => lab.map(([light]) => light);
const gaps = (values: readonly number[]) => values.slice(1).map((value, at) => value - (values[at] as number));

function expectColours(actual: readonly Colour[], expected: readonly Colour[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((colour, at) => {
    colour.forEach((value, channel) => {
      const gap = Math.abs(value - (expected[at]?.[channel] as number));
      expect(gap, `colour ${at}: ${colour.join(', ')}`).toBeLessThan(tolerance);
    });
  });
}

describe('labToRgb', () => {
  it('undoes what scikit-image makes of colours', () => {
    const { rgb, lab } = FIXTURE.conversions;
    // scikit-image's matrix has six digits, sRGB's own seven.
    expectColours(lab.map(labToRgb), rgb, 1e-3);
  });

  it('cuts off what a screen cannot show', () => {
    for (const value of labToRgb([60, 120, -100])) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });
});

it('colours.json is of the colours as they are', () => {
  const steps = Array.from({ length: 65 }, (_, at) => at / 64);
  expectColours(
    steps.map((share) => colourOf('sequential', share)),
    FIXTURE.sequential.rgb,
    1e-7,
  );
  expectColours(
    steps.map((share) => colourOf('diverging', 2 * share - 1)),
    FIXTURE.diverging.rgb,
    1e-7,
  );
  const clusters = Array.from({ length: CLUSTER_COLOUR_COUNT }, (_, cluster) => clusterColour(cluster));
  expectColours(clusters, FIXTURE.clusters.rgb, 1e-7);
});

describe('the sequential map', () => {
  const map = FIXTURE.sequential;

  it('rises evenly in lightness from 14 to 95', () => {
    const rises = gaps(lightness(map.common));
    expect(lightness(map.common)[0]).toBeCloseTo(14, 1);
    expect(lightness(map.common).at(-1)).toBeCloseTo(95, 1);
    for (const rise of rises) expect(rise).toBeCloseTo(81 / 64, 1);
  });

  it('looks equally different at every step, within a fifth', () => {
    const { steps } = map.common;
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.2);
  });

  it('rises at every step for people who confuse red and green', () => {
    for (const eyes of ALL_EYES) expect(Math.min(...gaps(lightness(map[eyes]))), eyes).toBeGreaterThan(0.4);
  });
});

describe('the diverging map', () => {
  const map = FIXTURE.diverging;

  it('is a neutral grey at zero', () => {
    const [red, green, blue] = colourOf('diverging', 0);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(1e-3);
    const [light, a, b] = map.common.lab[32] as Lab;
    expect(light).toBeCloseTo(95, 1);
    expect(Math.hypot(a, b)).toBeLessThan(0.1);
  });

  it('falls evenly in lightness to both sides, alike', () => {
    const values = lightness(map.common);
    for (let step = 1; step <= 32; step++) {
      for (const side of [32 - step, 32 + step]) expect(values[side]).toBeCloseTo(95 - (53 * step) / 32, 1);
    }
  });

  it('looks equally different at every step of an arm, within three tenths', () => {
    const { steps } = map.common;
    for (const arm of [steps.slice(0, 32), steps.slice(32)]) {
      expect(Math.max(...arm) / Math.min(...arm)).toBeLessThan(1.3);
    }
  });

  it('tells plus from minus at a quarter of the scale and beyond, whatever the eyes', () => {
    for (const eyes of ALL_EYES) {
      const { toMirror } = map[eyes];
      for (let step = 8; step <= 32; step++) expect(toMirror[32 + step], `${eyes}, ${step}`).toBeGreaterThan(20);
      expect(toMirror[64], eyes).toBeGreaterThan(45);
    }
  });
});

describe('the colours of clusters', () => {
  it.each(ALL_EYES)('are at least 17 apart by CIEDE2000 with %s vision', (eyes) => {
    const { differences } = FIXTURE.clusters[eyes];
    const others = differences.flatMap((row, at) => row.filter((_, other) => other !== at));
    expect(others.length).toBe(9 * 8);
    expect(Math.min(...others)).toBeGreaterThan(17);
  });

  it('start again after the last', () => {
    expect(clusterColour(CLUSTER_COLOUR_COUNT)).toEqual(clusterColour(0));
    expect(clusterColour(CLUSTER_COLOUR_COUNT + 3)).toEqual(clusterColour(3));
  });
});

describe('colourOf', () => {
  it('holds the ends beyond the range', () => {
    expect(colourOf('sequential', 7)).toEqual(colourOf('sequential', 1));
    expect(colourOf('sequential', -0.5)).toEqual(colourOf('sequential', 0));
    expect(colourOf('diverging', -3)).toEqual(colourOf('diverging', -1));
  });

  it.each([
    [() => colourOf('viridis' as 'sequential', 0), "'sequential', 'diverging'"],
    [() => colourOf('sequential', Number.NaN), 'a finite number'],
    [() => clusterColour(-1), 'a whole number of at least 0'],
    [() => cssColour([0, Number.NaN, 1]), 'red, green and blue'],
    [() => cssColour('red' as never), 'red, green and blue'],
    [() => cssGradient('rainbow' as never), "'sequential', 'diverging'"],
  ])('refuses what it cannot use: %#', (act, words) => {
    expect(thrown(act).message).toContain(words);
  });

  it('is painted from a table as finely as bytes can tell', () => {
    const painted = new Float32Array(3);
    for (let at = 0; at <= 1000; at++) {
      for (const [map, value] of [
        ['sequential', at / 1000],
        ['diverging', at / 500 - 1],
      ] as const) {
        paintColour(map, value, painted, 0);
        colourOf(map, value).forEach((exact, channel) => {
          expect(Math.abs((painted[channel] as number) - exact)).toBeLessThan(1 / 255);
        });
      }
    }
    paintColour('diverging', 0, painted, 0);
    expect(painted).toEqual(Float32Array.from(colourOf('diverging', 0)));
  });
});

describe('CSS', () => {
  it('writes colours in six digits, cut off at the ends', () => {
    expect(cssColour([0, 0.5, 1])).toBe('#0080ff');
    expect(cssColour([-0.2, 1.7, 1 / 255])).toBe('#00ff01');
  });

  it('writes gradients whose ends and middle are the map’s', () => {
    const gradient = cssGradient('diverging');
    const colours = gradient.match(/#[0-9a-f]{6}/g) as string[];
    expect(gradient).toMatch(/^linear-gradient\(to right, /);
    expect([colours[0], colours[8], colours[16]]).toEqual(
      [-1, 0, 1].map((value) => cssColour(colourOf('diverging', value))),
    );
  });
});
