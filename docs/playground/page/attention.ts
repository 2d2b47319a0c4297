import type { AttentionMethodName } from '../../../src/attention/index.js';
import { cssGradient } from '../../../src/pictures/colour/css.js';
import type { App } from './app.js';
import { byId, draw, savePicture } from './dom.js';

/** Attention maps: made at a click, and again whenever what they are of changes. */
export function setUpAttention(app: App): void {
  const { settings, shown } = app;
  const [method, target, layer] = [
    byId<HTMLSelectElement>('pg-method'),
    byId<HTMLSelectElement>('pg-target'),
    byId<HTMLInputElement>('pg-layer'),
  ];
  const [stop, progress] = [byId('pg-attend-stop'), byId<HTMLProgressElement>('pg-attend-progress')];
  let wanted: AbortController | undefined;
  let isWanted = false;
  let later: ReturnType<typeof setTimeout> | undefined;

  const attend = () => {
    clearTimeout(later);
    wanted?.abort();
    const own = (wanted = new AbortController());
    isWanted = true;
    return app.attempt('Making the map …', async (bench) => {
      stop.hidden = progress.hidden = false;
      progress.value = 0;
      const onProgress = (done: number) => (progress.value = done);
      try {
        const { face } = settings;
        shown.attended = await bench.call('attend', { ...settings.attend, face }, { signal: own.signal, onProgress });
        showMap(app);
        app.tell('attended');
      } finally {
        if (wanted === own) stop.hidden = progress.hidden = true;
      }
    });
  };
  const again = () => {
    clear(app);
    if (!isWanted || !shown.network) return;
    // A frame that is dragged is left to come to rest first.
    clearTimeout(later);
    later = setTimeout(attend, 250);
  };

  byId('pg-attend').addEventListener('click', attend);
  stop.addEventListener('click', () => {
    isWanted = false;
    wanted?.abort();
  });
  for (const control of [method, target, layer]) {
    control.addEventListener('change', () => {
      settings.attend = {
        method: method.value as AttentionMethodName,
        target: target.value === 'predicted' ? 'predicted' : Number(target.value),
        layer: layer.value.trim(),
      };
      again();
    });
  }
  app.listen('network', () => {
    offerClasses(target, shown.network?.classNames ?? []);
    offerGate(method, shown.network?.hasGate ?? false);
    settings.attend = { ...settings.attend, target: 'predicted' };
    again();
  });
  app.listen('picture', again);
  onFaceMoved(app, again);
  byId('pg-legend').style.background = cssGradient('sequential');
  for (const [button, canvas, name] of [
    ['overlay', 'pg-overlay', 'attention'],
    ['map', 'pg-map', 'map'],
  ] as const) {
    byId(`pg-save-${button}`).addEventListener('click', () =>
      savePicture(`${name}.png`, byId<HTMLCanvasElement>(canvas)),
    );
  }
}

/** Other settings than the face's frame don't change what the network is shown. */
function onFaceMoved(app: App, act: () => void): void {
  let last = app.settings.face;
  app.listen('picture', () => (last = app.settings.face));
  app.listen('settings', () => {
    if (app.settings.face === last) return;
    last = app.settings.face;
    act();
  });
}

function offerClasses(target: HTMLSelectElement, names: readonly string[]): void {
  const [first] = target.options;
  target.replaceChildren(first as HTMLOptionElement, ...names.map((name, at) => new Option(name, String(at))));
  target.value = 'predicted';
}

/** A network without a gate has no map of it. */
function offerGate(method: HTMLSelectElement, hasGate: boolean): void {
  const option = method.querySelector<HTMLOptionElement>('option[value="spatialGate"]');
  if (option) option.disabled = !hasGate;
  if (hasGate || method.value !== 'spatialGate') return;
  method.value = 'inputGradient';
  method.dispatchEvent(new Event('change'));
}

function clear({ shown, tell }: App): void {
  shown.attended = undefined;
  byId('pg-maps').hidden = true;
  tell('attended');
}

function showMap({ shown: { attended, network } }: App): void {
  if (!attended) return;
  draw(byId<HTMLCanvasElement>('pg-overlay'), attended.overlay);
  draw(byId<HTMLCanvasElement>('pg-map'), attended.map);
  byId('pg-maps').hidden = false;
  const of = network?.classNames[attended.target];
  const facts = [
    attended.note && `Nothing to see: ${attended.note}.`,
    of && `For “${of}”.`,
    attended.layer && `Looked at ${attended.layer}.`,
    `${attended.milliseconds.toFixed(0)} ms.`,
  ];
  byId('pg-map-facts').textContent = facts.filter(Boolean).join(' ');
}
