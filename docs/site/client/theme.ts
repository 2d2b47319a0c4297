type Theme = 'auto' | 'light' | 'dark';
const NEXT: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
const LABELS: Record<Theme, string> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

/** Makes the button go through the system's colours, light and dark; the choice is kept in this browser alone. */
export function setUpTheme(button: HTMLButtonElement): void {
  const root = document.documentElement;
  let theme = (root.dataset['theme'] as Theme | undefined) ?? 'auto';
  const show = () => (button.innerHTML = `<span>Theme: </span>${LABELS[theme]}`);
  button.addEventListener('click', () => {
    theme = NEXT[theme];
    if (theme === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    remember(theme);
    show();
  });
  show();
  button.hidden = false;
}

/** A browser may forbid pages to keep anything: the choice then lasts as long as the page. */
function remember(theme: Theme): void {
  try {
    if (theme === 'auto') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    return;
  }
}
