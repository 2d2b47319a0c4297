import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardHtml } from '../../docs/playground/html/network.js';
import { readModelCard, type ModelCard } from '../../docs/playground/modelCard.js';
import { REPOSITORY } from '../package/support/paths.js';
import { codeBlocksOf } from './support/codeBlocks.js';

const README = 'docs/playground/expression/README.md';
const [example] = codeBlocksOf(README, readFileSync(join(REPOSITORY, README), 'utf8'));
const card = JSON.parse(example?.code ?? '') as ModelCard;

describe('the card of the playground’s network', () => {
  it('is as the README shows it', () => expect(readModelCard(card)).toBe(card));

  it('stands on the page, class by class', () => {
    const html = cardHtml({ ...card, name: 'a < b' });
    expect(html).toContain('a &lt; b');
    expect(html).toContain('61.0 % of all pictures, macro F1 0.550 (FER2013, PrivateTest)');
    expect(html).toContain('<tr><td>happy</td><td>879</td><td>80.0 %</td></tr>');
    for (const limit of card.limits) expect(html).toContain(`<li>${limit}</li>`);
  });

  it.each([
    ['name', { name: '' }],
    ['classNames', { classNames: ['one'] }],
    ['input.picture or input.crop', { input: { ...card.input, crop: 60 } }],
    ['input.range', { input: { ...card.input, range: [0] } }],
    ['accuracy.macroF1', { accuracy: { ...card.accuracy, macroF1: 55 } }],
    ['accuracy.perClass', { accuracy: { ...card.accuracy, perClass: [0.5] } }],
    ['accuracy.pictures', { accuracy: { ...card.accuracy, pictures: [1, 2, 3, 4, 5, 6, 0.5] } }],
    ['limits', { limits: [] }],
    ['sections', { sections: [{ title: 'Only a title' }] }],
  ])('without a right %s is refused', (field, change) => {
    expect(() => readModelCard({ ...card, ...change })).toThrow(`card.json: ${field} is missing or does not fit`);
  });
});
