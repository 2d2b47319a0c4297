import * as tf from '@tensorflow/tfjs-core';
import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { OWN_KERNELS } from '../support/ownKernels.js';

/** Settings of {@link sgdNesterov} but for the learning rate; the meaning is that of PyTorch's `torch.optim.SGD`. */
export interface OptimizerSettings {
  /**
   * Share of the last velocity that is kept, in [0, 1].
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

/** Options of {@link sgdNesterov}. */
export interface SgdOptions extends OptimizerSettings {
  /** Learning rate, at least 0; may be changed between steps. */
  learningRate: number;
}

/** Changes variables along their gradients, and can be stopped and restored exactly. */
export interface Optimizer {
  /** Learning rate of the next step. */
  learningRate: number;
  /**
   * Changes each variable that has a gradient of the same name; the others stay as they are. The gradients are the caller's to dispose of.
   */
  step(gradients: tf.NamedTensorMap, variables: NamedVariables): void;
  /** The velocities by variable name: all there is to restore. */
  state(): Promise<Record<string, Float32Array>>;
  /**
   * Takes velocities as `state` gave them; a variable without one starts at rest.
   * @throws FacePerturbError `invalid-data` when a velocity fits no variable; nothing is changed then.
   */
  restore(state: Readonly<Record<string, Float32Array>>, variables: NamedVariables): void;
  /** Frees the velocities. */
  dispose(): void;
}

/** Variables by names of the caller's choice. */
export type NamedVariables = Readonly<Record<string, tf.Variable>>;

const SGD_OPTIONS = ['learningRate', 'momentum', 'nesterov', 'weightDecay', 'decay'];

/**
 * Stochastic gradient descent with momentum (Nesterov's by default) and weight decay, step for step as PyTorch's `torch.optim.SGD`:
 * g += decay * w; v = momentum * v + g; w -= rate * (g + momentum * v).
 *
 * tfjs's own momentum optimiser has no weight decay, and its Nesterov form is another.
 *
 * @throws FacePerturbError `invalid-option` for an option out of range.
 */
export function sgdNesterov(options: SgdOptions): Optimizer {
  const { learningRate, momentum = 0.9, nesterov = true, weightDecay = 1e-4, decay = 'all' } = options;
  checkOptionNames('sgdNesterov', options, SGD_OPTIONS);
  checkNumber('sgdNesterov: learningRate', learningRate, { min: 0 });
  checkNumber('sgdNesterov: momentum', momentum, { min: 0, max: 1 });
  checkNumber('sgdNesterov: weightDecay', weightDecay, { min: 0 });
  checkChoice('sgdNesterov: decay', decay, ['all', 'kernels']);
  const velocities = new Map<string, tf.Variable>();

  const velocityOf = (name: string, shape: number[]) => {
    let velocity = velocities.get(name);
    if (!velocity) velocities.set(name, (velocity = atRest(shape)));
    return velocity;
  };

  return {
    learningRate,
    step(gradients, variables) {
      for (const [name, variable] of Object.entries(variables)) {
        const gradient = gradients[name];
        if (!gradient) continue;
        const velocity = velocityOf(name, variable.shape);
        const share = decay === 'all' || variable.rank > 1 ? weightDecay : 0;
        tf.tidy(() => {
          const inputs = { weight: variable, velocity, gradient };
          const next = oneStep(inputs, { rate: this.learningRate, momentum, decay: share, nesterov });
          variable.assign(next[0]);
          velocity.assign(next[1]);
        });
      }
    },
    async state() {
      const state: Record<string, Float32Array> = {};
      for (const [name, velocity] of velocities) state[name] = (await velocity.data<'float32'>()).slice();
      return state;
    },
    restore(state, variables) {
      checkState(state, variables);
      this.dispose();
      for (const [name, values] of Object.entries(state)) {
        const shape = (variables[name] as tf.Variable).shape;
        const velocity = velocityOf(name, shape);
        tf.tidy(() => velocity.assign(tf.tensor(values.slice(), shape)));
      }
    },
    dispose() {
      for (const velocity of velocities.values()) velocity.dispose();
      velocities.clear();
    },
  };
}

interface StepInputs extends tf.NamedTensorMap {
  weight: tf.Tensor;
  velocity: tf.Tensor;
  gradient: tf.Tensor;
}

interface StepAttributes extends tf.NamedAttrMap {
  rate: number;
  momentum: number;
  decay: number;
  nesterov: boolean;
}

/** The weight and the velocity after one step: in one pass where the backend has a kernel for it, otherwise composed; the same bits. */
function oneStep(inputs: StepInputs, attributes: StepAttributes): [tf.Tensor, tf.Tensor] {
  if (tf.getKernel(OWN_KERNELS.sgd, tf.getBackend())) {
    return tf.engine().runKernel(OWN_KERNELS.sgd, inputs, attributes) as [tf.Tensor, tf.Tensor];
  }
  const { weight, velocity, gradient } = inputs;
  const { rate, momentum, decay, nesterov } = attributes;
  const slope = decay > 0 ? tf.add(gradient, tf.mul(weight, decay)) : gradient;
  const next = tf.add(tf.mul(velocity, momentum), slope);
  const direction = nesterov ? tf.add(slope, tf.mul(next, momentum)) : next;
  return [tf.sub(weight, tf.mul(direction, rate)), next];
}

function atRest(shape: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape), false));
}

function checkState(state: Readonly<Record<string, Float32Array>>, variables: NamedVariables): void {
  for (const [name, values] of Object.entries(state)) {
    const size = variables[name]?.size;
    if (values.length === size) continue;
    throw new FacePerturbError(`optimizer state: velocity ${show(name)}`, {
      code: 'invalid-data',
      expected: size === undefined ? 'the name of a variable' : `${size} values`,
      received: `${values.length} values`,
    });
  }
}
