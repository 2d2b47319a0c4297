/** Imported in a worker, tells the test how many tensors there are whenever the worker is asked something. */
import { BroadcastChannel, parentPort } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';

const channel = new BroadcastChannel('tensors in workers');
channel.unref();
parentPort.on('message', ({ kind }) => kind === 'pass' && channel.postMessage(tf.memory().numTensors));
