import { readModelCard, type ModelCard } from '../modelCard.js';
import { networkHtml } from './network.js';
import { eachHtml, hideHtml } from './hide.js';
import { mapsHtml } from './maps.js';
import { backendHtml, sourcesHtml, stageHtml } from './picture.js';

/** What the page is built from. */
export interface PlaygroundParts {
  /** The card of the network that comes with the page, as JSON gives it; undefined where none does. */
  readonly card: unknown;
}

/**
 * The playground as it stands on the page before its worker runs: everything can be seen and chosen, and the first result is a picture.
 *
 * @throws Error when the network's card is not whole.
 */
export function playgroundHtml({ card }: PlaygroundParts): string {
  const read: ModelCard | undefined = card === undefined ? undefined : readModelCard(card);
  return `<link rel="stylesheet" href="assets/playground.css">
<div id="pg" class="playground" data-network="${read ? 'assets/playground/expression/' : ''}">
<noscript><p class="notice">The playground computes in your browser, and needs JavaScript for it.</p></noscript>
<div id="pg-error" class="notice error" role="alert" hidden><p></p><button type="button">Close</button></div>
${backendHtml()}
<div class="workbench"><div class="side">
${stageHtml()}
</div><div>
${sourcesHtml()}
${hideHtml()}
</div></div>
${eachHtml()}
${mapsHtml()}
<section aria-labelledby="in-code">
<h2 id="in-code">In code</h2>
<p>What you see above, for your own program. The JSON holds every setting, the face's landmarks and what was drawn; it is made here and goes nowhere.</p>
<div class="code"><pre tabindex="0" aria-label="Code"><code id="pg-code"></code></pre></div>
<p class="row"><button type="button" id="pg-copy-code">Copy the code</button>
<button type="button" id="pg-save-json">Download playground.json</button>
<button type="button" id="pg-save-picture">Download picture.png</button>
<button type="button" id="pg-save-input">Download input.png</button></p>
<details><summary>The JSON</summary><pre tabindex="0" aria-label="JSON"><code id="pg-json"></code></pre></details>
</section>
${networkHtml(read)}
</div>
<script src="assets/playground.js" defer></script>`;
}
