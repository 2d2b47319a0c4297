import { escapeHtml } from '../../site/html.js';
import type { ModelCard } from '../modelCard.js';
import { cardHtml } from './card.js';
import { selectHtml } from './controls.js';

/** The network: what is said of ours, and how to use another. */
export function networkHtml(card: ModelCard | undefined): string {
  const ours = card
    ? `<p><strong>${escapeHtml(card.name)}</strong> comes with this page. Of the frame around the face it is shown one crop, the middle ${card.input.crop} of ${card.input.picture} pixels.</p>
${cardHtml(card)}`
    : `<p class="notice">No trained network comes with this copy of the page. Hiding parts works without one; for scores, attention and clusters pick a model of your own.</p>`;
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
