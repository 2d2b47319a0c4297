import type { Clustered } from '../protocol.js';
import { pointsOf, topOf } from './answers.js';
import type { App } from './app.js';
import { latestOnly } from './bench.js';
import { byId, draw, make, percent, savePicture, tableOf } from './dom.js';

const SLIDERS = ['clusters', 'alpha', 'lambda'] as const;

/** Clusters of the map that is shown, with the sliders. */
export function setUpClusters(app: App): void {
  const { settings, shown } = app;
  const canvas = byId<HTMLCanvasElement>('pg-cluster-picture');
  const [result, none] = [byId('pg-cluster-result'), byId('pg-no-clusters')];
  const refresh = latestOnly(() =>
    app.attempt('Clustering …', async (bench) => {
      if (!shown.attended) return;
      const { face, fill } = settings;
      const clustered = await bench.call('cluster', { ...settings.clusters, face, fill });
      if (!shown.attended) return;
      shown.clustered = clustered;
      draw(canvas, clustered.overlay);
      showClusters(app, clustered);
      result.hidden = false;
      none.hidden = true;
      app.tell('clustered');
    }),
  );
  for (const name of SLIDERS) {
    byId<HTMLInputElement>(`pg-${name}`).addEventListener('input', ({ target }) => {
      settings.clusters = { ...settings.clusters, [name]: Number((target as HTMLInputElement).value) };
      void refresh();
    });
  }
  app.listen('attended', () => {
    if (shown.attended) return void refresh();
    shown.clustered = undefined;
    result.hidden = true;
    none.hidden = false;
    app.tell('clustered');
  });
  let { fill } = settings;
  app.listen('settings', () => {
    if (settings.fill === fill) return;
    fill = settings.fill;
    void refresh();
  });
  byId('pg-save-clusters').addEventListener('click', () => savePicture('clusters.png', canvas));
}

function showClusters({ shown: { hidden, network } }: App, { clusters, note }: Clustered): void {
  const top = hidden?.before ? topOf(hidden.before) : 0;
  const sure = hidden?.before?.[top] ?? 0;
  const rows = clusters.map(({ name, colour, share, attention, answer }) => {
    const mark = make('span', { className: 'swatch' });
    mark.style.background = colour;
    const title = make('span', {}, mark, ` ${name}`);
    return [
      title,
      percent(share),
      attention.toFixed(2),
      `${percent(answer[top] ?? 0)} (${pointsOf(sure, answer[top] ?? 0)})`,
    ];
  });
  const of = network?.classNames[top] ?? '';
  const heads = ['cluster', 'of the pixels', 'mean attention', `“${of}” without it`];
  byId('pg-cluster-table').replaceChildren(tableOf('Clusters', heads, rows));
  byId('pg-cluster-note').textContent = note ?? '';
  byId('pg-cluster-note').hidden = !note;
}
