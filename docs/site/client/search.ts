import MiniSearch from 'minisearch';
import type { SearchEntry } from '../searchIndex.js';

declare global {
  interface Window {
    searchEntries: readonly SearchEntry[];
  }
}

const SHOWN = 12;
const EXCERPT = 140;

const index = new MiniSearch<SearchEntry & { id: number }>({
  fields: ['title', 'part', 'text'],
  searchOptions: {
    boost: { title: 4, part: 2 },
    prefix: true,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    combineWith: 'AND',
  },
});
index.addAll(window.searchEntries.map((entry, id) => ({ ...entry, id })));

let dialog: HTMLDialogElement | undefined;

window.facePerturbSearch = {
  open(root) {
    dialog ??= makeDialog(root);
    if (dialog.open) return;
    dialog.showModal();
    dialog.querySelector('input')?.select();
  },
};

function makeDialog(root: string): HTMLDialogElement {
  const made = document.createElement('dialog');
  made.className = 'search';
  made.setAttribute('aria-label', 'Search');
  made.innerHTML = `<form method="dialog"><label for="query">Search the guides and the API reference</label>
    <input id="query" type="search" autocomplete="off" spellcheck="false"><button>Close</button></form>
    <p class="count" role="status"></p><ol></ol>`;
  document.body.append(made);
  const [input, list, count] = [made.querySelector('input')!, made.querySelector('ol')!, made.querySelector('.count')!];
  input.addEventListener('input', () => {
    const found = input.value.trim() ? index.search(input.value) : [];
    const entries = found.slice(0, SHOWN).map(({ id }) => window.searchEntries[id as number] as SearchEntry);
    list.replaceChildren(...entries.map((entry) => resultOf(entry, root)));
    const all = found.length > SHOWN ? `, the best ${SHOWN} shown` : '';
    count.textContent = input.value.trim() ? `${found.length} found${all}` : '';
  });
  made.addEventListener('keydown', (event) => moveBetween(event, input, list));
  // Links to a part of the very page that is open close the search too, and so does a click beside it.
  made.addEventListener('click', (event) => {
    if (event.target === made || (event.target as HTMLElement).closest('a')) made.close();
  });
  return made;
}

function resultOf(entry: SearchEntry, root: string): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = root + entry.url;
  const [title, part, text] = ['strong', 'span', 'small'].map((tag) => document.createElement(tag));
  title!.textContent = entry.title;
  part!.textContent = entry.part;
  text!.textContent = entry.text.length > EXCERPT ? `${entry.text.slice(0, EXCERPT)} …` : entry.text;
  link.append(title!, ' ', part!, text!);
  item.append(link);
  return item;
}

/** Arrow keys go through the results; Enter in the field opens the first. */
function moveBetween(event: KeyboardEvent, input: HTMLInputElement, list: HTMLElement): void {
  const stops: HTMLElement[] = [input, ...list.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  if (event.key === 'Enter' && at === 0) {
    event.preventDefault();
    stops[1]?.click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || at < 0) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}
