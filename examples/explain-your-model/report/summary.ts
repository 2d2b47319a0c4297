import { grouped, percent } from '../../shared/report/words.js';
import { html, type Markup } from '../../shared/report/html.js';
import { relianceInWords } from '../print.js';
import type { Results } from '../results.js';

/** What was done and what came out, in plain words. */
export function summary({ settings, faces, emotions, overall }: Results): Markup {
  const right = overall.right;
  return html`<p class="lead">
      Each of ${Object.keys(overall.regions).length} regions was hidden (${FILL_WORDS[settings.fill] ?? settings.fill})
      in each of ${grouped(faces.count)} faces of ${settings.faces}, and the ${SCORE_WORDS[settings.score]} of the
      face’s emotion measured before and after.
      ${right !== null && html`The model names ${percent(right / overall.faces)} of the whole faces rightly.`}
      ${!faces.labelled && 'Nobody says what these faces show: each counts for what the model takes it for.'}
    </p>
    <ul>
      ${emotions.map((emotion) => html`<li><strong>${emotion.name}</strong>: ${relianceInWords(emotion)}.</li> `)}
    </ul>`;
}

/** Scores in words. */
export const SCORE_WORDS = {
  'log-odds': 'log-odds, log p / (1 − p),',
  probability: 'probability',
} as const;

/** Fills in words. */
export const FILL_WORDS: Readonly<Record<string, string>> = {
  blur: 'blurred',
  mean: 'the picture’s mean in its place',
  neighbour: 'interpolated from around it',
  zero: 'black in its place',
  noise: 'noise in its place',
  pixelate: 'in coarse blocks',
  shuffle: 'its pixels in random order',
};
