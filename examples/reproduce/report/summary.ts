import type { Results } from '../results.js';
import { html, type Markup } from '../../shared/report/html.js';
import { duration, grouped, includesZero, percent, points, pointsRange } from '../../shared/report/words.js';

/** What was run and what came out, in plain words. */
export function summary(results: Results): Markup {
  const { test, data, settings } = results;
  const network = settings.details.network === 'slim' ? 'a slim convolutional network' : 'VGG16';
  return html`<p class="lead">
    ${capital(network)} (${grouped(results.trainings.baseline.parameters)} weights) was trained to name
    ${data.classNames.length} emotions on ${grouped(data.splits.train.count)}
    ${data.kind === 'real' ? `faces of ${data.name}` : 'drawn, synthetic faces'}, once plainly and once by the Perturb
    Scheme, which also shows it copies of each face without the parts that a separate classifier attends to. On
    ${grouped(test.count)} test faces the baseline named ${percent(test.baseline.tenCrop.accuracy)} rightly and the
    Perturb predictor ${percent(test.perturb.tenCrop.accuracy)}. ${outcome(results)}
  </p>`;
}

/** The difference in words, which claims no direction when its interval includes zero. */
function outcome({ test, data }: Results): Markup {
  const { accuracy, perClass } = test.difference.tenCrop;
  const clear = data.classNames.filter((_, at) => !includesZero(perClass[at]!));
  const verdict = includesZero(accuracy)
    ? html`<strong>No clear difference</strong>: ${points(accuracy.estimate)} percentage points, with a 95 % interval of
        ${pointsRange(accuracy)} that includes zero.`
    : html`<strong
          >${accuracy.estimate > 0 ? 'The Perturb predictor did better' : 'The Perturb predictor did worse'} on these
          faces</strong
        >: ${points(accuracy.estimate)} percentage points, 95 % interval ${pointsRange(accuracy)}.`;
  const classes =
    clear.length > 0
      ? `Of the ${data.classNames.length} classes, the interval excludes zero for ${clear.join(', ')}.`
      : '';
  return html`${verdict} ${classes} This is one run with one seed; the interval covers the choice of test faces, not the
  luck of a training.`;
}

/** The run's main numbers, large. */
export function keyNumbers(results: Results): Markup {
  const { test, timing } = results;
  const { accuracy } = test.difference.tenCrop;
  const numbers: [string, string, string][] = [
    ['Baseline', percent(test.baseline.tenCrop.accuracy), `macro F1 ${test.baseline.tenCrop.macroF1.toFixed(3)}`],
    [
      'Perturb predictor',
      percent(test.perturb.tenCrop.accuracy),
      `macro F1 ${test.perturb.tenCrop.macroF1.toFixed(3)}`,
    ],
    ['Difference', `${points(accuracy.estimate)} pts`, `95 %: ${pointsRange(accuracy)}`],
    [
      'Working time',
      duration(timing.totalSeconds),
      `${results.environment.backend.name ?? results.settings.backend} backend`,
    ],
  ];
  return html`<dl class="numbers">
    ${numbers.map(
      ([name, value, more]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}<small>${more}</small></dd>
        </div> `,
    )}
  </dl>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
