import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { contactSheet } from '../../src/pictures/contactSheet.js';
import { overlay } from '../../src/pictures/overlay.js';
import { chooseAcross, shelvesOf } from '../../src/pictures/sheet/arrange.js';
import { onEachBackend } from '../support/backends.js';
import { expectColour, failure, pixelOf, withoutLeak } from './support.js';

const group = (name: string, ...images: number[]) => ({ name, images });

describe('shelvesOf', () => {
  it('breaks a class into rows, and puts small ones beside each other', () => {
    const shelves = shelvesOf([group('a', 0, 1, 2, 3, 4), group('b', 5), group('c', 6, 7), group('d', 8)], 3);
    expect(
      shelves.map(({ rows, blocks, groups }) => [
        rows,
        blocks,
        groups.map(({ group: { name }, start }) => `${name}${start}`),
      ]),
    ).toEqual([
      [2, 3, ['a0']],
      [1, 3, ['b0', 'c1']],
      [1, 1, ['d0']],
    ]);
    expect(shelves[0]?.groups[0]?.rows).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });
});

describe('chooseAcross', () => {
  const all = (count: number) => [{ name: undefined, images: Array.from({ length: count }, (_, at) => at) }];

  it('makes sheets of a common shape, whatever the number of images', () => {
    for (const count of [4, 12, 40, 200]) {
      const across = chooseAcross(all(count), { height: 120, width: 120 }, 40);
      const shape = across / Math.ceil(count / across);
      expect(shape, String(count)).toBeGreaterThan(0.5);
      expect(shape, String(count)).toBeLessThan(3);
    }
    expect(chooseAcross(all(1), { height: 100, width: 2000 }, 0)).toBe(1);
  });
});

onEachBackend(() => {
  /** Four faces of one grey each, and a map of rising numbers. */
  const faces = () =>
    tf.tensor4d(
      [0.1, 0.3, 0.5, 0.7].flatMap((grey) => Array<number>(16).fill(grey)),
      [4, 4, 4, 1],
    );
  const map = { values: Array.from({ length: 64 }, (_, at) => at % 16), height: 4, width: 4, images: 4 };

  it('lays out faces, what is said of them, and classes in order', async () => {
    const images = faces();
    const columns = [
      { title: 'map', map },
      { title: 'copies', images: tf.fill([1, 4, 4, 1], 0.9) as tf.Tensor4D },
    ];
    const sheet = await contactSheet(images, columns, {
      enlarge: 2,
      across: 2,
      classes: ['sad', 'happy', 'sad', 'happy'],
    });
    const over = await overlay(images, map, { enlarge: 2 });
    const [values, overValues] = [await sheet.data(), await over.data()];
    // Three pictures of 8 with gaps of 4: 32; two of them with a gap of 16; rows of 8 with 32 between classes; margins of 16.
    expect(sheet.shape).toEqual([1, 16 + 8 + 32 + 8 + 16, 16 + 32 + 16 + 32 + 16, 3]);
    const at = (row: number, column: number) => pixelOf(values, sheet.shape, 0, row, column);
    expectColour(at(20, 20), [0.3, 0.3, 0.3], 1e-6);
    expectColour(at(20, 16 + 48 + 4), [0.7, 0.7, 0.7], 1e-6);
    expectColour(at(60, 20), [0.1, 0.1, 0.1], 1e-6);
    expectColour(at(60, 16 + 48 + 4), [0.5, 0.5, 0.5], 1e-6);
    expectColour(at(16 + 40 + 7, 16 + 48 + 12 + 7), pixelOf(overValues, over.shape, 2, 7, 7), 1e-6);
    expectColour(at(20, 16 + 24 + 3), [0.9, 0.9, 0.9], 1e-6);
    for (const [row, column] of [
      [8, 8],
      [20, 25],
      [20, 56],
      [40, 20],
    ] as const)
      expectColour(at(row, column), [1, 1, 1], 1e-6);
    tf.dispose([images, sheet, over, columns[1]?.images as tf.Tensor]);
  });

  it('shows the maps alone where no faces are wanted, and faces alone without columns', async () => {
    const images = faces();
    const maps = await contactSheet(images, [{ title: 'map', map }], { faces: false, enlarge: 1, across: 4 });
    const alone = await contactSheet(images, [], { enlarge: 1, across: 4 });
    expect(maps.shape).toEqual([1, 36, 32 + 4 * 4 + 3 * 16, 3]);
    expect(alone.shape).toEqual(maps.shape);
    const [first, face] = [await maps.data(), await alone.data()];
    expect(pixelOf(first, maps.shape, 0, 16, 16)[2]).not.toBeCloseTo(
      pixelOf(first, maps.shape, 0, 16, 16)[0] as number,
      1,
    );
    expectColour(pixelOf(face, alone.shape, 0, 16, 16), [0.1, 0.1, 0.1], 1e-6);
    tf.dispose([images, maps, alone]);
  });

  it('refuses what it cannot use', async () => {
    const images = faces();
    const column = { title: 'map', map };
    const bad: [() => Promise<unknown>, string, string][] = [
      [() => contactSheet(images, 'map' as never), 'invalid-argument', 'a list of columns'],
      [() => contactSheet(images, [], { faces: false }), 'invalid-argument', 'none, and no faces'],
      [() => contactSheet(images, [{ map } as never]), 'invalid-argument', 'columns[0]'],
      [
        () => contactSheet(images, [column, { ...column, clusters: {} } as never]),
        'invalid-argument',
        'map and clusters in one',
      ],
      [() => contactSheet(images, [{ ...column, colour: 1 } as never]), 'invalid-option', 'unknown option'],
      [
        () => contactSheet(images, [{ title: 'm', map: { ...map, values: map.values.slice(0, 32), images: 2 } }]),
        'invalid-shape',
        '4 images',
      ],
      [() => contactSheet(images, [column], { classes: ['a'] }), 'invalid-argument', 'group of each of the 4 images'],
      [() => contactSheet(images, [column], { classes: [0, 1, 2, 3], order: [0, 1] }), 'invalid-option', 'order'],
      [() => contactSheet(images, [column], { across: 0 }), 'invalid-option', 'across'],
      [() => contactSheet(images, [column], { enlarge: 100 }), 'invalid-option', 'enlarge'],
      [() => contactSheet(images, [column], { title: 'x' } as never), 'invalid-option', 'unknown option'],
      [() => contactSheet(map as never, [column]), 'invalid-shape', 'images'],
    ];
    for (const [act, code, words] of bad) {
      const error = await failure(act);
      expect([error.code, error.message]).toEqual([code, expect.stringContaining(words)]);
    }
    images.dispose();
  });

  it('refuses a sheet that would not fit into memory', async () => {
    const images = tf.zeros<tf.Rank.R4>([2, 64, 64, 1]);
    const error = await failure(() => contactSheet(images, [], { enlarge: 64 }));
    expect([error.code, error.message]).toEqual(['invalid-option', expect.stringContaining('smaller enlarge')]);
    images.dispose();
  });

  it('leaves one tensor behind', async () => {
    const images = faces();
    await withoutLeak(1, () => contactSheet(images, [{ title: 'map', map }]));
    images.dispose();
  });
});
