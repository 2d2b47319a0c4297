/** On a phone the list of pages is folded away until the button is pressed. */
export function setUpMenu(button: HTMLButtonElement, pages: HTMLElement): void {
  const set = (open: boolean) => {
    button.setAttribute('aria-expanded', String(open));
    pages.classList.toggle('open', open);
  };
  button.addEventListener('click', () => set(button.getAttribute('aria-expanded') !== 'true'));
  pages.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    set(false);
    button.focus();
  });
  button.hidden = false;
}

/** In a long list of pages the one that is shown is scrolled to. */
export function showCurrentPage(pages: HTMLElement): void {
  const current = pages.querySelector<HTMLElement>('[aria-current]');
  if (!current || pages.scrollHeight <= pages.clientHeight) return;
  pages.scrollTop = current.offsetTop - pages.clientHeight / 3;
}
