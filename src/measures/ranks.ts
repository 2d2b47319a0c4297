/** Ranks from 0 for the smallest; equal values get the mean of their ranks. */
export function averageRanks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    const value = values[order[from] as number];
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === value) to++;
    for (let at = from; at < to; at++) ranks[order[at] as number] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Spearman's rank correlation of numbers of which neither list is constant: Pearson's correlation of the ranks. */
export function rankCorrelation(first: Float64Array, second: Float64Array): number {
  const [a, b] = [averageRanks(first), averageRanks(second)];
  const middle = (a.length - 1) / 2;
  let [both, own, other] = [0, 0, 0];
  a.forEach((rank, at) => {
    const [x, y] = [rank - middle, (b[at] as number) - middle];
    both += x * y;
    own += x * x;
    other += y * y;
  });
  return both / Math.sqrt(own * other);
}

/** Intersection over union of the `count` largest of each; equal values at the border share the places that are left. */
export function overlapOfTop(first: Float64Array, second: Float64Array, count: number): number {
  const [a, b] = [membership(first, count), membership(second, count)];
  let [both, either] = [0, 0];
  a.forEach((value, at) => {
    both += Math.min(value, b[at] as number);
    either += Math.max(value, b[at] as number);
  });
  return both / either;
}

/** How far each value belongs to the `count` largest: 1, 0, or for those equal to the last the part of a place each has. */
function membership(values: Float64Array, count: number): Float64Array {
  const border = values.slice().sort()[values.length - count] as number;
  let [above, equal] = [0, 0];
  for (const value of values) {
    if (value > border) above++;
    else if (value === border) equal++;
  }
  return values.map((value) => (value > border ? 1 : value === border ? (count - above) / equal : 0));
}
