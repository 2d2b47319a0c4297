import { FIRST, DRAWN_SIDE } from '../first.js';
import { fillChoice } from '../fills.js';
import type { PartName } from '../parts.js';
import type {
  AttendSettings,
  Attended,
  BackendState,
  Clustered,
  ClusterSettings,
  Frame,
  Hidden,
  NetworkFacts,
  OpenedPicture,
  PictureSource,
} from '../protocol.js';
import type { Fill } from '../../../src/perturb/index.js';
import { startBench, Stopped, type Bench } from './bench.js';
import { byId } from './dom.js';

/** All that a reader can set. */
export interface Settings {
  source: PictureSource;
  parts: PartName[];
  rectangle: Frame;
  face: Frame | undefined;
  fill: Fill;
  feather: number;
  attend: Omit<AttendSettings, 'face'>;
  clusters: Omit<ClusterSettings, 'face' | 'fill'>;
  /** What black and white are to the network. */
  range: readonly [number, number];
}

/** What the page shows at the moment. */
export interface Shown {
  picture?: OpenedPicture;
  network?: NetworkFacts;
  backend?: BackendState;
  hidden?: Hidden;
  attended?: Attended | undefined;
  clustered?: Clustered | undefined;
}

/** What the parts of the page tell each other. */
export type AppEvent = 'picture' | 'network' | 'backend' | 'settings' | 'hidden' | 'attended' | 'clustered';

/** What the parts of the page share. */
export interface App {
  readonly settings: Settings;
  readonly shown: Shown;
  /** Where the page's scripts are. */
  readonly assets: URL;
  /** The folder of the page's own network; empty where none comes with it. */
  readonly ours: string;
  /** The worker, once it has a backend, a network where there is one, and the first picture. */
  ready(): Promise<Bench>;
  /** Runs something for the reader: shows that the page is at work, and any error. */
  attempt(words: string, work: (bench: Bench) => Promise<void>): Promise<void>;
  /** Runs something that the page can do without: shows an error, and goes on. */
  tried(work: () => Promise<void>): Promise<void>;
  listen(event: AppEvent, listener: () => void): void;
  tell(event: AppEvent): void;
}

/** Makes the app; `start` is run once, at the reader's first action. */
export function createApp(assets: URL, start: (app: App, bench: Bench) => Promise<void>): App {
  const listeners = new Map<AppEvent, (() => void)[]>();
  const root = byId('pg');
  let starting: Promise<Bench> | undefined;
  let busy = 0;
  const app: App = {
    settings: firstSettings(),
    shown: {},
    ...{ assets, ours: root.dataset['network'] ?? '' },
    ready: () => (starting ??= begin()),
    async attempt(words, work) {
      showError('');
      busy++;
      byId('pg-status').textContent = words;
      await app.tried(async () => work(await app.ready()));
      if (--busy === 0) byId('pg-status').textContent = '';
    },
    async tried(work) {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof Stopped)) showError(error instanceof Error ? error.message : String(error));
      }
    },
    listen: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    tell: (event) => listeners.get(event)?.forEach((listener) => listener()),
  };
  const begin = async () => {
    if (location.protocol === 'file:')
      throw new Error('Opened from a disk, this page may not start its worker: serve its folder.');
    const bench = startBench(new URL('playground/worker.js', assets));
    await start(app, bench);
    root.dataset['ready'] = 'true';
    return bench;
  };
  return app;
}

function firstSettings(): Settings {
  const fill = fillChoice('blur');
  const third = DRAWN_SIDE / 3;
  return {
    ...{ source: FIRST.picture, parts: [...FIRST.parts], feather: FIRST.feather, face: undefined },
    rectangle: { x: Math.round(third), y: Math.round(third), width: Math.round(third), height: Math.round(third) },
    fill: fill.make(fill.number?.start ?? 0),
    attend: { method: 'inputGradient', target: 'predicted', layer: '' },
    clusters: { clusters: 3, alpha: 1.2, lambda: 1.5 },
    range: [0, 1],
  };
}

function showError(message: string): void {
  const place = byId('pg-error');
  (place.querySelector('p') as HTMLElement).textContent = message;
  place.hidden = message === '';
  (place.querySelector('button') as HTMLElement).onclick = () => (place.hidden = true);
}
