import { html, type Markup } from '../../shared/report/html.js';
import type { Results } from '../results.js';

/** What a reader must bear in mind before quoting a number of this run. */
export function caveats({ settings, faces, model, emotions, overall }: Results): Markup {
  const tests = emotions.length * Object.keys(overall.regions).length;
  const items = [
    'A face with a hidden region is a picture the model never saw. Part of a drop may come from the oddity of the picture, not from what is missing. Repeat with another --fill: what holds for several is more likely true of the model.',
    'Regions differ in area, and a larger one takes more away. The area stands beside each; two regions of unlike size are not ranked fairly by their drops alone.',
    'One region is hidden at a time. What two regions tell alike can be read from either, so that neither drop shows it: a drop near zero does not say that the model ignores the region.',
    'A drop says what the score hangs on for these faces, not why, and not whether a person would need the same region.',
    `Of ${tests} intervals of 95 % some miss by chance: about one in twenty where nothing is there. They cover the choice of faces, not the choice of fill, of landmarks, or of the model's training.`,
    faces.labelled &&
      'Faces count for the emotion of their label, also those that the model takes for another; the score is that of the label.',
    !faces.labelled &&
      'Faces count for the emotion that the model names. Whether it is right is not known, so that errors are explained together with the rest.',
    faces.meanShape > 0 &&
      `${faces.meanShape} of the ${faces.count} faces have the mean shape of aligned crops instead of landmarks of their own: where a face is not aligned so, another part of it was hidden. --landmarks names a detector's model.`,
    model.outputs === 'softmax' &&
      settings.score === 'log-odds' &&
      'The model gives a softmax. Where it has rounded to 0 or 1 the log-odds end at 16, and drops are too small; --logits names the node before it.',
    settings.score === 'probability' &&
      'Probabilities saturate: where the model is sure, a region may matter much and its drop be small. --score log-odds does not.',
  ];
  return html`<ul>
    ${items.filter((item) => item !== false).map((item) => html`<li>${item}</li> `)}
  </ul>`;
}
