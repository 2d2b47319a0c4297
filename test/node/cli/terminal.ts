import { runCommandLine } from '../../../src/node/cli/run.js';

/** What a command line left behind. */
export interface Spoken {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line in this process. */
export async function faceperturb(argv: readonly string[], signal = new AbortController().signal): Promise<Spoken> {
  let [stdout, stderr] = ['', ''];
  const code = await runCommandLine(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal,
  });
  return { code, stdout, stderr };
}
