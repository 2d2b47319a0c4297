import { fillChoice } from '../fills.js';
import { wordsOf, type PartName } from '../parts.js';
import type { App } from './app.js';
import { latestOnly } from './bench.js';
import { byId, draw, savePicture } from './dom.js';

/** Parts, fill and soft edge, with the result at once. */
export function setUpHiding(app: App): void {
  const { settings, shown } = app;
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name="pg-part"]')];
  const [fill, number, feather] = ['pg-fill', 'pg-fill-number', 'pg-feather'].map((id) =>
    byId<HTMLInputElement>(id),
  ) as [HTMLInputElement, HTMLInputElement, HTMLInputElement];
  const canvas = byId<HTMLCanvasElement>('pg-hidden');

  const refresh = latestOnly(() =>
    app.attempt('Hiding …', async (bench) => {
      const { parts, rectangle, face, fill: with_, feather: edge } = settings;
      const hidden = await bench.call('hide', { parts: [...parts], rectangle, face, fill: with_, feather: edge });
      shown.hidden = hidden;
      draw(canvas, hidden.pixels);
      const words = settings.parts.map(wordsOf).join(', ');
      byId('pg-hidden-caption').textContent = words ? `Without: ${words}` : 'Nothing is hidden';
      app.tell('hidden');
    }),
  );
  const read = () => {
    settings.parts = boxes.filter(({ checked }) => checked).map(({ value }) => value as PartName);
    settings.fill = fillChoice(fill.value).make(Number(number.value));
    settings.feather = Number(feather.value);
    app.tell('settings');
  };

  for (const box of boxes) box.addEventListener('change', read);
  fill.addEventListener('change', () => {
    offerNumber(fill.value, number);
    read();
  });
  for (const slider of [number, feather]) slider.addEventListener('input', read);
  byId('pg-none').addEventListener('click', () => {
    for (const box of boxes) box.checked = false;
    read();
  });
  byId('pg-save-hidden').addEventListener('click', () =>
    app.attempt('', async () => savePicture('hidden.png', canvas)),
  );
  for (const event of ['picture', 'network', 'settings', 'backend'] as const) {
    // Before the first action is over there is no picture to hide anything of.
    app.listen(event, () => shown.picture && void refresh());
  }
}

/** The one number that a fill has, or none. */
function offerNumber(kind: string, input: HTMLInputElement): void {
  const { number } = fillChoice(kind);
  const place = input.parentElement as HTMLElement;
  place.hidden = !number;
  if (!number) return;
  const { label, min, max, step, start } = number;
  (place.querySelector('label') as HTMLElement).textContent = label;
  Object.assign(input, { min: String(min), max: String(max), step: String(step), value: String(start) });
  (place.querySelector('output') as HTMLElement).textContent = String(start);
}
