import { FILL_CHOICES } from '../fills.js';
import { FIRST } from '../first.js';
import { PART_NAMES, wordsOf } from '../parts.js';
import { selectHtml, sliderHtml } from './controls.js';

/** What is hidden, and how. */
export function hideHtml(): string {
  const chosen: readonly string[] = FIRST.parts;
  const parts = PART_NAMES.map(
    (name) =>
      `<label class="chip"><input type="checkbox" name="pg-part" value="${name}"${chosen.includes(name) ? ' checked' : ''}>${wordsOf(name)}</label>`,
  );
  const [first] = FILL_CHOICES;
  const { min = 0, max = 1, step = 1, start = 0, label = '' } = first?.number ?? {};
  return `<section aria-labelledby="hide-a-part"><h2 id="hide-a-part">Hide a part</h2>
<fieldset><legend>Parts; left and right are the person's own</legend><div class="chips">${parts.join('')}</div>
<p class="row"><button type="button" id="pg-none">None</button></p></fieldset>
<div class="grid">${selectHtml(
    'pg-fill',
    'What stands there instead',
    FILL_CHOICES.map(({ kind, label: words }) => [kind, words]),
  )}
${sliderHtml({ id: 'pg-fill-number', label, min, max, step, value: start })}
${sliderHtml({ id: 'pg-feather', label: 'Soft edge, in pixels', min: 0, max: 40, step: 1, value: FIRST.feather })}</div>
<p class="row"><button type="button" id="pg-save-hidden">Download hidden.png</button></p></section>`;
}

/** What each part is worth to the network. */
export function eachHtml(): string {
  return `<section aria-labelledby="without-each-part"><h2 id="without-each-part">Without each part</h2>
<p>How sure the network is of its answer, with one part after the other hidden by that fill.</p>
<p class="row"><button type="button" id="pg-each">Hide each part in turn</button>
<progress id="pg-each-progress" max="1" value="0" aria-label="Parts done" hidden></progress></p>
<div id="pg-parts"></div></section>`;
}
