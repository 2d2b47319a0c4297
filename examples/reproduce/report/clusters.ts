import { clusterColour, cssColour } from '../../../src/pictures/index.js';
import type { ClusterMap, Figures, Results } from '../results.js';
import { html, type Markup } from '../../shared/report/html.js';
import { figure, legend, scaleBar } from '../../shared/report/parts.js';
import { attentionPicture, clusterAt, clusterPicture, facePicture, picture } from '../../shared/report/pictures.js';
import { facesInWords, grouped } from '../../shared/report/words.js';

/** One face, and its copies with one cluster black each: the paper's figure 4 for this run. */
export async function copiesFigure(results: Results, figures: Figures): Promise<Markup> {
  const { final, height, width } = results.clusters;
  const shown = figures.faces !== 'none';
  const faces = figures.faces === 'none' ? [] : [faceAndCopies(final, figures)];
  const maps = [
    picture(await attentionPicture(figures.attention, figures), 'Attention map', 'attention'),
    picture(await clusterPicture(final.labels, width, height), 'Cluster map', 'clusters'),
  ];
  return figure({
    title: 'Figure 4 · One face and its copies',
    body: html`${clusterLegend(final)}
      <div class="strip">${await Promise.all(faces)} ${maps}</div>
      ${scaleBar('sequential', 'attention 0', '1')}`,
    caption: html`The attention classifier’s gate, averaged over faces and scaled to 0 … 1 (shown: the mean of
    ${grouped(figures.attentionFaces)} validation faces; for training: of
    ${grouped(results.settings.details.clustering.sample)} training faces, drawn anew for each epoch), is clustered with
    each pixel’s place (equation 1: α = ${results.settings.details.clustering.alpha}, λ =
    ${results.settings.details.clustering.lambda}). The Perturb predictor learns from the image and from
    ${final.sizes.length} copies, each without one cluster, and sums its scores over all of them at the test.
    ${shown && facesInWords(figures.faces, results.data.kind)}`,
  });
}

async function faceAndCopies({ sizes, labels }: ClusterMap, figures: Figures): Promise<Markup[]> {
  const face = await facePicture(figures.copiesFace, figures);
  const copies = sizes.map(async (_, cluster) =>
    picture(
      await facePicture(figures.copiesFace, figures, (pixel) => clusterAt(labels, pixel) === cluster),
      `The face with cluster ${cluster + 1} black`,
      `without cluster ${cluster + 1}`,
      'face',
    ),
  );
  return [picture(face, 'The face', 'the image', 'face'), ...(await Promise.all(copies))];
}

/** The cluster maps of the predictor's epochs, as small multiples. */
export async function clusterHistory(results: Results): Promise<Markup> {
  const { epochs, height, width, requested } = results.clusters;
  const shown = thinned(epochs, 24);
  const maps = shown.map(async ({ labels, epoch }) =>
    picture(await clusterPicture(labels, width, height), `Clusters of epoch ${epoch}`, `epoch ${epoch}`),
  );
  const fewer = epochs.filter((map) => map.sizes.length < requested).length;
  return figure({
    title: 'Clusters over the epochs',
    body: html`<div class="multiples">${await Promise.all(maps)}</div>`,
    caption: html`Cluster map of ${shown.length === epochs.length ? 'each' : `${shown.length} of the ${epochs.length}`}
    epoch${shown.length === epochs.length ? '' : 's'} of the predictor’s training, renewed at its start from other
    training pictures. ${change(epochs)}
    ${fewer > 0 && html`In ${fewer} of them fewer than the ${requested} clusters asked for were found.`}`,
  });
}

function clusterLegend({ sizes }: ClusterMap): Markup {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return legend(
    sizes.map((size, cluster) => ({
      name: `cluster ${cluster + 1}: ${((size / all) * 100).toFixed(0)} % of the pixels`,
      colour: cssColour(clusterColour(cluster)),
    })),
  );
}

function change(epochs: readonly ClusterMap[]): string {
  if (epochs.length < 2) return '';
  const shares = epochs.slice(1).map((map, at) => {
    const before = epochs[at]!.labels;
    return Array.from(map.labels).filter((label, pixel) => label !== before[pixel]).length / before.length;
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return `From one epoch to the next ${(mean * 100).toFixed(1)} % of the pixels changed their cluster on average.`;
}

function thinned<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, at) => items[Math.round((at * (items.length - 1)) / (most - 1))]!);
}
