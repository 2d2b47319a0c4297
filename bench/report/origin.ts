import type { BenchResults } from '../results.js';

/** Facts that tables show otherwise, or that no reader of a number asks for. */
const HIDDEN = new Set(['backend', 'simd', 'threads']);

/**
 * Where numbers come from, in one line.
 *
 * @param who - The participants they are of.
 */
export function origin(who: readonly string[], { machine, participants, command, day }: BenchResults): string {
  const versions = new Map<string, string>();
  for (const name of who) {
    for (const [what, value] of Object.entries(participants[name] ?? {})) {
      if (!HIDDEN.has(what)) versions.set(what, value);
    }
  }
  const list = [...versions].map(([what, value]) => `${what} ${value.replace(/^v/, '')}`).join(', ');
  const { processor, cores, memoryGiB } = machine;
  return `${processor}, ${cores} cores, ${memoryGiB} GiB; ${list}; ${day}: \`${command}\``;
}
