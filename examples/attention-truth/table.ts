import type { TruthRow } from './measure.js';

/** All runs as one table, the methods that find the area most often first. */
export function truthTable(rows: readonly TruthRow[]): string {
  const methods = [...new Set(rows.map(({ method }) => method))];
  const carriers = [...new Set(rows.map(({ carrier }) => carrier))];
  const lines = methods
    .map((method) => ({ method, rate: rateOf(rows, { method, network: 'trained' }) }))
    .sort((a, b) => b.rate - a.rate)
    .map(({ method, rate }) => [
      `\`${method}\``,
      percent(rate),
      ...carriers.map((carrier) => percent(rateOf(rows, { method, network: 'trained', carrier }))),
      percent(rateOf(rows, { method, network: 'trained' }, 'namedHits', 'named')),
      percent(rateOf(rows, { method, network: 'trained' }, 'densest')),
      percent(shareOf(rows, { method, network: 'trained' })),
      percent(rateOf(rows, { method, network: 'random' })),
      percent(rateOf(rows, { method, network: 'random' }, 'densest')),
      percent(shareOf(rows, { method, network: 'random' })),
    ]);
  const head = [
    'method',
    'finds it',
    ...carriers,
    'named rightly',
    'densest there',
    'share there',
    'not trained: finds it',
    'densest',
    'share',
  ];
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

type Filter = Partial<Pick<TruthRow, 'method' | 'network' | 'carrier'>>;

function those(rows: readonly TruthRow[], filter: Filter): TruthRow[] {
  return rows.filter((row) => Object.entries(filter).every(([name, value]) => row[name as keyof Filter] === value));
}

function rateOf(
  rows: readonly TruthRow[],
  filter: Filter,
  of: 'hits' | 'namedHits' | 'densest' = 'hits',
  among: 'faces' | 'named' = 'faces',
): number {
  const chosen = those(rows, filter);
  return sum(chosen.map((row) => row[of])) / sum(chosen.map((row) => row[among]));
}

/** Mean over the runs, of faces whose maps show something. */
function shareOf(rows: readonly TruthRow[], filter: Filter): number {
  const shares = those(rows, filter).flatMap(({ share }) => (Number.isFinite(share) ? [share] : []));
  return sum(shares) / shares.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(0)} %` : '–';
}
