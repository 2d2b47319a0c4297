import { createInterface } from 'node:readline';
import { openBackend } from './backends.js';
import { trainEpoch, type TimedEpoch } from './trainEpoch.js';

// A program: trains once for each line, which says what, and answers with how it went; the first line of its own says that it listens.
console.log = console.warn = console.info = console.error;
await openBackend(process.argv[2] ?? 'wasm');
process.stdout.write('listening\n');
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await trainEpoch(JSON.parse(line) as TimedEpoch))}\n`);
}
process.exit();
