// One update of stochastic gradient descent with momentum and weight decay, as torch.optim.SGD: one pass over memory.

/**
 * slope = g + decay w; v' = momentum v + slope; w' = w - rate (slope + momentum v'), or w - rate v' without Nesterov's look
 * ahead. Products and sums are rounded one by one, so that every engine gives the same bits.
 */
export function sgd(
  w: usize, v: usize, g: usize, nextW: usize, nextV: usize, count: i32, rate: f32, momentum: f32, decay: f32,
  nesterov: bool,
): void {
  const rates = f32x4.splat(rate);
  const momenta = f32x4.splat(momentum);
  const decays = f32x4.splat(decay);
  for (; count >= 4; count -= 4) {
    const weight = v128.load(w);
    const slope = f32x4.add(v128.load(g), f32x4.mul(weight, decays));
    const velocity = f32x4.add(f32x4.mul(v128.load(v), momenta), slope);
    const direction = nesterov ? f32x4.add(slope, f32x4.mul(velocity, momenta)) : velocity;
    v128.store(nextV, velocity);
    v128.store(nextW, f32x4.sub(weight, f32x4.mul(direction, rates)));
    w += 16;
    v += 16;
    g += 16;
    nextW += 16;
    nextV += 16;
  }
  for (; count > 0; count--) {
    const weight = load<f32>(w);
    const slope = load<f32>(g) + weight * decay;
    const velocity = load<f32>(v) * momentum + slope;
    store<f32>(nextV, velocity);
    store<f32>(nextW, weight - (nesterov ? slope + velocity * momentum : velocity) * rate);
    w += 4;
    v += 4;
    g += 4;
    nextW += 4;
    nextV += 4;
  }
}
