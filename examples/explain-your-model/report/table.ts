import { html, type Content, type Markup } from '../../shared/report/html.js';
import { table } from '../../shared/report/parts.js';
import { percent, signed } from '../../shared/report/words.js';
import type { EmotionResult, RegionResult, Results } from '../results.js';

/** All drops with their standard errors, and how large the regions are. */
export function dropTable({ emotions, overall, settings }: Results): Markup {
  const names = Object.keys(overall.regions);
  const row = (emotion: EmotionResult): Content[] => [
    emotion.name,
    emotion.faces,
    emotion.right === null ? '–' : percent(emotion.right / emotion.faces),
    ...names.map((name) => cell(emotion.regions[name]!, emotion.reliesOn.includes(name))),
  ];
  const areas: Content[] = ['area', '', '', ...names.map((name) => percent(overall.regions[name]!.area))];
  const several = emotions.length > 1 ? [row(overall)] : [];
  return html`${table(['Emotion', 'Faces', 'Right', ...names], [...emotions.map(row), ...several, areas])}
    <p class="note">
      Mean drop of the ${settings.score} of the face’s emotion, below it its standard error over the faces; bold where
      the 95 % interval is above zero. Area: mean share of the picture that the region covers.
    </p>`;
}

function cell({ drop }: RegionResult, clear: boolean): Markup {
  const mean = signed(drop.mean, 2);
  const error = drop.standardError === null ? '' : `± ${drop.standardError.toFixed(2)}`;
  return html`${clear ? html`<strong>${mean}</strong>` : html`<span class="quiet">${mean}</span>`}<small
      >${error}</small
    >`;
}
