/** A heading of the side bar, and the texts under it. */
export interface NavigationGroup {
  readonly title: string;
  readonly paths: readonly string[];
}

const GROUPS: readonly NavigationGroup[] = [
  { title: 'Start', paths: ['docs/index.md', 'docs/getting-started.md', 'docs/playground.md'] },
  {
    title: 'Guides',
    paths: [
      'docs/masks.md',
      'docs/attention.md',
      'docs/measures.md',
      'docs/clusters.md',
      'docs/pictures.md',
      'docs/training.md',
      'docs/landmarks.md',
      'docs/backends.md',
      'docs/reproduce.md',
      'docs/command-line.md',
    ],
  },
  { title: 'Look up', paths: ['docs/regions.md', 'docs/performance.md', 'docs/results/README.md'] },
  {
    title: 'About',
    paths: ['docs/privacy.md', 'docs/data-statement.md', 'docs/model-cards.md', 'docs/architecture.md', 'CHANGELOG.md'],
  },
];

/** What stands in the side bar where a page's title is too long for it. */
export const LABELS: Readonly<Record<string, string>> = {
  'docs/index.md': 'Overview',
  'docs/landmarks.md': 'Landmarks',
  'docs/results/README.md': 'Results',
};

/** The groups with the texts that there are; those that no group names stand at the end of the guides. */
export function navigationOf(paths: readonly string[]): NavigationGroup[] {
  const named = new Set(GROUPS.flatMap((group) => group.paths));
  const others = paths.filter((path) => !named.has(path) && !path.startsWith('docs/results/'));
  return GROUPS.map(({ title, paths: wanted }) => ({
    title,
    paths: [...wanted.filter((path) => paths.includes(path)), ...(title === 'Guides' ? others : [])],
  }));
}
