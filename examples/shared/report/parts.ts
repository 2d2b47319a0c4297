import { cssGradient } from '../../../src/pictures/index.js';
import { html, trusted, type Content, type Markup } from './html.js';

/** A figure with its title and a caption that says what is shown. */
export function figure({ title, body, caption }: { title: string; body: Content; caption: Content }): Markup {
  return html`<figure>
    <h3>${title}</h3>
    ${body}
    <figcaption>${caption}</figcaption>
  </figure> `;
}

/** One entry of a legend: a coloured square, a line, or a sign. */
export interface LegendEntry {
  name: string;
  colour?: string;
  line?: 'solid' | 'dashed';
  symbol?: string;
}

/** What colours and lines mean. */
export function legend(entries: readonly LegendEntry[]): Markup {
  return html`<p class="legend">${entries.map((entry) => html`<span>${key(entry)}${entry.name}</span> `)}</p>`;
}

/** A table whose first column names the rows; numbers stand to the right. */
export function table(head: readonly Content[], rows: readonly (readonly Content[])[]): Markup {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function key({ colour, line, symbol }: LegendEntry): Markup {
  if (symbol !== undefined) return html`<b>${symbol}</b>`;
  if (line !== undefined) return html`<i class="key-line ${line}"></i>`;
  return html`<i class="key" style="background:${trusted(colour ?? 'none')}"></i>`;
}

/** A colour scale with words at its ends. */
export function scaleBar(scale: 'diverging' | 'sequential', low: Content, high: Content, middle?: Content): Markup {
  return html`<p class="scale">
    <span>${low}</span><i style="background:${trusted(cssGradient(scale))}"></i><span>${high}</span>${middle}
  </p>`;
}
