import type { Figures, Results, SaliencyFigure } from '../results.js';
import { html, type Markup } from '../../shared/report/html.js';
import { scaleBar } from './clusters.js';
import { figure } from '../../shared/report/parts.js';
import { facePicture, picture, signedPicture } from '../../shared/report/pictures.js';
import { facesInWords } from '../../shared/report/words.js';

/** Signed saliency maps, one face a class, baseline against Perturb predictor: the paper's figures 1 and 6 for this run. */
export async function saliencyFigure(results: Results, figures: Figures): Promise<Markup> {
  const shown = figures.faces !== 'none';
  const row = async (title: string, cell: (entry: SaliencyFigure) => Promise<Markup>) =>
    html`<h4>${title}</h4>
      <div class="classes">${await Promise.all(figures.saliency.map(cell))}</div>`;
  return figure({
    title: 'Figure 6 · What the scores depend on',
    body: html`${
      shown &&
      (await row('Face', async ({ face, className }) =>
        picture(await facePicture(face, figures), `A face labelled ${className}`, className, 'face'),
      ))
    }
    ${await row('Baseline', async ({ baseline, baselineRight, className }) =>
      picture(
        await signedPicture(baseline, figures),
        `Saliency of the baseline, ${className}`,
        verdict(className, baselineRight),
      ),
    )}
    ${await row('Perturb predictor', async ({ perturb, perturbRight, className }) =>
      picture(
        await signedPicture(perturb, figures),
        `Saliency of the Perturb predictor, ${className}`,
        verdict(className, perturbRight),
      ),
    )}
    ${scaleBar('diverging', 'brighter lowers the score', 'brighter raises it')}`,
    caption: html`The derivative of the labelled class’s score by each pixel’s brightness. Orange: a brighter pixel
    raises the score; blue: it lowers it; light grey: no matter. Each map has its own scale, which ends at the 99th
    percentile of its absolute values, so colours compare places within a map and not strengths between maps. For each
    class the first face that both networks name rightly, or else the first (✓ named rightly, ✗ not; on the plain crop,
    without copies). ${shown && facesInWords(figures.faces, results.data.kind)}`,
  });
}

function verdict(className: string, right: boolean): string {
  return `${className} ${right ? '✓' : '✗'}`;
}
