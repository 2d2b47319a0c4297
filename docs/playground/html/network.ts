import { escapeHtml } from '../../site/html.js';
import type { ModelCard } from '../modelCard.js';
import { selectHtml } from './controls.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The network: what is said of ours, and how to use another. */
export function networkHtml(card: string | undefined): string {
  const ours =
    card ??
    `<p class="notice">No trained network comes with this copy of the page. Hiding parts works without one; for scores, attention and clusters pick a model of your own.</p>`;
  return `<section aria-labelledby="the-network"><h2 id="the-network">The network</h2>
<p id="pg-network-facts" role="status" class="quiet"></p>
${ours}
<h3>Your own model</h3>
<p>A TensorFlow.js model that takes one picture and gives a number for each class: layers or a converted graph. Pick <code>model.json</code> and all its <code>.bin</code> files together. It stays in this page too.</p>
<div class="row"><label for="pg-model" class="file-label">Model files</label><input type="file" id="pg-model" multiple accept=".json,.bin"></div>
<div class="grid">${selectHtml('pg-range', 'Black and white are to it', [
    ['0,1', '0 and 1'],
    ['-1,1', '-1 and 1'],
    ['0,255', '0 and 255'],
  ])}
<div class="field"><label for="pg-classes">Its classes, by commas</label><input type="text" id="pg-classes" placeholder="class 0, class 1, …" autocomplete="off" spellcheck="false"></div></div>
<p class="row"><button type="button" id="pg-use-model">Use this model</button>${card ? ' <button type="button" id="pg-use-ours">Use the page’s own</button>' : ''}</p>
</section>`;
}

/** Data, training, accuracy by class and limits. */
export function cardHtml({ name, data, training, accuracy, limits, classNames, sections = [] }: ModelCard): string {
  const rows = classNames.map(
    (each, at) =>
      `<tr><td>${escapeHtml(each)}</td><td>${accuracy.pictures[at]}</td><td>${percent(accuracy.perClass[at] as number)}</td></tr>`,
  );
  const f1 = accuracy.macroF1 === undefined ? '' : `, macro F1 ${accuracy.macroF1.toFixed(3)}`;
  const more = sections.map(({ title, text }) => `<dt>${escapeHtml(title)}</dt><dd>${escapeHtml(text)}</dd>`);
  return `<p><strong>${escapeHtml(name)}</strong> comes with this page.</p>
<dl class="card"><dt>Data</dt><dd>${escapeHtml(data)}</dd><dt>Training</dt><dd>${escapeHtml(training)}</dd>
<dt>Accuracy</dt><dd>${percent(accuracy.overall)} of all pictures${f1} (${escapeHtml(accuracy.on)})
<div class="table" role="group" aria-label="Accuracy of each class" tabindex="0"><table><thead><tr><th>class</th><th>pictures</th><th>right</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></dd>
<dt>Limits</dt><dd><ul>${limits.map((limit) => `<li>${escapeHtml(limit)}</li>`).join('')}</ul></dd>${more.join('')}</dl>`;
}
