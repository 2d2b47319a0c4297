import type { Figures, Results } from '../results.js';
import { caveats } from './caveats.js';
import { classChart, classTable } from './classes.js';
import { clusterHistory, copiesFigure } from './clusters.js';
import { confusionMatrices } from './confusion.js';
import { learningCurves } from './curves.js';
import { html, trusted, type Markup } from '../../shared/report/html.js';
import { command, environmentTable, settingsTables } from './record.js';
import { saliencyFigure } from './saliency.js';
import { paperTable, scoreChart, scoreTable } from './scores.js';
import { splitFigure } from './splits.js';
import { STYLE } from '../../shared/report/style.js';
import { keyNumbers, summary } from './summary.js';

/**
 * The report of a run as one HTML page that needs nothing but itself: no script, no font, no picture from elsewhere.
 *
 * Drawn from `results.json` and `figures.json` alone.
 */
export async function reportPage(results: Results, figures: Figures): Promise<string> {
  const { settings, data } = results;
  const title = `Perturb Scheme on ${data.name}: ${settings.preset} preset, seed ${settings.seed}`;
  const pictures = await inside(results, figures);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <main>${header(results, figures)} ${outcome(results)} ${pictures} ${making(results)}</main>
      </body>
    </html> `;
  return page.text;
}

function header(results: Results, figures: Figures): Markup {
  const { settings, data } = results;
  return html`<header>
    <p class="eyebrow">face-perturb · ${settings.preset} preset · ${data.name} · seed ${settings.seed}</p>
    <h1>Does leaving out facial features help?</h1>
    ${figures.faces === 'real' && html`<p class="warning">This report shows faces of real people. Do not publish it.</p>`}
    ${summary(results)} ${keyNumbers(results)}
  </header>`;
}

function outcome(results: Results): Markup {
  return html`<section>
    <h2>Accuracy</h2>
    <div class="pair">${scoreChart(results)} ${classChart(results)}</div>
    ${scoreTable(results)} ${paperTable()} ${classTable(results)} ${confusionMatrices(results)}
  </section>`;
}

async function inside(results: Results, figures: Figures): Promise<Markup> {
  return html`<section>
    <h2>Attention and clusters</h2>
    ${await copiesFigure(results, figures)} ${await clusterHistory(results)} ${await saliencyFigure(results, figures)}
  </section>`;
}

function making(results: Results): Markup {
  return html`<section>
      <h2>Training and data</h2>
      ${learningCurves(results)} ${splitFigure(results)}
    </section>
    <section>
      <h2>Before quoting a number</h2>
      ${caveats(results)}
    </section>
    <section>
      <h2>Settings and versions</h2>
      <div class="facts">${settingsTables(results)}</div>
      <div class="facts versions">${environmentTable(results)}</div>
      <p>To repeat this run:</p>
      <pre>${command(results)}</pre>
    </section>
    <footer>
      After C. Qiu, “Leaving Some Facial Features Behind”, arXiv:2411.00824 (2024). Made by face-perturb
      ${results.environment.facePerturb} from results.json and figures.json.
    </footer>`;
}
