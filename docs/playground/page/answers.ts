import { wordsOf } from '../parts.js';
import type { Answer, WithoutPart } from '../protocol.js';
import type { App } from './app.js';
import { barOf, byId, percent, tableOf } from './dom.js';

/** The class that an answer is surest of. */
export function topOf(answer: Answer): number {
  return answer.indexOf(Math.max(...answer));
}

/** "−31": by how many points of a hundred a share changed. */
export function pointsOf(before: number, after: number): string {
  const points = Math.round(100 * (after - before));
  return `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Math.abs(points)}`;
}

/** What the network says before and after. */
export function setUpAnswers(app: App): void {
  const [place, start] = [byId('pg-answer'), byId('pg-start')];
  // Any other click starts the page too; this is for whom nothing else asks for one.
  start.addEventListener('click', () => void app.attempt('Starting …', async () => undefined));
  app.listen('hidden', () => {
    const { hidden, network } = app.shown;
    const isFocused = document.activeElement === start;
    start.hidden = true;
    if (!hidden?.before || !hidden.after || !network) {
      byId('pg-no-answer').textContent = 'No network is loaded: see “The network” below.';
      return;
    }
    const { before, after } = hidden;
    const rows = network.classNames.map((name, at) => [name, barOf(before[at] ?? 0), barOf(after[at] ?? 0)]);
    const caption = `How sure ${network.name} is of each class`;
    const table = tableOf(caption, ['class', 'as it is', 'with parts hidden'], rows);
    place.replaceChildren(table);
    if (isFocused) table.focus({ preventScroll: true });
  });
}

/** What the network says without each part, when the reader asks. */
export function setUpEachPart(app: App): void {
  const [button, progress, place] = [
    byId<HTMLButtonElement>('pg-each'),
    byId<HTMLProgressElement>('pg-each-progress'),
    byId('pg-parts'),
  ];
  let wanted: AbortController | undefined;
  button.addEventListener('click', () => {
    wanted?.abort();
    const { signal } = (wanted = new AbortController());
    void app.attempt('Hiding each part …', async (bench) => {
      const { rectangle, face, fill, feather } = app.settings;
      progress.hidden = false;
      const onProgress = (done: number) => (progress.value = done);
      try {
        const rows = await bench.call('withoutEach', { rectangle, face, fill, feather }, { signal, onProgress });
        place.replaceChildren(...tableOfParts(app, rows));
      } finally {
        if (!signal.aborted || wanted?.signal === signal) progress.hidden = true;
      }
    });
  });
  // What was measured on another picture or with another network is no longer true.
  const clear = () => {
    wanted?.abort();
    place.replaceChildren();
  };
  for (const event of ['picture', 'network', 'settings'] as const) app.listen(event, clear);
}

function tableOfParts({ shown: { hidden, network } }: App, rows: readonly WithoutPart[]): HTMLElement[] {
  const before = hidden?.before;
  if (!before || !network) return [];
  const top = topOf(before);
  const sure = before[top] as number;
  const sorted = [...rows].sort((a, b) => (a.answer[top] as number) - (b.answer[top] as number));
  const cells = sorted.map(({ part, answer }) => {
    const after = answer[top] as number;
    const now = topOf(answer);
    return [wordsOf(part), barOf(after), pointsOf(sure, after), now === top ? '' : `says ${network.classNames[now]}`];
  });
  const caption = `With nothing hidden: ${percent(sure)} “${network.classNames[top]}”`;
  return [tableOf(caption, ['hidden', `“${network.classNames[top]}”`, 'points', 'else'], cells)];
}
