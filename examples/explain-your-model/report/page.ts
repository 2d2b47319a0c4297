import { html, trusted, type Markup } from '../../shared/report/html.js';
import { figure } from '../../shared/report/parts.js';
import { STYLE } from '../../shared/report/style.js';
import type { Request } from '../commandLine.js';
import type { Results } from '../results.js';
import { caveats } from './caveats.js';
import { emotionCharts } from './charts.js';
import { command, settingsTable, versionsTable } from './record.js';
import { summary } from './summary.js';
import { dropTable } from './table.js';

/** The report's pictures. */
export interface ReportPictures {
  /** The contact sheet, an SVG; undefined where there is none. */
  sheet: string | undefined;
  whose: Request['pictures'];
}

/** The report as one HTML page that needs nothing but itself: no script, no font, no picture from elsewhere. */
export function reportPage(results: Results, pictures: ReportPictures): string {
  const { settings, warnings } = results;
  const title = `Which regions does ${settings.model} rely on?`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE)} ${trusted(OWN_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <p class="eyebrow">face-perturb · explain your model · ${settings.faces}</p>
            <h1>${title}</h1>
            ${pictures.whose === 'own' && pictures.sheet !== undefined && html`<p class="warning">This report shows the faces you gave. Do not publish it without those people's consent.</p>`}
            ${summary(results)} ${warnings.map((warning) => html`<p class="warning">${warning}</p> `)}
          </header>
          <section>
            <h2>What drops, and by how much</h2>
            ${emotionCharts(results)} ${dropTable(results)}
          </section>
          ${pictures.sheet !== undefined && maps(results, pictures.sheet, pictures.whose)}
          <section>
            <h2>Before quoting a number</h2>
            ${caveats(results)}
          </section>
          <section>
            <h2>Settings and versions</h2>
            <div class="facts versions">${settingsTable(results)}</div>
            <div class="facts versions">${versionsTable(results)}</div>
            <p>What was assumed and left out:</p>
            <ul>
              ${results.notes.map((note) => html`<li>${note}</li> `)}
            </ul>
            <p>To repeat this:</p>
            <pre>${command(results)}</pre>
          </section>
          <footer>
            Made by face-perturb ${results.environment.facePerturb}. The numbers are in results.json beside this page.
          </footer>
        </main>
      </body>
    </html> `.text;
}

const OWN_STYLE = `
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr)); gap: 1.4rem 1.6rem; }
.charts h4 { color: var(--ink); margin: 0 0 0.1rem; font-size: 0.95rem; }
.charts p { font-size: 0.82rem; color: var(--quiet); margin: 0 0 0.3rem; line-height: 1.3; }
.quiet { color: var(--quiet); }
td small { color: var(--quiet); display: block; line-height: 1.1; }
.sheet svg { display: block; width: 100%; height: auto; }
`;

function maps({ settings }: Results, sheet: string, whose: Request['pictures']): Markup {
  const faces =
    whose === 'own'
      ? 'The faces are yours, those that the model names rightly before others.'
      : 'The faces are drawn, not photographs, and the model was made for others: they show what the maps look like, not how well it does. ' +
        'With --pictures own the maps are of your faces.';
  return html`<section>
    <h2>Maps</h2>
    ${figure({
      title: 'Faces, hidden regions, and what each pixel contributes',
      body: html`<div class="sheet">${trusted(sheet)}</div>`,
      caption: html`${faces} “Hidden regions”: each region in the colour of the drop of the ${settings.score} without
      it, for this face alone. Each map is scaled by itself. A map tells what this score is sensitive to, not why.`,
    })}
  </section>`;
}
