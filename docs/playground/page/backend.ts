import type { BackendName } from '../../../src/backends/index.js';
import type { App } from './app.js';
import type { Bench } from './bench.js';
import { byId } from './dom.js';

/** Starts a backend in the worker. */
export async function useBackend(app: App, bench: Bench, name: BackendName): Promise<void> {
  app.shown.backend = await bench.call('useBackend', name);
  app.tell('backend');
}

/** The backend in use, and the others that start here. */
export function setUpBackend(app: App): void {
  const select = byId<HTMLSelectElement>('pg-backend');
  const { shown } = app;
  app.listen('backend', () => {
    const { name, detail, available } = shown.backend ?? { name: 'wasm', detail: '', available: [] };
    select.replaceChildren(...available.map((each) => new Option(each, each)));
    select.value = name;
    byId('pg-backend-facts').textContent = detail;
  });
  select.addEventListener('change', () => {
    const wanted = select.value as BackendName;
    select.disabled = true;
    const switched = app.attempt(`Starting ${wanted} …`, (bench) => useBackend(app, bench, wanted));
    void switched.finally(() => {
      select.disabled = false;
      // The one before goes on where this one did not start.
      select.value = shown.backend?.name ?? 'wasm';
    });
  });
}
