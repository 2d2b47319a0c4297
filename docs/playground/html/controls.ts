import { escapeHtml } from '../../site/html.js';

/** A slider with its value beside it. */
export interface Slider {
  readonly id: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}

/** A slider that says its value. */
export function sliderHtml({ id, label, min, max, step, value }: Slider): string {
  return `<div class="slider"><label for="${id}">${escapeHtml(label)}</label>
<input type="range" id="${id}" min="${min}" max="${max}" step="${step}" value="${value}">
<output for="${id}">${value}</output></div>`;
}

/** A list to choose one of; `options` are values and what stands for them. */
export function selectHtml(id: string, label: string, options: readonly (readonly [string, string])[]): string {
  const items = options.map(([value, words]) => `<option value="${escapeHtml(value)}">${escapeHtml(words)}</option>`);
  return `<div class="field"><label for="${id}">${escapeHtml(label)}</label><select id="${id}">${items.join('')}</select></div>`;
}

/** A picture with words below it. */
export function canvasHtml(id: string, words: string, caption: string, size = 240): string {
  return `<figure><canvas id="${id}" role="img" aria-label="${escapeHtml(words)}" width="${size}" height="${size}"></canvas>
<figcaption>${caption}</figcaption></figure>`;
}
