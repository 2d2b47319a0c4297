import type { Task } from '../task.js';
import { STEP_TASKS } from './step.js';

/** Tasks that need no files, so that they run in a browser as well. */
export const PORTABLE_TASKS: readonly Task[] = [...STEP_TASKS];
