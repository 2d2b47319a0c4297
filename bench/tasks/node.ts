import type { Task } from '../task.js';
import { EPOCH_TASKS } from './epoch.js';
import { MEMORY_TASK } from './memory.js';
import { PORTABLE_TASKS } from './portable.js';
import { PROFILE_TASKS } from './profile.js';
import { READING_TASK } from './reading.js';
import { WORKERS_TASKS } from './workers.js';

/** All tasks. */
export const NODE_TASKS: readonly Task[] = [
  ...PORTABLE_TASKS,
  READING_TASK,
  ...EPOCH_TASKS,
  ...PROFILE_TASKS,
  MEMORY_TASK,
  ...WORKERS_TASKS,
];
