import { setUpCopyButtons } from './copyButtons.js';
import { setUpMenu, showCurrentPage } from './menu.js';
import { setUpSearch } from './openSearch.js';
import { setUpTheme } from './theme.js';

const find = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector) as T;

/** Leads from this page to the site's first folder. */
const root = (document.currentScript as HTMLScriptElement).dataset['root'] as string;
const pages = find('#pages');

setUpTheme(find<HTMLButtonElement>('.theme-button'));
setUpMenu(find<HTMLButtonElement>('.menu-button'), pages);
setUpSearch(find<HTMLButtonElement>('.search-button'), root);
setUpCopyButtons();
showCurrentPage(pages);
