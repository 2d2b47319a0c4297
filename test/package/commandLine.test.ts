import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConsumer, type Consumer } from './support/consumer.js';
import { REPOSITORY } from './support/paths.js';
import { run } from './support/run.js';

let consumer: Consumer;

/** Runs a line as a shell does, in a folder with the package installed. */
const shell = (line: string) => run(line, [], { cwd: consumer.folder, shell: true });

const at = (...names: string[]) => join(consumer.folder, ...names);

/** Draws faces with the package itself, as pictures, as the landmarks of these, and as a CSV. */
const PREPARE = `
import { writeFileSync } from 'node:fs';
import { syntheticFaces, syntheticSplits } from 'face-perturb/data';
import { writeDataset, writeImage } from 'face-perturb/node';
const side = 96;
const faces = syntheticFaces({ count: 6, seed: 2, size: side });
for (let index = 0; index < faces.size; index++) {
  const pixels = faces.pixels.subarray(index * side * side, (index + 1) * side * side);
  await writeImage('crops/' + index + '.png', { pixels, width: side, height: side, channels: 1 });
}
writeFileSync('known.json', JSON.stringify(Object.fromEntries(faces.landmarks.map(({ points }, i) => [i + '.png', points]))));
await writeDataset('fer2013.csv', syntheticSplits({ train: 40, validation: 8, test: 8, seed: 1 }));
`;

beforeAll(async () => {
  consumer = createConsumer('sharp', '@tensorflow/tfjs-backend-wasm');
  const program = at('node_modules/face-perturb/dist/cli.js');
  chmodSync(program, 0o755);
  mkdirSync(at('node_modules/.bin'));
  symlinkSync(program, at('node_modules/.bin/face-perturb'));
  const { status, stderr } = await consumer.node(consumer.write('prepare.mjs', PREPARE));
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

describe('npx face-perturb', () => {
  it('tells what it can, without a word on stderr', async () => {
    const { status, stdout, stderr } = await shell('npx face-perturb --help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/mask .*[\s\S]*landmarks .*[\s\S]*maskfer /);
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };
    expect((await shell('npx face-perturb --version')).stdout).toBe(`${version}\n`);
  });

  it("hides mouths by the user's own landmarks", async () => {
    const line = 'npx face-perturb mask crops --region mouth --landmarks known.json --out own --json';
    const { status, stdout, stderr } = await shell(line);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ done: 6, failed: 0 });
    const known = JSON.parse(readFileSync(at('known.json'), 'utf8')) as Record<string, [number, number][]>;
    for (const [name, points] of Object.entries(known)) {
      const pixels = await sharp(at('own', name)).toColourspace('b-w').raw().toBuffer();
      // The middle of the mouth lies between the middles of its upper and its lower edge (points 51 and 57 of 68).
      const middle = [0, 1].map((axis) => Math.floor((points[51]![axis]! + points[57]![axis]!) / 2));
      expect(pixels[middle[1]! * 96 + middle[0]!]).toBe(0);
      expect(Math.max(...pixels)).toBeGreaterThan(100);
    }
  });

  it('ends with 2 and says what is wrong with a command line, and with 1 when a picture fails', async () => {
    const wrong = await shell('npx face-perturb mask crops --region nos --mean-shape --out wrong');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/^error: --region: expected .*noseBridge/);
    expect(existsSync(at('wrong'))).toBe(false);
    writeFileSync(at('bad.png'), 'no picture');
    const failed = await shell('npx face-perturb mask bad.png crops/1.png --region nose --mean-shape --out partly');
    expect(failed.status).toBe(1);
    expect(failed.stdout).toContain('1 of 2 pictures masked, 1 failed');
  });

  it.runIf(process.platform !== 'win32')('stops at a signal with whole files alone', async () => {
    const big = { width: 1500, height: 1500, channels: 3, background: 'teal' } as const;
    mkdirSync(at('many'));
    await sharp({ create: big }).png().toFile(at('many/0.png'));
    for (let index = 1; index < 60; index++) cpSync(at('many/0.png'), at(`many/${index}.png`));
    const box = '{"kind":"box","x":0,"y":0,"width":700,"height":700}';
    const line = ['mask', 'many', '--region', box, '--fill', 'noise', '--out', 'stopped', '--json'];
    const { code, stdout } = await interrupted(line, 'SIGINT', () => existsSync(at('stopped/0.png')));
    expect(code).toBe(130);
    const result = JSON.parse(stdout) as { stopped: boolean; done: number };
    expect(result.stopped).toBe(true);
    const names = readdirSync(at('stopped'));
    expect(names).toHaveLength(result.done);
    expect(names.length).toBeLessThan(60);
    for (const name of names) {
      expect(name).toMatch(/^\d+\.png$/);
      expect((await sharp(at('stopped', name)).stats()).channels).toHaveLength(3);
    }
  });

  it.runIf(process.platform !== 'win32')('leaves nothing of a data set that is stopped', async () => {
    const begun = () => readdirSync(consumer.folder).some((name) => name.startsWith('.masked'));
    const { code, stderr } = await interrupted(['maskfer', 'fer2013.csv', '--out', 'masked'], 'SIGTERM', begun);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Stopped; nothing is half written.\n' });
    expect(readdirSync(consumer.folder).filter((name) => name.includes('masked'))).toEqual([]);
  });
});

/** Starts a command line, and sends the signal as soon as `ready` says so. */
function interrupted(line: readonly string[], signal: NodeJS.Signals, ready: () => boolean) {
  const child = spawn(process.execPath, [at('node_modules/face-perturb/dist/cli.js'), ...line], {
    cwd: consumer.folder,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const timer = setInterval(() => {
    if (!ready()) return;
    clearInterval(timer);
    child.kill(signal);
  }, 1);
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ code, stdout, stderr });
    }),
  );
}
