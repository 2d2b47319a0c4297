import type { Task } from '../task.js';
import { PORTABLE_TASKS } from './portable.js';

/** All tasks. */
export const NODE_TASKS: readonly Task[] = [...PORTABLE_TASKS];
