/**
 * Makes a coverage wider by px on all sides, or narrower when px is negative.
 *
 * A pixel of coverage c reaches to about c - 1/2 beyond its middle, so a pixel at distance d from it is covered by
 * c + px - d; each pixel takes the best offer. Only pixels at an edge can make it.
 */
export function growCoverage(coverage: Float32Array, width: number, px: number): Float32Array {
  if (px === 0) return coverage;
  if (px > 0) return dilate(coverage, width, px);
  const outside = coverage.map((value) => 1 - value);
  return dilate(outside, width, -px).map((value) => 1 - value);
}

function dilate(coverage: Float32Array, width: number, px: number): Float32Array {
  const height = coverage.length / width;
  const grown = coverage.slice();
  const reach = Math.ceil(px);
  const disc = discOf(reach, px);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = coverage[y * width + x] as number;
      if (value <= 0 || !isEdge(coverage, width, height, x, y)) continue;
      offer(grown, width, height, x, y, value, disc);
    }
  }
  return grown;
}

interface Step {
  readonly dx: number;
  readonly dy: number;
  /** px - distance */
  readonly gain: number;
}

function discOf(reach: number, px: number): Step[] {
  const steps: Step[] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const gain = px - Math.hypot(dx, dy);
      if (gain > -1) steps.push({ dx, dy, gain });
    }
  }
  return steps;
}

function isEdge(coverage: Float32Array, width: number, height: number, x: number, y: number): boolean {
  const at = y * width + x;
  return (
    (x > 0 && (coverage[at - 1] as number) < 1) ||
    (x + 1 < width && (coverage[at + 1] as number) < 1) ||
    (y > 0 && (coverage[at - width] as number) < 1) ||
    (y + 1 < height && (coverage[at + width] as number) < 1)
  );
}

function offer(
  grown: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  value: number,
  disc: readonly Step[],
): void {
  for (const { dx, dy, gain } of disc) {
    const column = x + dx;
    const row = y + dy;
    if (column < 0 || column >= width || row < 0 || row >= height) continue;
    const at = row * width + column;
    const offered = Math.min(1, value + gain);
    if (offered > (grown[at] as number)) grown[at] = offered;
  }
}
