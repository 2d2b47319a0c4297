import { clusterColour, cssColour } from '../../../src/pictures/index.js';
import { html, trusted, type Markup } from '../../shared/report/html.js';
import { figure, legend, table } from '../../shared/report/parts.js';
import { clusterPicture, facePicture, picture } from '../../shared/report/pictures.js';
import { saliencyFigure } from '../../shared/report/saliency.js';
import { STYLE } from '../../shared/report/style.js';
import { duration, grouped } from '../../shared/report/words.js';
import { ARMS } from '../arms.js';
import type { PaperFigures } from '../figures.js';
import type { PaperResults } from '../summary/results.js';
import { classCharts, clusterChart } from './charts.js';
import { commandOf } from './command.js';
import { networkName } from './names.js';
import { allTables, type PlainTable } from './tables.js';

/** Tables with an interval a class need room, and most of their cells are words. */
const WIDE =
  'main { max-width: 88rem } th, td { text-align: left } td { white-space: normal } tbody th, td { vertical-align: top }';

/** The report as one HTML page that needs nothing but itself. */
export async function paperPage(results: PaperResults, figures: PaperFigures): Promise<string> {
  const title = `The paper's experiments on ${results.data.name}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE + WIDE)}
        </style>
      </head>
      <body>
        <main>
          ${header(results)} ${allTables(results).map((each) => tableSection(each, results))}
          ${await pictures(results, figures)} ${making(results)}
        </main>
      </body>
    </html> `;
  return page.text;
}

function header({ settings, data, claims }: PaperResults): Markup {
  const count = (verdict: string) => claims.filter((claim) => claim.verdict === verdict).length;
  return html`<header>
    <p class="eyebrow">face-perturb · ${settings.presetName} preset · ${data.name} · ${seedsInWords(settings.seeds)}</p>
    <h1>Does leaving out facial features help? The paper’s experiments, with controls</h1>
    <p class="lead">
      ${settings.networks.map(networkName).join(', ')}: trained on ${grouped(data.splits.train.count)}
      ${data.kind === 'real' ? 'faces' : 'drawn faces'} with
      ${settings.seeds === 1 ? 'one seed' : `${settings.seeds} seeds`} each, tested on
      ${grouped(data.splits.test.count)}. Of ${claims.length} claims of the paper that these runs speak to,
      ${count('holds')} hold, ${count('does not hold')} do not, and ${count('undecided')} are undecided at this size.
    </p>
  </header>`;
}

function seedsInWords(seeds: number): string {
  return seeds === 1 ? 'one seed' : `${seeds} seeds`;
}

function armsList(): Markup {
  return html`<p class="note">
    ${Object.values(ARMS).map(({ name, what }) => html`<strong>${name}</strong>: ${what}. `)}
  </p>`;
}

function tableSection({ title, head, rows, note }: PlainTable, results: PaperResults): Markup {
  return html`<section>
    <h2>${title}</h2>
    ${title.startsWith('Table 3') && classCharts(results)} ${title.startsWith('Figure 5') && clusterChart(results)}
    ${table(
      head,
      rows.map((cells) => cells.map(unbroken)),
    )}
    <p class="note">${note}</p>
    ${title.startsWith('Table 2') && armsList()}
  </section>`;
}

/** A few words or a number stay in one line, and so does a number's interval, which may stand under it. */
function unbroken(cell: string): string {
  return cell.length < 14 || /^[−+\d]/.test(cell) ? cell.replace(/ (?!\()/g, '\u00a0') : cell;
}

async function pictures(results: PaperResults, figures: PaperFigures): Promise<Markup> {
  const { height, width, channels, saliency } = figures;
  const common = { faces: 'synthetic', data: results.data.kind, height, width, channels } as const;
  return html`<section>
    <h2>Pictures</h2>
    ${
      saliency.masked &&
      (await saliencyFigure({
        title: 'Figure 1 · What the scores depend on, with and without masks in training',
        names: ['Baseline', 'Trained on masked faces'],
        pairs: saliency.masked,
        ...common,
      }))
    }
    ${await Promise.all(results.clusters.map((each) => copiesFigure(each, figures)))}
    ${
      saliency.perturb &&
      (await saliencyFigure({
        title: 'Figure 6 · What the scores depend on, with and without the Perturb Scheme',
        names: ['Baseline', 'Perturb predictor'],
        pairs: saliency.perturb,
        ...common,
      }))
    }
  </section>`;
}

/** Figure 4: a face and its copies, each with one cluster black. */
async function copiesFigure({ network, record }: PaperResults['clusters'][number], figures: PaperFigures) {
  const { labels, sizes, height, width } = record;
  const packed = labels.map((label) => label.toString(36)).join('');
  const copies = sizes.map(async (_, cluster) =>
    picture(
      await facePicture(figures.face, figures, (pixel) => labels[pixel] === cluster),
      `The face with cluster ${cluster + 1} black`,
      `without cluster ${cluster + 1}`,
      'face',
    ),
  );
  const share = (size: number) => `${((100 * size) / (height * width)).toFixed(0)} %`;
  return figure({
    title: `Figure 4 · One face and its copies, ${networkName(network)}`,
    body: html`${legend(
        sizes.map((size, at) => ({
          name: `cluster ${at + 1}: ${share(size)} of the pixels`,
          colour: cssColour(clusterColour(at)),
        })),
      )}
      <div class="strip">
        ${picture(await facePicture(figures.face, figures), 'The face', 'the image', 'face')}
        ${await Promise.all(copies)} ${picture(await clusterPicture(packed, width, height), 'Cluster map', 'clusters')}
      </div>`,
    caption: html`The clusters of the epoch that was kept, first seed. The face is drawn, not a photograph.`,
  });
}

function making(results: PaperResults): Markup {
  const seconds = Object.values(results.timing.runSeconds).reduce((sum, each) => sum + each, 0);
  return html`<section>
      <h2>Settings, machines, command</h2>
      ${table(
        ['Machine', 'backend', 'face-perturb', 'TensorFlow.js', 'Node', 'platform'],
        results.environments.map(({ backend, facePerturb, tfjs, node, platform }, at) => [
          String(at + 1),
          [backend.name, backend.device].filter(Boolean).join(', '),
          facePerturb,
          tfjs,
          node,
          platform,
        ]),
      )}
      <p>
        ${Object.keys(results.timing.runSeconds).length} runs, ${duration(seconds)} of working time in all. Everything
        random follows from the seeds; each network’s best epoch was chosen on the validation split.
      </p>
      <pre>${commandOf(results)}</pre>
      <pre>${JSON.stringify(results.settings.preset, null, 1)}</pre>
    </section>
    <footer>
      After C. Qiu, “Leaving Some Facial Features Behind”, arXiv:2411.00824 (2024). Made by face-perturb from
      results.json.
    </footer>`;
}
