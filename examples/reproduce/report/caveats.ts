import type { Results } from '../results.js';
import { html, type Markup } from '../../shared/report/html.js';

/** What a reader must bear in mind before quoting a number of this run. */
export function caveats(results: Results): Markup {
  const { settings, data } = results;
  const shown = (role: 'baseline' | 'predictor') =>
    results.trainings[role].epochs.reduce((sum, epoch) => sum + epoch.samples, 0);
  const ratio = shown('predictor') / shown('baseline');
  const items = [
    'One seed, one training of each arm. Another seed may move either accuracy by a point or more; the intervals do not include that.',
    Math.abs(ratio - 1) < 0.05
      ? 'Both arms were shown equally many pictures, copies included; the predictor therefore met each training face less often. The paper gives both arms equally many epochs.'
      : `The predictor was shown ${ratio.toFixed(1)} times as many pictures as the baseline, copies included: both arms met every face equally often, as in the paper, and there is no third arm with as many pictures but no clusters. More pictures alone may explain a gain.`,
    'At the test the predictor also sums its scores over the copies, which costs that many times the baseline’s computing.',
    data.kind === 'synthetic' &&
      'The faces are drawn from parameters. The numbers show that the method runs and what it does on such faces; they say nothing about real ones, and do not compare with the paper’s.',
    data.kind === 'real' &&
      settings.details.network === 'slim' &&
      'The network is far smaller than any of the paper’s and trained for far fewer epochs: compare differences with the paper’s, not levels.',
    data.kind === 'real' && 'FER2013 carries wrong and ambiguous labels, and repeats pictures across its splits.',
    'Saliency maps show what a score is sensitive to, one face at a time. They prove nothing about why.',
  ];
  return html`<ul>
    ${items.filter((item) => item !== false).map((item) => html`<li>${item}</li>`)}
  </ul>`;
}
