import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeMaskFer, syntheticSplits } from '../../../src/data/index.js';
import { useBackend } from '../../../src/index.js';
import { readDataset, writeDataset } from '../../../src/node/index.js';
import { FACE_MODEL, needs } from '../../support/sharedFiles.js';
import { temporaryFolder } from '../folders.js';
import { faceperturb } from './terminal.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder(), name);
const splits = syntheticSplits({ train: 14, validation: 7, test: 7, seed: 5 });

beforeAll(() => writeDataset(at('faces.csv'), splits));

const maskfer = (out: string, ...more: string[]) =>
  faceperturb(['maskfer', at('faces.csv'), '--backend', 'cpu', '--quiet', '--out', out, ...more]);

describe('face-perturb maskfer', () => {
  it('writes what makeMaskFer makes of each part, as CSV and as class folders, with counts', async () => {
    const { code, stdout } = await maskfer(at('masked.csv'), '--style', 'n95', '--seed', '4', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ pictures: 28, own: 0, meanShape: 28 });
    await useBackend('cpu');
    const { dataset } = await makeMaskFer(splits.validation, {
      ...{ landmarks: 'mean-shape', style: 'n95', seed: '4/validation' },
    });
    const read = await readDataset(at('masked.csv'));
    expect(read.splits.validation.pixels).toEqual(dataset.pixels);
    expect(read.splits.train.labels).toEqual(splits.train.labels);
    expect((await maskfer(at('masked'), '--limit', '7')).stdout).toContain(
      '21 faces masked: 0 by landmarks of their own',
    );
    expect((await readdir(at('masked'))).sort()).toEqual(['test', 'train', 'validation']);
  });

  it('leaves no tensor behind', async () => {
    await maskfer(at('first.csv'), '--limit', '2');
    const before = tf.memory().numTensors;
    await maskfer(at('second.csv'), '--limit', '2');
    expect(tf.memory().numTensors).toBe(before);
    expect(await readFile(at('second.csv'))).toEqual(await readFile(at('first.csv')));
  });

  it('leaves what was there when it is stopped', async () => {
    const before = await readFile(at('first.csv'));
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 1);
    const argv = ['maskfer', at('faces.csv'), '--backend', 'cpu', '--style', 'cloth', '--out', at('first.csv')];
    const { code, stderr } = await faceperturb(argv, stopping.signal);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Stopped; nothing is half written.\n' });
    expect(await readFile(at('first.csv'))).toEqual(before);
    expect((await readdir(folder())).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('face-perturb maskfer with MediaPipe', () => {
  it('keeps what it found, and uses it the next time', async (context) => {
    needs(context, FACE_MODEL);
    const how = ['--model', FACE_MODEL, '--threads', '0', '--cache', at('found'), '--limit', '4', '--json'];
    const first = JSON.parse((await maskfer(at('a.csv'), ...how)).stdout);
    expect(first.own + first.meanShape).toBe(12);
    expect((await readdir(at('found'))).sort()).toEqual(['test.landmarks', 'train.landmarks', 'validation.landmarks']);
    expect(JSON.parse((await maskfer(at('b.csv'), ...how)).stdout)).toMatchObject({ own: first.own });
    expect(await readFile(at('b.csv'))).toEqual(await readFile(at('a.csv')));
  });
});
