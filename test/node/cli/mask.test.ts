import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { syntheticFaces } from '../../../src/data/index.js';
import { readImage, writeImage } from '../../../src/node/index.js';
import type { FaceLandmarks } from '../../../src/regions/index.js';
import { rasterise } from '../../../src/regions/rasterise.js';
import { facialRegion, resolveRegion } from '../../../src/regions/index.js';
import { needs, FACE_MODEL, THREE_PEOPLE } from '../../support/sharedFiles.js';
import { temporaryFolder } from '../folders.js';
import { faceperturb } from './terminal.js';

const folder = temporaryFolder();
const at = (...names: string[]) => join(folder(), ...names);
const SIDE = 64;
const faces = syntheticFaces({ count: 4, seed: 3, size: SIDE });
const picture = (index: number) => ({
  ...{ pixels: faces.pixels.subarray(index * SIDE * SIDE, (index + 1) * SIDE * SIDE), channels: 1 as const },
  ...{ width: SIDE, height: SIDE },
});
const landmarks = faces.landmarks as readonly FaceLandmarks[];

/** Coverage of each pixel by the mouths of faces. */
function mouths(...own: readonly FaceLandmarks[]): Float32Array {
  const each = own.map((face) =>
    rasterise(resolveRegion(facialRegion('mouth'), { width: SIDE, height: SIDE, landmarks: face }), picture(0)),
  );
  return each.reduce((all, one) => all.map((value, pixel) => Math.max(value, one[pixel] as number)));
}

const masked = (mask: Float32Array, before: Uint8Array) =>
  Uint8Array.from(before, (value, pixel) => Math.round(value * (1 - (mask[pixel] as number))));

beforeAll(async () => {
  for (let index = 0; index < 4; index++) await writeImage(at('faces', 'deep', `${index}.png`), picture(index));
  const known = landmarks.map((face, index) => [`${index}.png`, face.points]);
  await writeFile(at('known.json'), JSON.stringify(Object.fromEntries(known)));
});

const hideMouths = (...more: string[]) => ['mask', ...more, '--region', 'mouth', '--backend', 'cpu', '--quiet'];

