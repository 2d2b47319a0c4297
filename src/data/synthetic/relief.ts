import type { Point } from '../../regions/landmarks.js';
import { boundsOf } from './bounds.js';
import type { Lighting } from './parameters.js';

/** A rounded hill (or hollow) on the face; lengths in units of the head. */
export interface Bump {
  /** Middle of the hill in the picture, in pixels. */
  readonly at: Point;
  /** Half length along the axis. */
  readonly along: number;
  /** Half length across the axis. */
  readonly across: number;
  /** Height; below 0 a hollow. */
  readonly height: number;
  /**
   * Direction of the axis in the picture: an unnormalised vector.
   * @default [1, 0]
   */
  readonly axis?: Point;
}

/**
 * The form of a head as slopes in every pixel, which light falls on: an ellipsoid with hills and hollows. Drawing
 * forms in this way keeps highlights and shadows true to the one light source.
 */
export class Relief {
  private readonly slopeX: Float32Array;
  private readonly slopeY: Float32Array;

  /**
   * @param size - Width and height of the picture in pixels.
   * @param unit - Pixels a unit of the head.
   */
  constructor(
    private readonly size: number,
    private readonly unit: number,
  ) {
    this.slopeX = new Float32Array(size * size);
    this.slopeY = new Float32Array(size * size);
  }

  /** Sets the slopes to those of an ellipsoid; outside of it they stay as steep as near its edge. */
  setEllipsoid(at: Point, halfWidth: number, halfHeight: number, depth: number, upright: Point): void {
    const [axisX, axisY] = upright;
    for (let y = 0, pixel = 0; y < this.size; y++) {
      for (let x = 0; x < this.size; x++, pixel++) {
        const dx = (x + 0.5 - at[0]) / this.unit;
        const dy = (y + 0.5 - at[1]) / this.unit;
        const u = (dx * axisX + dy * axisY) / halfWidth;
        const v = (dy * axisX - dx * axisY) / halfHeight;
        const rise = depth / Math.sqrt(Math.max(0.08, 1 - u * u - v * v));
        const across = (rise * u) / halfWidth;
        const down = (rise * v) / halfHeight;
        this.slopeX[pixel] = across * axisX - down * axisY;
        this.slopeY[pixel] = across * axisY + down * axisX;
      }
    }
  }

  /** Adds a hill of the profile height * (1 - r^2)^2. */
  add({ at, along, across, height, axis = [1, 0] }: Bump): void {
    const length = Math.hypot(axis[0], axis[1]) || 1;
    const [axisX, axisY] = [axis[0] / length, axis[1] / length];
    const { left, right, top, bottom } = boundsOf([at], Math.max(along, across) * this.unit, this.size);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const dx = (x + 0.5 - at[0]) / this.unit;
        const dy = (y + 0.5 - at[1]) / this.unit;
        const u = (dx * axisX + dy * axisY) / along;
        const v = (dy * axisX - dx * axisY) / across;
        const left2 = 1 - u * u - v * v;
        if (left2 <= 0) continue;
        const steep = 4 * height * left2;
        const slopeU = (steep * u) / along;
        const slopeV = (steep * v) / across;
        const pixel = y * this.size + x;
        this.slopeX[pixel]! += slopeU * axisX - slopeV * axisY;
        this.slopeY[pixel]! += slopeU * axisY + slopeV * axisX;
      }
    }
  }

  /** Multiplies each lit pixel of a picture by the light that falls on it (Lambert's law with an ambient part). */
  light(tones: Float32Array, lit: Float32Array, { azimuth, elevation, strength }: Lighting): void {
    const [turn, lift] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
    const lightX = Math.sin(turn) * Math.cos(lift);
    const lightY = -Math.sin(lift);
    const lightZ = Math.cos(turn) * Math.cos(lift);
    // A surface that faces the viewer is about as bright in flat and in harsh light.
    const directed = (1.05 * strength) / Math.max(0.45, lightZ);
    const ambient = 1.02 - 0.95 * strength;
    for (let at = 0; at < tones.length; at++) {
      const share = lit[at] as number;
      if (share === 0) continue;
      const x = this.slopeX[at] as number;
      const y = this.slopeY[at] as number;
      const facing = (x * lightX + y * lightY + lightZ) / Math.sqrt(1 + x * x + y * y);
      const light = ambient + directed * Math.max(0, facing);
      tones[at]! *= 1 + (light - 1) * share;
    }
  }
}
