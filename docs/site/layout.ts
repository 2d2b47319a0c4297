import type { ApiReference } from './apiReference.js';
import { escapeHtml } from './html.js';
import { relative } from './links.js';
import type { NavigationGroup } from './navigation.js';
import type { Page } from './pages.js';
import { pageOf } from './source.js';

/** What all pages have in common. */
export interface Frame {
  readonly navigation: readonly NavigationGroup[];
  readonly api: ApiReference;
  /** Titles of the hand-written pages, by their texts' paths. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Chosen before anything is drawn, so that no page flashes in the other colours. */
const THEME = `try{var t=localStorage.getItem('theme');if(t)document.documentElement.dataset.theme=t}catch{}document.documentElement.classList.add('js')`;

/** A page as the file that is served. */
export function layOut(page: Page, frame: Frame): string {
  const to = (place: string) => relative(page.place, place);
  const isStart = page.place === 'index.html';
  const title = isStart ? 'face-perturb' : `${page.title} · face-perturb`;
  const kind = page.kind
    ? `<p class="kind">${page.kind}${page.kind === 'entry' ? '' : ` of <code>${page.entry}</code>`}</p>`
    : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(page.description)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${to('assets/icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('assets/site.css')}">
<script>${THEME}</script>
<script src="${to('assets/site.js')}" data-root="${to('index.html').replace(/index\.html$/, '') || './'}" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="${to('index.html')}"><img src="${to('assets/icon.svg')}" alt="" width="24" height="24"> face-perturb</a>
<div class="tools">
<button type="button" class="search-button" hidden>Search <kbd>/</kbd></button>
<button type="button" class="theme-button" hidden></button>
<button type="button" class="menu-button" aria-expanded="false" aria-controls="pages" hidden>Menu</button>
</div>
</header>
<div class="frame${isStart || page.isWide ? ' start' : ''}">
<nav id="pages" class="pages" aria-label="Pages">
${sideBar(page, frame, to)}
</nav>
<main id="content" tabindex="-1">
${kind}${page.html}</main>
${tableOfContents(page)}
</div>
<footer>face-perturb, under the MIT licence. All faces on these pages are drawn by the library; none is a real person's. This site asks no other host for anything.</footer>
</body>
</html>
`;
}

function sideBar(page: Page, { navigation, api, titles }: Frame, to: (place: string) => string): string {
  const item = (place: string, label: string, extra = '') =>
    `<li><a href="${to(place)}"${place === page.place ? ' aria-current="page"' : ''}>${escapeHtml(label)}</a>${extra}</li>`;
  const groups = navigation.map(({ title, paths }) => {
    const items = paths.map((path) => item(pageOf(path), titles.get(path) ?? path));
    return `<p>${title}</p>\n<ul>${items.join('')}</ul>`;
  });
  const entries = api.entries.map((entry) => {
    const names = entry.name === page.entry ? entry.names.map(({ name, path }) => item(pageOf(path), name)) : [];
    return item(pageOf(entry.path), entry.name, names.length > 0 ? `<ul class="names">${names.join('')}</ul>` : '');
  });
  return [...groups, `<p>API reference</p>\n<ul class="api">${entries.join('')}</ul>`].join('\n');
}

function tableOfContents({ headings, kind, place }: Page): string {
  const shown = headings.filter(({ level }) => level === 2 || (kind === undefined && level === 3));
  if (shown.length < 2 || place === 'index.html') return '';
  const items = shown.map(
    ({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></nav>`;
}
