import type { Task } from '../task.js';
import { ATTENTION_TASKS } from './attention.js';
import { CLUSTER_TASKS } from './clusters.js';
import { CONVOLUTION_TASKS } from './convolution.js';
import { LAYER_TASKS } from './layers.js';
import { MASK_FACES_TASKS } from './maskFaces.js';
import { MASK_TASKS } from './maskRegions.js';
import { STEP_TASKS } from './step.js';

/** Tasks that need no files, so that they run in a browser as well. */
export const PORTABLE_TASKS: readonly Task[] = [
  ...STEP_TASKS,
  ...LAYER_TASKS,
  ...CONVOLUTION_TASKS,
  ...MASK_FACES_TASKS,
  ...MASK_TASKS,
  ...ATTENTION_TASKS,
  ...CLUSTER_TASKS,
];
