// The shape of the convolution at hand. Module variables instead of twenty parameters down four calls; every exported
// entry sets them first, and nothing outlives a call.
export let height: i32 = 0;
export let width: i32 = 0;
export let channels: i32 = 0;
export let filterHeight: i32 = 0;
export let filterWidth: i32 = 0;
export let outHeight: i32 = 0;
export let outWidth: i32 = 0;
export let strideY: i32 = 0;
export let strideX: i32 = 0;
export let dilationY: i32 = 0;
export let dilationX: i32 = 0;
export let top: i32 = 0;
export let left: i32 = 0;

/** Says the shape for the convolution calls that follow. `top` and `left` are the padding. */
export function shape(
  h: i32, w: i32, c: i32, fh: i32, fw: i32, oh: i32, ow: i32, sy: i32, sx: i32, dy: i32, dx: i32, t: i32, l: i32,
): void {
  height = h;
  width = w;
  channels = c;
  filterHeight = fh;
  filterWidth = fw;
  outHeight = oh;
  outWidth = ow;
  strideY = sy;
  strideX = sx;
  dilationY = dy;
  dilationX = dx;
  top = t;
  left = l;
}
