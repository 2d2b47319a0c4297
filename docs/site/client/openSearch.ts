/** What `search.js` gives the page. */
export interface SearchModule {
  /** Opens the search. `root` leads to the site's first folder. */
  open(root: string): void;
}

declare global {
  interface Window {
    facePerturbSearch?: SearchModule;
  }
}

/** Opens the search by its button and by "/"; what it needs is loaded the first time. */
export function setUpSearch(button: HTMLButtonElement, root: string): void {
  const open = async () => {
    await (loading ??= load(root));
    window.facePerturbSearch?.open(root);
  };
  let loading: Promise<unknown> | undefined;
  button.addEventListener('click', open);
  document.addEventListener('keydown', (event) => {
    const typing = (event.target as HTMLElement).closest('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    event.preventDefault();
    void open();
  });
  button.hidden = false;
}

function load(root: string): Promise<unknown> {
  return Promise.all(['search-entries.js', 'search.js'].map((name) => loadScript(`${root}assets/${name}`)));
}

function loadScript(address: string): Promise<unknown> {
  const script = document.createElement('script');
  script.src = address;
  // In the order they are put in: the search reads its entries when it starts.
  script.async = false;
  const loaded = new Promise((resolve, reject) => {
    script.addEventListener('load', resolve);
    script.addEventListener('error', reject);
  });
  document.head.append(script);
  return loaded;
}
