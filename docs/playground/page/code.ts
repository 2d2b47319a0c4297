import { codeOf } from '../code.js';
import type { App } from './app.js';
import { byId, save, savePicture, savePixels } from './dom.js';

/** The code and the JSON that make the same pictures elsewhere. */
export function setUpCode(app: App): void {
  const { shown } = app;
  const [code, json] = [byId('pg-code'), byId('pg-json')];
  const write = () => {
    code.textContent = codeFor(app);
    json.textContent = JSON.stringify(recordOf(app), undefined, 1);
  };
  for (const event of ['hidden', 'attended', 'clustered'] as const) app.listen(event, write);
  code.textContent = codeFor(app);
  byId('pg-copy-code').addEventListener('click', () =>
    app.attempt('', () => navigator.clipboard.writeText(code.textContent ?? '')),
  );
  byId('pg-save-json').addEventListener('click', () =>
    app.attempt('', async () =>
      save('playground.json', new Blob([json.textContent ?? ''], { type: 'application/json' })),
    ),
  );
  byId('pg-save-picture').addEventListener('click', () =>
    app.attempt('', async () => savePicture('picture.png', byId<HTMLCanvasElement>('pg-picture'))),
  );
  byId('pg-save-input').addEventListener('click', () =>
    app.attempt('', async () => {
      if (!shown.hidden?.input) throw new Error('There is no network yet, so nothing is shown to one.');
      savePixels('input.png', shown.hidden.input);
    }),
  );
}

function codeFor({ settings, shown: { attended, clustered, hidden, network } }: App): string {
  const { source, parts, rectangle, fill, feather, range } = settings;
  const input = hidden?.input;
  return codeOf({
    ...{ source, parts, rectangle, fill, feather, range },
    attention: attended && { ...settings.attend, target: attended.target },
    channels: network?.input.endsWith('grey') ? 1 : 3,
    enlarge: attended && input ? Math.round(attended.overlay.width / input.width) : 1,
    clusters: clustered && settings.clusters,
  });
}

/** Everything that was set and decided, as plain JSON. */
function recordOf({ settings, shown: { hidden, attended, clustered, network, picture, backend } }: App): object {
  const { source, parts, fill, feather, attend, clusters, face, range } = settings;
  return {
    format: 'face-perturb playground 1',
    picture: {
      ...(source.kind === 'drawn'
        ? source
        : { kind: source.kind, ...(source.kind === 'file' && { name: source.file.name }) }),
      width: picture?.pixels.width,
      height: picture?.pixels.height,
    },
    face,
    landmarks: hidden?.landmarks,
    ...{ parts, region: hidden?.region, fill, feather, parameters: hidden?.parameters },
    backend: backend?.name,
    network: network && { name: network.name, classNames: network.classNames, range },
    answers: hidden?.before && { before: hidden.before, after: hidden.after },
    attention: attended && { ...attend, target: attended.target, layer: attended.layer },
    clusters: clustered && clusters,
  };
}
