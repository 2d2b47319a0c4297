import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardHtml, confusionHtml } from '../../docs/playground/html/card.js';
import { readModelCard, type CardView, type ModelCard } from '../../docs/playground/modelCard.js';
import { REPOSITORY } from '../package/support/paths.js';
import { readSite } from './support/builtSite.js';
import { codeBlocksOf } from './support/codeBlocks.js';

const README = 'docs/playground/expression/README.md';
const [example] = codeBlocksOf(README, readFileSync(join(REPOSITORY, README), 'utf8'));
const card = JSON.parse(example?.code ?? '') as ModelCard;

/** The card with another first view. */
const viewed = (change: Partial<CardView>): ModelCard => {
  const [view, ...others] = card.accuracy.views;
  return { ...card, accuracy: { ...card.accuracy, views: [{ ...view!, ...change }, ...others] } };
};

describe('the card of the playground’s network', () => {
  it('is as the README shows it', () => expect(readModelCard(card)).toBe(card));

  it('stands on the page, class by class', () => {
    const html = cardHtml({ ...card, data: 'a < b' });
    expect(html).toContain('a &lt; b');
    expect(html).toContain(
      'one crop, the middle: 61.0 % of all pictures (95 % interval: 59.0 to 63.0), macro F1 0.550</li>',
    );
    expect(html).toContain('mean of ten crops: 64.0 % of all pictures</li>');
    expect(html).toContain('<tr><td>happy</td><td>879</td><td>80.0 %</td><td>90.0 %</td></tr>');
    for (const limit of card.limits) expect(html).toContain(`<li>${limit}</li>`);
  });

  it('tells what classes were taken for, where it is known', () => {
    expect(confusionHtml(card)).toBe('');
    const confusion = card.classNames.map((_, row) => card.classNames.map((_, column) => 10 * row + column));
    const html = confusionHtml(viewed({ confusion }));
    expect(html).toContain('<tr><td>disgust</td><td>10</td><td>11</td><td>12</td><td>13</td><td>14</td>');
  });

  it('of the network on the site stands whole on the page of model cards', () => {
    const ours = readModelCard(JSON.parse(readSite('assets/playground/expression/card.json')));
    const page = readSite('model-cards.html');
    expect(page).toContain(ours.name);
    expect(page).toContain(cardHtml(ours));
    expect(page).toContain(confusionHtml(ours));
    const [view] = ours.accuracy.views;
    expect(view!.confusion!.map((row) => row.reduce((sum, each) => sum + each, 0))).toEqual(ours.accuracy.pictures);
    view!.perClass.forEach((share, at) =>
      expect(share).toBeCloseTo(view!.confusion![at]![at]! / ours.accuracy.pictures[at]!, 10),
    );
  });

  it.each([
    ['name', { name: '' }],
    ['classNames', { classNames: ['one'] }],
    ['input.picture or input.crop', { input: { ...card.input, crop: 60 } }],
    ['input.range', { input: { ...card.input, range: [0] } }],
    ['accuracy.on', { accuracy: { ...card.accuracy, on: ' ' } }],
    ['accuracy.pictures', { accuracy: { ...card.accuracy, pictures: [1, 2, 3, 4, 5, 6, 0.5] } }],
    ['accuracy.views', { accuracy: { ...card.accuracy, views: [] } }],
    ['accuracy.views: overall', viewed({ overall: 61 })],
    ['accuracy.views: macroF1', viewed({ macroF1: 55 })],
    ['accuracy.views: interval', viewed({ interval: [0.5] as never })],
    ['accuracy.views: perClass', viewed({ perClass: [0.5] })],
    ['accuracy.views: confusion', viewed({ confusion: [[1]] })],
    ['limits', { limits: [] }],
    ['sections', { sections: [{ title: 'Only a title' }] }],
  ])('without a right %s is refused', (field, change) => {
    expect(() => readModelCard({ ...card, ...change })).toThrow(`card.json: ${field} is missing or does not fit`);
  });
});
