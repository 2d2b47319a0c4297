import type { SaliencyPair } from '../saliencyPairs.js';
import { html, type Markup } from './html.js';
import { figure, scaleBar } from './parts.js';
import { facePicture, picture, signedPicture, type Extent } from './pictures.js';
import { facesInWords } from './words.js';

/** What a figure of saliency shows. */
export interface SaliencyFigureOptions extends Extent {
  title: string;
  /** What the two networks are called. */
  names: readonly [string, string];
  pairs: readonly SaliencyPair[];
  faces: 'real' | 'synthetic' | 'none';
  /** What the networks learned from. */
  data: 'real' | 'synthetic';
}

/** Signed saliency maps of two networks, one face a class: the paper's figures 1 and 6. */
export async function saliencyFigure(options: SaliencyFigureOptions): Promise<Markup> {
  const { title, names, pairs, faces, data } = options;
  const shown = faces !== 'none';
  const row = async (name: string, cell: (pair: SaliencyPair) => Promise<Markup>) =>
    html`<h4>${name}</h4>
      <div class="classes">${await Promise.all(pairs.map(cell))}</div>`;
  const maps = (which: 0 | 1) =>
    row(names[which], async ({ maps, right, className }) =>
      picture(
        await signedPicture(maps[which], options),
        `Saliency, ${names[which]}, ${className}`,
        `${className} ${right[which] ? '✓' : '✗'}`,
      ),
    );
  return figure({
    title,
    body: html`${
      shown &&
      (await row('Face', async ({ face, className }) =>
        picture(await facePicture(face, options), `A face labelled ${className}`, className, 'face'),
      ))
    }
    ${await maps(0)} ${await maps(1)} ${scaleBar('diverging', 'brighter lowers the score', 'brighter raises it')}`,
    caption: html`The derivative of the labelled class’s score by each pixel’s brightness. Orange: a brighter pixel
    raises the score; blue: it lowers it; light grey: no matter. Each map has its own scale, which ends at the 99th
    percentile of its absolute values, so colours compare places within a map and not strengths between maps. For each
    class the first face that both networks name rightly, or else the first (✓ named rightly, ✗ not; on the plain crop,
    without copies). ${shown && facesInWords(faces, data)}`,
  });
}
