import { execFile, type ExecFileOptions } from 'node:child_process';

/** What a process left behind. */
export interface Ran {
  status: number | string;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, with the environment of a user: nothing of the test runner's. */
export function run(program: string, parameters: readonly string[], options: ExecFileOptions = {}): Promise<Ran> {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', VITEST: '', NO_COLOR: '1', FORCE_COLOR: '0' };
  return new Promise((resolve) => {
    execFile(program, parameters, { env, maxBuffer: 64 * 2 ** 20, ...options }, (error, stdout, stderr) => {
      resolve({ status: error ? (error.code ?? String(error)) : 0, stdout: String(stdout), stderr: String(stderr) });
    });
  });
}
