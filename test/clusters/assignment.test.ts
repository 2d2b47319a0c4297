import { expect, it } from 'vitest';
import fc from 'fast-check';
import { assign } from '../../src/clusters/assignment.js';

/** The least cost by trying every pairing. */
function bruteForce(cost: number[][], taken: ReadonlySet<number> = new Set()): number {
  const [row, ...rest] = cost;
  if (!row) return 0;
  const costs = row.map((value, column) =>
    taken.has(column) ? Infinity : value + bruteForce(rest, new Set([...taken, column])),
  );
  return Math.min(...costs);
}

it('finds the pairing of least cost', () => {
  const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 })).chain(([rows, extra]) => {
    const row = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: rows + extra, maxLength: rows + extra });
    return fc.array(row, { minLength: rows, maxLength: rows });
  });
  fc.assert(
    fc.property(matrix, (cost) => {
      const columns = assign(cost);
      expect(new Set(columns).size).toBe(cost.length);
      const total = columns.reduce((sum, column, row) => sum + (cost[row]?.[column] as number), 0);
      expect(total).toBe(bruteForce(cost));
    }),
    { numRuns: 300, seed: 1 },
  );
});
