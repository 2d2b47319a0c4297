import type { Task } from '../task.js';
import { CLUSTER_TASKS } from './clusters.js';
import { MASK_FACES_TASKS } from './maskFaces.js';
import { STEP_TASKS } from './step.js';

/** Tasks that need no files, so that they run in a browser as well. */
export const PORTABLE_TASKS: readonly Task[] = [...STEP_TASKS, ...MASK_FACES_TASKS, ...CLUSTER_TASKS];
