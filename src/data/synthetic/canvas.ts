import type { Point } from '../../regions/landmarks.js';
import { boundsOf } from './bounds.js';
import { Coverage } from './coverage.js';

/** How a shape is laid on the picture. */
export interface Paint {
  /** Grey from 0 to 1. */
  readonly tone: number;
  /**
   * How much of what was there is covered, 0 … 1.
   * @default 1
   */
  readonly alpha?: number;
  /** Paints only inside this shape. */
  readonly within?: Coverage;
}

/** How a line is drawn. */
export interface Stroke extends Paint {
  /** Width in pixels at the start. */
  readonly width: number;
  /**
   * Width in pixels at the end.
   * @default width
   */
  readonly endWidth?: number;
  /**
   * Fades from the middle of the line to its edge instead of ending sharply.
   * @default false
   */
  readonly soft?: boolean;
}

/**
 * A grey picture that shapes are painted on with antialiased edges. What is painted is reflectance; `lit` says how much
 * each pixel takes part in the shading by light.
 */
export class Canvas {
  /** Grey of each pixel, 0 … 1. */
  readonly tones: Float32Array;
  /** How much each pixel is shaded by the light, 0 … 1. */
  readonly lit: Float32Array;
  private readonly coverage: Coverage;
  private readonly ink: Float32Array;

  /** @param size - Width and height in pixels. */
  constructor(readonly size: number) {
    this.tones = new Float32Array(size * size);
    this.lit = new Float32Array(size * size);
    this.ink = new Float32Array(size * size);
    this.coverage = new Coverage(size);
  }

  /** Fills a closed polygon, and says how much its pixels are shaded. */
  fill(polygon: readonly Point[], paint: Paint, lit?: number): void {
    this.coverage.set(polygon);
    this.paintCoverage(this.coverage, paint, lit);
  }

  /** Fills a shape whose coverage is known. */
  paintCoverage(shape: Coverage, { tone, alpha = 1, within }: Paint, lit?: number): void {
    const { values, left, right, top, bottom } = shape;
    for (let y = top; y < bottom; y++) {
      for (let at = y * this.size + left, end = y * this.size + right; at < end; at++) {
        let amount = alpha * (values[at] as number);
        if (within) amount *= within.values[at] as number;
        if (amount === 0) continue;
        this.tones[at]! += (tone - (this.tones[at] as number)) * amount;
        if (lit !== undefined) this.lit[at]! += (lit - (this.lit[at] as number)) * amount;
      }
    }
  }

  /** Draws a line along a polyline. A line thinner than a pixel is one pixel wide and paler. */
  stroke(line: readonly Point[], { tone, alpha = 1, width, endWidth = width, soft = false, within }: Stroke): void {
    const reach = Math.max(width, endWidth, 1) / 2 + 1;
    const box = boundsOf(line, reach, this.size);
    for (let y = box.top; y < box.bottom; y++) this.ink.fill(0, y * this.size + box.left, y * this.size + box.right);
    const last = line.length - 1;
    for (let piece = 0; piece < last; piece++) {
      const from = width + ((endWidth - width) * piece) / last;
      const to = width + ((endWidth - width) * (piece + 1)) / last;
      this.inkPiece(line[piece] as Point, line[piece + 1] as Point, from / 2, to / 2, soft);
    }
    for (let y = box.top; y < box.bottom; y++) {
      for (let at = y * this.size + box.left, end = y * this.size + box.right; at < end; at++) {
        let amount = alpha * (this.ink[at] as number);
        if (within) amount *= within.values[at] as number;
        this.tones[at]! += (tone - (this.tones[at] as number)) * amount;
      }
    }
  }

  /** Inks one straight piece: the strongest ink of all pieces stays. */
  private inkPiece(from: Point, to: Point, fromHalf: number, toHalf: number, soft: boolean): void {
    const least = soft ? 0.9 : 0.5;
    const thin = Math.min(1, Math.max(fromHalf, toHalf) / least);
    const [x0, y0] = from;
    const [dx, dy] = [to[0] - x0, to[1] - y0];
    const length2 = dx * dx + dy * dy || 1e-12;
    const box = boundsOf([from, to], Math.max(fromHalf, toHalf, least) + (soft ? 0 : 0.5), this.size);
    for (let y = box.top; y < box.bottom; y++) {
      for (let x = box.left; x < box.right; x++) {
        const px = x + 0.5 - x0;
        const py = y + 0.5 - y0;
        const part = Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
        const half = Math.max(least, fromHalf + (toHalf - fromHalf) * part);
        const offX = px - part * dx;
        const offY = py - part * dy;
        const distance = Math.sqrt(offX * offX + offY * offY);
        const ink = soft
          ? Math.max(0, 1 - (distance / half) ** 2) ** 2
          : Math.min(1, Math.max(0, half - distance + 0.5));
        const at = y * this.size + x;
        if (ink * thin > (this.ink[at] as number)) this.ink[at] = ink * thin;
      }
    }
  }
}
