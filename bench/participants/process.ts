import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ReplyTo, Request } from '../protocol.js';
import type { Participant } from './participant.js';

/** How to start a measuring process. */
export interface ProcessOptions {
  name: string;
  /** Program and arguments. */
  command: readonly string[];
  /** Added to this process's environment. */
  environment?: Record<string, string>;
  /** The one processor core it may run on; any where left out. */
  core?: number;
}

interface Waiting {
  resolve(reply: never): void;
  reject(error: Error): void;
}

/** Starts a process that speaks the protocol on its standard streams. */
export function startProcess({ name, command, environment, core }: ProcessOptions): Participant {
  const pinned = core === undefined ? [] : ['taskset', '-c', String(core)];
  const [program = '', ...args] = [...pinned, ...command];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let waiting: Waiting | undefined;
  let complaints = '';

  const fail = (reason: string) => {
    waiting?.reject(new Error(`${name}: ${reason}${complaints && `\n${complaints.trimEnd()}`}`));
    waiting = undefined;
  };
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
  child.on('error', (error) => fail(error.message));
  child.stdin.on('error', (error) => fail(error.message));
  const ended = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      fail(`ended with ${signal ?? `code ${code}`}`);
      resolve();
    });
    child.on('error', () => resolve());
  });

  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply = JSON.parse(line) as { error?: string };
    if (reply.error !== undefined) return fail(reply.error);
    waiting?.resolve(reply as never);
    waiting = undefined;
  });

  return {
    name,
    ask<R extends Request>(request: R): Promise<ReplyTo<R>> {
      return new Promise<ReplyTo<R>>((resolve, reject) => {
        waiting = { resolve, reject };
        if (child.exitCode !== null) return fail(`ended with code ${child.exitCode}`);
        child.stdin.write(`${JSON.stringify(request)}\n`);
      });
    },
    stop() {
      child.stdin.end();
      child.kill();
      return ended;
    },
  };
}
