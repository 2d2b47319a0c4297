import type { Emotion } from '../../../src/data/index.js';
import type { Frame, PictureSource } from '../protocol.js';
import type { App } from './app.js';
import type { Bench } from './bench.js';
import { setUpCamera } from './camera.js';
import { byId, draw } from './dom.js';
import { createFrame } from './frames.js';

/** Opens a picture in the worker, and shows it. */
export async function openPicture(app: App, bench: Bench, source: PictureSource): Promise<void> {
  const transfer = source.kind === 'camera' ? [source.frame] : [];
  const picture = await bench.call('openPicture', source, { transfer });
  const { width, height } = picture.pixels;
  app.shown.picture = picture;
  // Looked at again, a picture is still from where it was.
  const from = source.kind === 'again' ? app.settings.source : source;
  Object.assign(app.settings, { source: from, face: picture.face, rectangle: middle(width, height) });
  draw(byId<HTMLCanvasElement>('pg-picture'), picture.pixels);
  const note = byId('pg-note');
  note.textContent = picture.note ?? '';
  note.hidden = !picture.note;
  app.tell('picture');
}

/** Drawn faces, files, what is dropped, the camera; and the two frames on the picture. */
export function setUpPicture(app: App): void {
  const emotion = byId<HTMLSelectElement>('pg-emotion');
  const another = byId('pg-another');
  const open = (source: PictureSource, words: string) => app.attempt(words, (bench) => openPicture(app, bench, source));
  const drawnFace = () =>
    open({ kind: 'drawn', emotion: emotion.value as Emotion, seed: Number(another.dataset['seed']) }, 'Drawing …');
  emotion.addEventListener('change', drawnFace);
  another.addEventListener('click', () => {
    another.dataset['seed'] = String(Number(another.dataset['seed']) + 1);
    void drawnFace();
  });
  const openFile = (file: File | undefined) => file && open({ kind: 'file', file }, `Opening ${file.name} …`);
  const input = byId<HTMLInputElement>('pg-file');
  input.addEventListener('change', async () => {
    await openFile(input.files?.[0]);
    // So that the same file can be picked again.
    input.value = '';
  });
  setUpDropping(byId('pg'), openFile);
  byId('pg-cut').addEventListener('click', () => {
    const { face } = app.settings;
    if (face) void open({ kind: 'cut', face }, 'Cutting out …');
  });
  const model = byId<HTMLInputElement>('pg-detector');
  model.addEventListener('change', () => {
    const [file] = model.files ?? [];
    if (!file) return;
    void app.attempt('Loading the detector …', async (bench) => {
      await bench.call('useDetector', file);
      byId('pg-detector-facts').textContent = 'Loaded: photos are looked at by it from now on.';
      // A drawn face, the only picture without a frame, needs none.
      if (app.settings.face) await openPicture(app, bench, { kind: 'again' });
    });
  });
  setUpCamera((frame) => open({ kind: 'camera', frame }, 'Taking the picture …'));
  setUpFrames(app);
}

function setUpDropping(place: HTMLElement, open: (file: File | undefined) => void): void {
  const mark = (is: boolean) => place.classList.toggle('dropping', is);
  place.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(true);
  });
  place.addEventListener('dragleave', ({ relatedTarget }) => mark(place.contains(relatedTarget as Node | null)));
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(false);
    open(event.dataTransfer?.files[0]);
  });
}

function setUpFrames({ settings, shown, listen, tell }: App): void {
  const face = createFrame('pg-face', (frame) => {
    settings.face = frame;
    tell('settings');
  });
  const rectangle = createFrame('pg-rectangle', (frame) => {
    settings.rectangle = frame;
    tell('settings');
  });
  const place = () => {
    if (!shown.picture) return;
    const { pixels } = shown.picture;
    const isChosen = settings.parts.includes('rectangle');
    const assumed = shown.picture.isFound ? undefined : settings.face;
    face.show(assumed, pixels);
    rectangle.show(isChosen ? settings.rectangle : undefined, pixels);
    byId('pg-cut-row').hidden = !settings.face;
    byId('pg-frame-help').hidden = !isChosen && !assumed;
  };
  listen('picture', place);
  listen('settings', place);
}

function middle(width: number, height: number): Frame {
  const third = (side: number) => Math.round(side / 3);
  return { x: third(width), y: third(height), width: third(width), height: third(height) };
}
