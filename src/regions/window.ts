/** The pixels a shape is drawn on: a window on the plane, whose upper left corner lies at (x, y). */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
