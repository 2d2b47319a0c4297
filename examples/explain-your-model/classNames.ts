/** Names in use for the emotions, in lower case, by the one that stands for all. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  angry: ['anger'],
  disgust: ['disgusted'],
  fear: ['fearful', 'afraid', 'scared'],
  happy: ['happiness', 'joy'],
  sad: ['sadness'],
  surprise: ['surprised'],
  neutral: ['neutrality', 'calm'],
};

/** Which of the labels a name means, in any case and by any name in use; -1 for none. */
export function classOf(name: string, labels: readonly string[]): number {
  const wanted = plain(name);
  return labels.findIndex((label) => plain(label) === wanted);
}

/** The name that stands for all of an emotion's. */
export function plain(name: string): string {
  const lower = name.toLowerCase();
  return Object.entries(VARIANTS).find(([, others]) => others.includes(lower))?.[0] ?? lower;
}
