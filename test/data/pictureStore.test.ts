import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PictureStore } from '../../src/data/fer2013/pictureStore.js';

it('PictureStore gives back just what was added, however many were likely', () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.nat(300), fc.nat(6000)),
      fc.constantFrom(0, 1, 200, 1023, 1500, 5000, 100_000),
      (count, likely) => {
        const store = new PictureStore(2, likely);
        for (let at = 0; at < count; at++) store.add(Uint8Array.of(at % 256, (at >> 8) % 256), at % 7);
        expect(store.size).toBe(count);
        const { size, pixels, labels } = store.finish();
        expect([size, pixels.length, labels.length]).toEqual([count, 2 * count, count]);
        expect([pixels.byteOffset, pixels.buffer.byteLength]).toEqual([0, 2 * count]);
        const wrong = labels.findIndex((label, at) => label !== at % 7 || pixels[2 * at] !== at % 256);
        expect(wrong).toBe(-1);
      },
    ),
    {
      examples: [
        [5000, 5000],
        [256, 256],
        [257, 256],
        [1024, 1500],
        [1025, 1500],
      ],
    },
  ));
