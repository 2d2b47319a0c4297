import type { Task } from '../task.js';
import { PORTABLE_TASKS } from './portable.js';
import { READING_TASK } from './reading.js';

/** All tasks. */
export const NODE_TASKS: readonly Task[] = [...PORTABLE_TASKS, READING_TASK];
