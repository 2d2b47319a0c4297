#!/usr/bin/env node
import { removeHalfWritten } from '../wholeFile.js';
import { EXIT } from './exit.js';
import { runCommandLine } from './run.js';

const controller = new AbortController();

/** The first signal stops after the picture under way; the second ends at once. */
function stop(): void {
  if (controller.signal.aborted) {
    removeHalfWritten();
    process.exit(EXIT.stopped);
  }
  controller.abort();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);

const { stdout, stderr } = process;
void runCommandLine(process.argv.slice(2), { stdout, stderr, signal: controller.signal }).then((code) => {
  process.exitCode = code;
});
