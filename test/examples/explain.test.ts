import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCommandLine } from '../../examples/explain-your-model/commandLine.js';
import type { EmotionResult, Results } from '../../examples/explain-your-model/results.js';
import { explainModel } from '../../examples/explain-your-model/run.js';
import { useBackend } from '../../src/backends/index.js';
import { EMOTIONS, syntheticFaces, writeFer2013Csv } from '../../src/data/index.js';
import { meanShape } from '../../src/landmarks/index.js';
import { facialRegion, regionCoverage, type FacialRegionName } from '../../src/regions/index.js';
import { maskRegion } from '../../src/perturb/index.js';
import { temporaryFolder } from '../node/folders.js';
import { slimNetwork } from '../../src/models/index.js';
import { writeGraphModel } from '../support/graphFiles.js';
import { writeLayersModel } from '../support/layersFiles.js';

const MAIN = fileURLToPath(new URL('../../examples/explain-your-model/main.ts', import.meta.url));
const SIZE = 32;
const folder = temporaryFolder();
const faces = syntheticFaces({ count: 28, size: SIZE, seed: 4 });
const landmarks = meanShape({ width: SIZE, height: SIZE });
/** Where the model looks for each emotion: how bright that region is. */
const CAUSES: Partial<Record<string, FacialRegionName>> = { happy: 'mouth', surprise: 'eyes', angry: 'forehead' };
const REGIONS = ['eyes', 'nose', 'mouth', 'forehead'] as const;

/** Logits by hand: for each emotion with a cause, three times the mean of its region's inner pixels. */
const weights = new Float32Array(SIZE * SIZE * EMOTIONS.length);
for (const [id, emotion] of EMOTIONS.entries()) {
  const cause = CAUSES[emotion];
  if (cause === undefined) continue;
  const coverage = regionCoverage(facialRegion(cause), { height: SIZE, width: SIZE, landmarks });
  const inner = [...coverage.keys()].filter((at) => coverage[at] === 1);
  for (const at of inner) weights[at * EMOTIONS.length + id] = 3 / inner.length;
}

let model: string;
let pictures: string;

beforeAll(async () => {
  await useBackend('cpu');
  model = await writeGraphModel(join(folder(), 'model'), { size: SIZE, classes: EMOTIONS.length, weights });
  pictures = join(folder(), 'faces');
  for (let at = 0; at < faces.size; at++) {
    const path = join(pictures, EMOTIONS[faces.labels[at]!]!);
    await mkdir(path, { recursive: true });
    await picture(at).toFile(join(path, `${at}.png`));
  }
});

function picture(at: number) {
  const pixels = faces.pixels.subarray(at * SIZE * SIZE, (at + 1) * SIZE * SIZE);
  return sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 1 } }).toColourspace('b-w');
}

/** Runs the example in this process. */
async function explained(given: string[], out = 'out'): Promise<{ results: Results; page: string; told: string[] }> {
  const told: string[] = [];
  const at = join(folder(), out);
  const request = readCommandLine([...given, '--backend', 'cpu', '--out', at]);
  await explainModel(request, { note: (line) => told.push(line), progress: () => undefined });
  const results = JSON.parse(await readFile(join(at, 'results.json'), 'utf8')) as Results;
  return { results, page: await readFile(join(at, 'report.html'), 'utf8'), told };
}

/** Runs it as `npm run explain` does. */
async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, ...args]);
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

/** The log-odds of an emotion for a picture in [0, 1], from the weights in double precision. */
function logOdds(image: ArrayLike<number>, id: number): number {
  const logits = EMOTIONS.map((_, each) => {
    let sum = 0;
    for (let at = 0; at < SIZE * SIZE; at++) sum += weights[at * EMOTIONS.length + each]! * (2 * image[at]! - 1);
    return sum;
  });
  return logits[id]! - Math.log(logits.reduce((sum, value, each) => sum + (each === id ? 0 : Math.exp(value)), 0));
}

/** Mean drop by calling the library's maskRegion alone. */
function dropByHand(region: FacialRegionName, emotion: string, fill: 'zero' | 'blur'): number {
  const id = EMOTIONS.indexOf(emotion as (typeof EMOTIONS)[number]);
  const chosen = [...faces.labels.keys()].filter((at) => faces.labels[at] === id);
  const drops = chosen.map((at) => {
    const bytes = faces.pixels.subarray(at * SIZE * SIZE, (at + 1) * SIZE * SIZE);
    const image = Float32Array.from(bytes, (value) => value / 255);
    const hidden = tf.tidy(() => {
      const batch = tf.tensor4d(image, [1, SIZE, SIZE, 1]);
      return maskRegion(facialRegion(region), { fill })(batch, { landmarks: [landmarks] }).dataSync();
    });
    return logOdds(image, id) - logOdds(hidden, id);
  });
  return drops.reduce((sum, drop) => sum + drop, 0) / drops.length;
}

