import { CommanderError } from 'commander';
import { FacePerturbError } from '../../support/errors.js';
import { EXIT, type ExitCode } from './exit.js';
import type { Terminal } from './output.js';
import { createProgram } from './program.js';
import { UsageError } from './usageError.js';

/**
 * Runs a command line to its end.
 *
 * @param argv - Arguments, without node and script.
 * @returns What the process is to end with.
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = createProgram(terminal, (ended) => (code = ended));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Errors of the command line's own are told in a line; others are defects, and keep their stack. */
function explain(error: unknown, { stderr, signal }: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) {
    stderr.write(`error: ${error.message}\n`);
    return EXIT.usage;
  }
  if (signal.aborted) {
    stderr.write('Stopped; nothing is half written.\n');
    return EXIT.stopped;
  }
  if (!(error instanceof FacePerturbError)) throw error;
  stderr.write(`error: ${error.message}\n`);
  return error.code === 'invalid-option' || error.code === 'invalid-argument' ? EXIT.usage : EXIT.failed;
}
