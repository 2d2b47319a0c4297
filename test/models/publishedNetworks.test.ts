import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { onEachBackend } from '../support/backends.js';
import {
  breathe,
  expectLogits,
  IN_FULL,
  logitsByFormula,
  PUBLISHED,
  PUBLISHED_NAMES,
  SLIM,
  type PublishedName,
} from './published.js';
import torch from '../fixtures/models/networks.json' with { type: 'json' };
import slim from '../fixtures/models/torch.json' with { type: 'json' };

afterEach(breathe);

describe('the published networks against the same layers in PyTorch', () => {
  onEachBackend((backend) => {
    it.each(PUBLISHED_NAMES)('slim %s: the same logits from the same weights, wherever gates stand', (name) => {
      for (const [gate, expected] of Object.entries(torch.slim[name])) {
        if (backend === 'cpu' && gate !== 'stages') continue;
        const network = PUBLISHED[name]({ widthMultiplier: SLIM, gate: gate as 'none' });
        expectLogits(logitsByFormula(network, 40, 1), expected, gate);
      }
    });
  });

  describe('on wasm alone', () => {
    beforeAll(async () => {
      await useBackend('wasm');
    });

    it.each(PUBLISHED_NAMES)(
      'slim %s: the same for 48 pixels in colour and the mean over the whole picture',
      (name) => {
        const head = name === 'resMasking' ? {} : { head: 'average' };
        const network = PUBLISHED[name]({ widthMultiplier: SLIM, inputSize: 48, channels: 3, ...head });
        expectLogits(logitsByFormula(network, 48, 3), torch.colour[name]);
      },
    );

    it.each(Object.entries(IN_FULL))(
      '%s in full: the same logits, and as many weights',
      (name, create) => {
        const network = create();
        const trained = network.trainableWeights.reduce((sum, { shape }) => sum + size(shape), 0);
        const counted = name === 'vgg16' ? slim.parameters['vgg16 none'] : torch.parameters[name as PublishedName];
        expect({ trained, all: network.countParams() }).toEqual(counted);
        expectLogits(logitsByFormula(network, 40, 1), torch.full[name as keyof typeof torch.full]);
      },
      300_000,
    );
  });
});

function size(shape: (number | null)[]): number {
  return tf.util.sizeFromShape(shape as number[]);
}
