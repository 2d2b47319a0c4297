import { join } from 'node:path';
import { CommanderError } from 'commander';
import { FacePerturbError } from '../../src/support/errors.js';
// Their layers are known to models that have them.
import '../../src/models/index.js';
import { readCommandLine } from './commandLine.js';
import { explainModel, type Teller } from './run.js';

const EXIT = { done: 0, failed: 1, usage: 2 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const request = readCommandLine(argv);
    const teller = terminalTeller();
    await explainModel(request, teller);
    teller.note(`Report: ${join(request.out, 'report.html')}`);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof FacePerturbError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.failed;
  }
}

/** Shows progress on one line of a terminal, and not at all in a file. */
function terminalTeller(): Teller {
  const { stdout } = process;
  const erase = stdout.isTTY ? '\r\x1b[2K' : '';
  return {
    note: (line) => void stdout.write(`${erase}${line}\n`),
    progress: (what, done, total) => {
      if (stdout.isTTY) stdout.write(`${erase}${what}: ${done} of ${total} faces`);
    },
  };
}
