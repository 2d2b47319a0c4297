/**
 * Pairs rows with columns one to one at the least total cost (the Hungarian method, with shortest augmenting paths).
 *
 * @param cost - Finite numbers, [rows][columns], with at most as many rows as columns.
 * @returns The column of each row.
 */
export function assign(cost: readonly (readonly number[])[]): number[] {
  const columns = cost[0]?.length ?? 0;
  const potential = { row: new Float64Array(cost.length), column: new Float64Array(columns) };
  const rowOf = new Int32Array(columns).fill(-1);
  for (let row = 0; row < cost.length; row++) augment(cost, row, rowOf, potential);
  const columnOf = new Array<number>(cost.length).fill(-1);
  rowOf.forEach((row, column) => {
    if (row >= 0) columnOf[row] = column;
  });
  return columnOf;
}

interface Potential {
  row: Float64Array;
  column: Float64Array;
}

/** Gives one more row a column, moving earlier rows along the shortest path to a free column. */
function augment(cost: readonly (readonly number[])[], row: number, rowOf: Int32Array, potential: Potential): void {
  const distance = new Float64Array(rowOf.length).fill(Infinity);
  const cameFrom = new Int32Array(rowOf.length).fill(-1);
  const settled = new Set<number>();
  let [current, column, length] = [row, -1, 0];
  do {
    for (let next = 0; next < rowOf.length; next++) {
      if (settled.has(next)) continue;
      const reduced = at(cost[current], next) - at(potential.row, current) - at(potential.column, next);
      if (length + reduced >= at(distance, next)) continue;
      distance[next] = length + reduced;
      cameFrom[next] = column;
    }
    column = nearestUnsettled(distance, settled);
    length = at(distance, column);
    settled.add(column);
    current = at(rowOf, column);
  } while (current >= 0);
  settle(row, rowOf, potential, distance, settled, length);
  for (let end = column; end >= 0; end = at(cameFrom, end)) {
    const before = at(cameFrom, end);
    rowOf[end] = before < 0 ? row : at(rowOf, before);
  }
}

function nearestUnsettled(distance: Float64Array, settled: Set<number>): number {
  let best = -1;
  distance.forEach((value, column) => {
    if (!settled.has(column) && (best < 0 || value < at(distance, best))) best = column;
  });
  return best;
}

/** Keeps every reduced cost non-negative for the next row. */
function settle(
  row: number,
  rowOf: Int32Array,
  potential: Potential,
  distance: Float64Array,
  settled: Set<number>,
  length: number,
): void {
  potential.row[row] = at(potential.row, row) + length;
  for (const column of settled) {
    const slack = length - at(distance, column);
    potential.column[column] = at(potential.column, column) - slack;
    const owner = at(rowOf, column);
    if (owner >= 0) potential.row[owner] = at(potential.row, owner) + slack;
  }
}

function at(values: ArrayLike<number> | undefined, index: number): number {
  return values?.[index] as number;
}
