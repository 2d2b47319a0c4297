import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import { openBackend } from './backends.js';
import { createHandler } from './handler.js';
import type { Request } from './protocol.js';
import { NODE_TASKS } from './tasks/node.js';

// Standard output is for answers alone.
console.log = console.warn = console.info = console.error;

const { environment, slow } = await openBackend(process.argv[2] ?? 'wasm');
const handle = createHandler({
  environment: { node: process.version, tfjs: tf.version_core, ...environment },
  tasks: NODE_TASKS,
  slow,
  clock: {
    wall: () => performance.now(),
    cpu() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
  },
  shareIn: (folder) => async (name, values) => {
    const path = join(folder, name);
    await writeFile(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return path;
  },
});

for await (const line of createInterface({ input: process.stdin })) {
  const reply = await handle(JSON.parse(line) as Request).catch((error: unknown) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
process.exit();
