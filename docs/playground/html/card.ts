import { escapeHtml } from '../../site/html.js';
import type { CardView, ModelCard } from '../modelCard.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Data, training, accuracy by class and limits of a network, as a list of terms. */
export function cardHtml(card: ModelCard): string {
  const { data, training, accuracy, limits, sections = [] } = card;
  const item = (title: string, html: string) => `<dt>${escapeHtml(title)}</dt><dd>${html}</dd>`;
  const scores = accuracy.views.map((view) => `<li>${scoreWords(view)}</li>`);
  return `<dl class="card">${item('Data', escapeHtml(data))}${item('Training', escapeHtml(training))}
${item('Accuracy', `${escapeHtml(accuracy.on)}: <ul>${scores.join('')}</ul>\n${classTable(card)}`)}
${item('Limits', `<ul>${limits.map((limit) => `<li>${escapeHtml(limit)}</li>`).join('')}</ul>`)}
${sections.map(({ title, text }) => item(title, escapeHtml(text))).join('\n')}</dl>`;
}

function scoreWords({ view, overall, interval, macroF1 }: CardView): string {
  const ends = interval ? ` (95 % interval: ${interval.map((end) => (100 * end).toFixed(1)).join(' to ')})` : '';
  const f1 = macroF1 === undefined ? '' : `, macro F1 ${macroF1.toFixed(3)}`;
  return `${escapeHtml(view)}: ${percent(overall)} of all pictures${ends}${f1}`;
}

function classTable({ classNames, accuracy }: ModelCard): string {
  const heads = ['class', 'pictures', ...accuracy.views.map(({ view }) => `right, ${view}`)];
  const rows = classNames.map((name, at) => [
    name,
    String(accuracy.pictures[at]),
    ...accuracy.views.map(({ perClass }) => percent(perClass[at] as number)),
  ]);
  return table('Accuracy of each class', heads, rows);
}

/** For whom its mistakes matter: each class by what it was taken for, in the first view; empty where the card has no such counts. */
export function confusionHtml({ classNames, accuracy }: ModelCard): string {
  const [{ view, confusion } = { view: '' } as Partial<CardView>] = accuracy.views;
  if (!confusion) return '';
  const rows = classNames.map((name, at) => [name, ...(confusion[at] as readonly number[]).map(String)]);
  const heads = ['class, taken for', ...classNames];
  return `<p>What the pictures of each class were taken for (${escapeHtml(view as string)}; ${escapeHtml(accuracy.on)}):</p>
${table('Classes, and what they were taken for', heads, rows)}`;
}

function table(label: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => cells('td', row)).join('');
  return `<div class="table" role="group" aria-label="${label}" tabindex="0"><table><thead>${cells('th', heads)}</thead><tbody>${body}</tbody></table></div>`;
}
