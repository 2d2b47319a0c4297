/** The first part of a task's name. */
export function groupOf(task: string): string {
  return task.split('/')[0] ?? task;
}

/** A task's name without its group. */
export function shortName(task: string): string {
  return task.slice(groupOf(task).length + 1) || task;
}
