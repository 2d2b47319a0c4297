import { CommanderError } from 'commander';
import { FacePerturbError } from '../../src/support/errors.js';
import { terminalReporter, type Reporter } from './progress.js';
import { EXIT } from './stopOnSignals.js';

/**
 * Runs a command of the examples on a terminal: what it tells goes to standard output, errors that a user can mend to standard error.
 *
 * @param command - Reads the arguments and does the work; gives the exit code.
 * @returns The exit code.
 */
export async function runCommand(command: (reporter: Reporter) => Promise<number>): Promise<number> {
  const reporter = terminalReporter(process.stdout);
  try {
    return await command(reporter);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof FacePerturbError)) throw error;
    if (error.code === 'aborted') {
      reporter.note('Stopped; all that was done is kept. The same command goes on from here.');
      return EXIT.stopped;
    }
    reporter.note('');
    process.stderr.write(`${error.message}\n`);
    return EXIT.failed;
  }
}
