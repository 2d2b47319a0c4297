import type { Markup } from '../../shared/report/html.js';
import { saliencyFigure as drawSaliency } from '../../shared/report/saliency.js';
import type { Figures, Results } from '../results.js';

/** Signed saliency maps, baseline against Perturb predictor: the paper's figure 6 for this run. */
export function saliencyFigure({ data }: Results, figures: Figures): Promise<Markup> {
  const { saliency, faces, height, width, channels } = figures;
  return drawSaliency({
    title: 'Figure 6 · What the scores depend on',
    names: ['Baseline', 'Perturb predictor'],
    pairs: saliency,
    ...{ faces, data: data.kind, height, width, channels },
  });
}
