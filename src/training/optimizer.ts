/** Settings of {@link sgdNesterov} but for the learning rate; the meaning is that of PyTorch's `torch.optim.SGD`. */
export interface OptimizerSettings {
  /**
   * Share of the last velocity that is kept, in [0, 1).
   * @default 0.9
   */
  momentum?: number;
  /**
   * Look one step ahead along the velocity.
   * @default true
   */
  nesterov?: boolean;
  /**
   * This share of each weight is added to its gradient; at least 0.
   * @default 1e-4
   */
  weightDecay?: number;
  /**
   * Which weights decay: all, or only kernels (those of rank 2 and more; biases and batch norm's scales do not).
   * @default 'all'
   */
  decay?: 'all' | 'kernels';
}