function named(results: Results, name: string): EmotionResult {
  return results.emotions.find((emotion) => emotion.name === name)!;
}

describe('explain: class folders', () => {
  it.each(['zero', 'blur'] as const)('gives the drops that the library gives by itself (%s)', async (fill) => {
    const given = ['--model', model, '--faces', pictures, '--range', '-1,1', '--fill', fill];
    const { results } = await explained([...given, '--regions', REGIONS.join(), '--logits', 'logits'], fill);
    expect(results.emotions.map(({ name, faces: count }) => [name, count])).toEqual(EMOTIONS.map((name) => [name, 4]));
    for (const { name, regions } of results.emotions) {
      for (const region of REGIONS) {
        expect(regions[region]!.drop.mean).toBeCloseTo(dropByHand(region, name, fill), 3);
      }
    }
  });

  it('names the region that each emotion hangs on, from the softmax alone', async () => {
    const given = ['--model', model, '--faces', pictures, '--range', '-1,1', '--fill', 'zero'];
    const { results, told } = await explained([...given, '--regions', REGIONS.join()], 'causes');
    for (const [emotion, cause] of Object.entries(CAUSES)) {
      const { reliesOn, regions } = named(results, emotion);
      expect(reliesOn[0]).toBe(cause);
      expect(regions[cause!]!.drop.mean).toBeCloseTo(dropByHand(cause!, emotion, 'zero'), 3);
    }
    expect(named(results, 'happy').regions['nose']!.drop.mean).toBeCloseTo(0, 2);
    expect(results.model).toMatchObject({ kind: 'graph', outputs: 'softmax', input: { height: SIZE, channels: 1 } });
    expect(told.join('\n')).toMatch(/happy: 4 faces, .*\n {2}mouth +\+\d/);
    expect(told.join('\n')).toContain('Careful: Fewer than 20 faces, so uncertain: angry (4), disgust (4)');
  });

  it('writes a page that needs nothing else, names no path, and shows the drawn faces unless told', async () => {
    const given = ['--model', model, '--faces', pictures, '--layer', 'features', '--regions', 'mouth,cheeks'];
    const drawn = await explained([...given, '--shown', '1', '--methods', 'gradCam,inputGradient'], 'drawn');
    expect(drawn.page).toContain('The faces are drawn, not photographs');
    expect(drawn.page).toMatch(/<svg[^]*gradCam[^]*inputGradient/);
    expect(drawn.page).not.toMatch(/(src|href)="(?!data:|#)|@import|url\((?!data:)/);
    expect(drawn.page).not.toContain('undefined');
    expect(drawn.page + JSON.stringify(drawn.results)).not.toContain(folder());
    const own = await explained([...given, '--pictures', 'own', '--methods', 'none', '--shown', '1'], 'own');
    expect(own.page).toContain('This report shows the faces you gave');
    const none = await explained([...given, '--pictures', 'none'], 'none');
    expect(none.page).not.toContain('data:image');
    expect(none.results).toEqual(drawn.results);
  });
});

describe('explain: a model of layers', () => {
  it('is looked into by Grad-CAM without a word, and leaves no tensor behind', async () => {
    const network = slimNetwork({ inputSize: 24, channels: 3, widths: [4, 4, 8, 8], seed: 2 });
    const path = await writeLayersModel(join(folder(), 'layers'), network);
    network.dispose();
    const given = ['--model', path, '--faces', pictures, '--per-class', '2', '--regions', 'mouth,eyes', '--shown', '1'];
    await explained(given, 'layers');
    const before = tf.memory().numTensors;
    const { results, page } = await explained(given, 'layers');
    expect(tf.memory().numTensors).toBe(before);
    expect(results.model).toMatchObject({ kind: 'layers', outputs: 'logits', input: { height: 24, channels: 3 } });
    expect(results.faces).toMatchObject({ count: 14, size: 24 });
    expect(page).toContain('gradCam');
    await expect(explained([...given, '--logits', 'x'], 'layers')).rejects.toMatchObject({ code: 'invalid-option' });
  });
});

describe('explain: other faces', () => {
  it('takes a CSV in its own size, and as many faces of each class as asked for', async () => {
    const path = join(folder(), 'fer.csv');
    const large = syntheticFaces({ count: 35, seed: 5 });
    await writeFile(path, Buffer.concat([...writeFer2013Csv({ test: large })]));
    const given = ['--model', model, '--faces', path, '--regions', 'mouth', '--per-class', '3', '--pictures', 'none'];
    const { results } = await explained(given, 'csv');
    expect(results.faces).toMatchObject({ kind: 'data set', count: 21, size: 48, labelled: true, meanShape: 21 });
    expect(results.emotions.map(({ faces: count }) => count)).toEqual(EMOTIONS.map(() => 3));
    await expect(explained([...given, '--split', 'train'], 'csv')).rejects.toMatchObject({
      code: 'invalid-data',
      fix: 'Take another part of the data with --split.',
    });
  });

  it('sorts plain pictures by what the model takes them for, and leaves broken ones out', async () => {
    const plain = join(folder(), 'plain');
    await mkdir(plain);
    for (const at of [0, 1, 2, 3]) await picture(at).toFile(join(plain, `${at}.png`));
    await writeFile(join(plain, 'broken.png'), 'no picture');
    const given = ['--model', model, '--faces', plain, '--regions', 'mouth', '--pictures', 'none'];
    const { results, told } = await explained(given, 'plain');
    expect(results.faces).toMatchObject({ kind: 'pictures', count: 4, labelled: false });
    expect(results.overall).toMatchObject({ faces: 4, right: null });
    expect(told.join('\n')).toMatch(/each counts for what the model takes it for[^]*broken\.png was left out/);
  });

  it('takes folders of other names for plain pictures, and says so', async () => {
    const labels = ['--labels', 'a,b,c,d,e,f,g', '--per-class', '2', '--regions', 'mouth'];
    const { results, told } = await explained(['--model', model, '--faces', pictures, ...labels], 'other');
    expect(results.faces).toMatchObject({ count: 14, labelled: false });
    expect(results.model.labels).toEqual([...'abcdefg']);
    expect(told).toContainEqual(expect.stringMatching(/No picture lies in a folder named after a class/));
  });

  it('hides regions where a file of landmarks says they are', async () => {
    const path = join(folder(), 'landmarks.json');
    const [first] = faces.landmarks;
    // Every face's mouth far to the right of the picture: hiding it there changes nothing.
    const away = { ...first!, points: first!.points.map(([x, y]) => [x + 10 * SIZE, y]) };
    const all = Array.from({ length: faces.size }, (_, at) => [`${at}.png`, [away]]);
    await writeFile(path, JSON.stringify(Object.fromEntries(all)));
    const given = ['--model', model, '--faces', pictures, '--regions', 'mouth', '--pictures', 'none'];
    const { results } = await explained([...given, '--landmarks', path], 'landmarks');
    expect(results.faces.meanShape).toBe(0);
    expect(named(results, 'happy').regions['mouth']).toMatchObject({ area: 0, drop: { mean: 0 } });
  });
});

describe('explain: what it refuses', () => {
  it.each<[string, () => string[], RegExp]>([
    ['another number of labels', () => ['--labels', 'a,b'], /--labels: expected 7 names.*received 2: a, b/],
    ['an unknown region', () => ['--regions', 'ear'], /--regions: expected names out of leftBrow/],
    ['a node that is not there', () => ['--logits', 'no'], /--logits 'no': expected a node/],
    ['landmarks of an unknown kind', () => ['--landmarks', 'x.txt'], /--landmarks: expected 'mean'/],
  ])('%s', async (_, given, message) => {
    const run = explained(['--model', model, '--faces', pictures, ...given()], 'refused');
    const error = (await run.catch((reason: unknown) => reason)) as Error;
    expect(error.name).toBe('FacePerturbError');
    expect(error.message).toMatch(message);
  });
});

describe('npm run explain', () => {
  it('ends with 0 and says where the report is', async () => {
    const out = join(folder(), 'command');
    const run = await command(
      ...['--model', model, '--faces', pictures, '--regions', 'mouth', '--pictures', 'none', '--out', out],
    );
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain(`Report: ${join(out, 'report.html')}`);
  });

  it('ends with 1 and one line for a model that is none, and faces that are not there', async () => {
    const bad = join(folder(), 'bad.json');
    await writeFile(bad, '{}');
    const noModel = await command('--model', bad, '--faces', pictures);
    expect(noModel.code).toBe(1);
    expect(noModel.err).toMatch(/^loadTfjsModel: .*bad\.json.*modelTopology.*\n$/);
    const noFaces = await command('--model', model, '--faces', join(folder(), 'nowhere'));
    expect(noFaces.code).toBe(1);
    expect(noFaces.err).toMatch(/nowhere.*nothing of that name\n$/);
  });

  it('ends with 2 for a command line that is none', async () => {
    const run = await command('--model', model);
    expect(run.code).toBe(2);
    expect(run.err).toContain("required option '--faces <path>' not specified");
  });
});