describe('face-perturb mask', () => {
  it('hides the mouths of a folder of pictures by landmarks from a file, and changes nothing else', async () => {
    const argv = [...hideMouths(at('faces')), '--landmarks', at('known.json'), '--out', at('hidden'), '--json'];
    const { code, stdout, stderr } = await faceperturb(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ command: 'mask', total: 4, done: 4, failed: 0, stopped: false });
    for (let index = 0; index < 4; index++) {
      const out = at('hidden', 'deep', `${index}.png`);
      const mask = mouths(landmarks[index] as FaceLandmarks);
      const { pixels } = await readImage(out);
      expect([...pixels]).toEqual([...masked(mask, picture(index).pixels)]);
      expect(result.files[index]).toMatchObject({ ok: true, faces: 1 });
      expect(result.files[index].maskedShare).toBeCloseTo(mask.reduce((sum, value) => sum + value) / mask.length, 5);
    }
  });

  it('hides the mouth of every face of a picture, and leaves the rest when told to hide all but mouths', async () => {
    const both = [landmarks[0]!.points, landmarks[1]!.points.map(([x, y]) => [x, y - 20])];
    await writeFile(at('two.json'), JSON.stringify({ '0.png': both }));
    const mask = mouths(...both.map((points) => ({ ...landmarks[0]!, points }) as FaceLandmarks));
    const one = at('faces/deep/0.png');
    const where = ['--landmarks', at('two.json'), '--backend', 'cpu', '--quiet'];
    expect((await faceperturb(['mask', one, '--region', 'mouth', ...where, '--out', at('two')])).code).toBe(0);
    expect([...(await readImage(at('two/0.png'))).pixels]).toEqual([...masked(mask, picture(0).pixels)]);
    const others = JSON.stringify({ kind: 'complement', region: { kind: 'facial', name: 'mouth' } });
    expect((await faceperturb(['mask', one, '--region', others, ...where, '--out', at('rest')])).code).toBe(0);
    const rest = mask.map((value) => 1 - value);
    expect([...(await readImage(at('rest/0.png'))).pixels]).toEqual([...masked(rest, picture(0).pixels)]);
  });

  it('goes on after a picture that is none, says which, and ends with 1', async () => {
    await writeFile(at('faces', 'deep', 'bad.png'), 'no picture');
    const argv = ['mask', at('faces'), '--region', 'eyes', '--mean-shape', '--backend', 'cpu', '--out', at('partly')];
    const { code, stdout, stderr } = await faceperturb([...argv]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^4 of 5 pictures masked, 1 failed \(\d/);
    expect(stderr).toMatch(/bad\.png: .*the bytes of something else/);
    expect((await readdir(at('partly', 'deep'))).sort()).toEqual(['0.png', '1.png', '2.png', '3.png']);
  });

  it('says so of a picture whose face nobody knows', async () => {
    await writeFile(at('first.json'), JSON.stringify({ '0.png': landmarks[0]!.points, '1.png': null }));
    const argv = [...hideMouths(at('faces/deep/?.png')), '--landmarks', at('first.json'), '--out', at('first')];
    const { code, stdout } = await faceperturb([...argv, '--json']);
    expect(code).toBe(1);
    const { done, files } = JSON.parse(stdout);
    expect(done).toBe(1);
    expect(files[1].error).toContain('Add --mean-shape');
  });

  it('draws the same noise again by the same seed and another by another', async () => {
    const noise = (out: string, seed: string) =>
      faceperturb([
        ...hideMouths(at('faces/deep/0.png')),
        '--mean-shape',
        '--fill',
        'noise',
        '--seed',
        seed,
        '--out',
        out,
      ]);
    for (const [name, seed] of [
      ['n1', '7'],
      ['n2', '7'],
      ['n3', '8'],
    ] as const)
      await noise(at(name), seed);
    const [first, second, third] = await Promise.all(['n1', 'n2', 'n3'].map((name) => readImage(at(name, '0.png'))));
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  it('fills with a colour, also in a grey picture, and writes the format it is told', async () => {
    const box = '{"kind":"box","x":0,"y":0,"width":8,"height":8}';
    const argv = ['mask', at('faces/deep/0.png'), '--region', box, '--fill', '#ff8000', '--backend', 'cpu', '--quiet'];
    expect((await faceperturb([...argv, '--out', at('colour')])).code).toBe(0);
    const { pixels, channels } = await readImage(at('colour/0.png'));
    expect([channels, ...pixels.subarray(0, 3)]).toEqual([3, 255, 128, 0]);
    expect((await faceperturb([...argv, '--format', 'jpg', '--quality', '90', '--out', at('colour')])).code).toBe(0);
    expect((await readdir(at('colour'))).sort()).toEqual(['0.jpg', '0.png']);
  });

  it('stops at a signal after the picture under way, with 130 and nothing half written', async () => {
    const stopping = new AbortController();
    stopping.abort();
    const argv = [...hideMouths(at('faces/deep/0.png')), '--mean-shape', '--out', at('stopped')];
    const { code, stdout } = await faceperturb(argv, stopping.signal);
    expect(code).toBe(130);
    expect(stdout).toContain('0 of 1 pictures masked, stopped before the end');
    await expect(readdir(at('stopped'))).rejects.toThrow('ENOENT');
  });
});

describe('large pictures', () => {
  it('8000 x 6000 pixels are blurred in bands, as the same picture cut to the region is in one piece', async () => {
    const [width, height] = [8000, 6000];
    const pixels = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) pixels.fill((y * 37) % 256, y * width * 3, (y + 1) * width * 3);
    await writeImage(at('big.png'), { pixels, width, height, channels: 3 });
    // Rows 400 … 600: across the end of the first band of 500 rows.
    const region = JSON.stringify({ kind: 'box', x: 10, y: 400, width: 50, height: 200 });
    const how = ['--fill', '{"kind":"blur","sigma":6}', '--backend', 'wasm', '--quiet', '--json'];
    const { code, stdout } = await faceperturb(['mask', at('big.png'), '--region', region, ...how, '--out', at('big')]);
    expect(code, stdout).toBe(0);
    expect(JSON.parse(stdout).files[0].maskedShare).toBeCloseTo(10000 / (width * height), 6);
    const after = (await readImage(at('big/big.png'))).pixels;
    const side = { width: 100, height: 1000, channels: 3 as const };
    const cut = (from: Uint8Array) =>
      Uint8Array.from(
        { length: 100 * 1000 * 3 },
        (_, k) => from[Math.floor(k / 300) * width * 3 + (k % 300)] as number,
      );
    await writeImage(at('cut.png'), { pixels: cut(pixels), ...side });
    expect((await faceperturb(['mask', at('cut.png'), '--region', region, ...how, '--out', at('big')])).code).toBe(0);
    expect(Buffer.compare(cut(after), (await readImage(at('big/cut.png'))).pixels)).toBe(0);
    expect(Buffer.compare(after.subarray(width * 3 * 601), pixels.subarray(width * 3 * 601))).toBe(0);
  });

  it('are filled by shuffling where the region is small, and refused where it is not', async () => {
    const shuffled = (region: object, out: string) => {
      const argv = ['mask', at('big.png'), '--region', JSON.stringify(region), '--quiet', '--json'];
      return faceperturb([...argv, '--fill', 'shuffle', '--out', at(out)]);
    };
    const small = await shuffled({ kind: 'box', x: 7000, y: 5000, width: 9, height: 9 }, 'big2');
    expect(JSON.parse(small.stdout).files[0]).toMatchObject({ ok: true });
    const { code, stdout } = await shuffled({ kind: 'box', x: 0, y: 0, width: 7000, height: 5000 }, 'big3');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).files[0].error).toContain('a region within at most 4000000 pixels');
  });

  it('one pixel is masked too', async () => {
    await writeImage(at('dot.png'), { pixels: Uint8Array.of(90), width: 1, height: 1, channels: 1 });
    const argv = ['mask', at('dot.png'), '--region', 'faceOval', '--mean-shape', '--backend', 'cpu', '--quiet'];
    expect((await faceperturb([...argv, '--out', at('dots')])).code).toBe(0);
    expect((await readImage(at('dots/dot.png'))).pixels[0]).toBeLessThan(90);
  });
});

describe('face-perturb landmarks', () => {
  it('finds the faces of a photograph by MediaPipe; mask reads what it wrote', async (context) => {
    needs(context, FACE_MODEL, THREE_PEOPLE);
    const found = at('found.json');
    const looked = await faceperturb(['landmarks', THREE_PEOPLE, '--model', FACE_MODEL, '--out', found, '--json']);
    expect(JSON.parse(looked.stdout).files).toEqual([expect.objectContaining({ ok: true, faces: 3 })]);
    const argv = [...hideMouths(THREE_PEOPLE), '--landmarks', found, '--fill', 'blur', '--out', at('people'), '--json'];
    const hidden = await faceperturb(argv);
    expect(hidden.code).toBe(0);
    expect(JSON.parse(hidden.stdout).files[0]).toMatchObject({ faces: 3 });
    expect(await readdir(at('people'))).toHaveLength(1);
  });
});
