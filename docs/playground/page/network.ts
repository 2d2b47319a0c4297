import type { OwnNetwork } from '../protocol.js';
import type { App } from './app.js';
import type { Bench } from './bench.js';
import { byId } from './dom.js';

/** Loads a network in the worker: the page's own, or files. */
export async function useNetwork(app: App, bench: Bench, network: string | OwnNetwork): Promise<void> {
  app.shown.network = await bench.call('useNetwork', network);
  app.settings.range = typeof network === 'string' ? (app.shown.network.card?.input.range ?? [0, 1]) : network.range;
  app.tell('network');
}

/** The page's own network by its address. */
export function ourNetwork({ ours }: App): string {
  return new URL(ours, document.baseURI).href;
}

/** Whose network it is, and the reader's own. */
export function setUpNetwork(app: App): void {
  const { shown } = app;
  const [files, range, classes] = ['pg-model', 'pg-range', 'pg-classes'].map((id) => byId<HTMLInputElement>(id)) as [
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
  ];
  const use = () =>
    app.attempt('Loading the model …', async (bench) => {
      const [black = 0, white = 1] = range.value.split(',').map(Number);
      const classNames = classes.value
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      await useNetwork(app, bench, { files: [...(files.files ?? [])], range: [black, white], classNames });
    });
  byId('pg-use-model').addEventListener('click', use);
  document
    .getElementById('pg-use-ours')
    ?.addEventListener('click', () =>
      app.attempt('Loading the network …', (bench) => useNetwork(app, bench, ourNetwork(app))),
    );
  app.listen('network', () => {
    const { name, input, weights, classNames } = shown.network ?? {};
    const size = weights === undefined ? '' : `, ${weights.toLocaleString('en')} weights`;
    byId('pg-network-facts').textContent =
      `In use: ${name}. It is shown ${input}, and tells ${classNames?.length} classes apart${size}.`;
  });
}
