import * as tf from '@tensorflow/tfjs-core';
import * as core from 'face-perturb';
import * as data from 'face-perturb/data';
import * as landmarks from 'face-perturb/landmarks';
import * as models from 'face-perturb/models';
import { readDataset, writeDataset } from 'face-perturb/node';
import 'face-perturb/training-worker';
import * as wasm from 'face-perturb/wasm';
import { job } from './job.mjs';
import { trainOnce } from './workersJob.mjs';

/** The small job, a data set written and read, and a training by two threads: what Node, Deno and Bun must agree on. */
const numbers = await job({ tf, core, models, data, landmarks, wasm });
await writeDataset('faces.csv', data.syntheticSplits({ train: 14, validation: 7, test: 7, seed: 1 }));
const { report } = await readDataset('faces.csv');
const { losses } = await trainOnce({ core, data, models }, { workers: 2 });
console.log(JSON.stringify({ ...numbers, counts: report.counts, losses }));
