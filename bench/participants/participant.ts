import type { ReplyTo, Request } from '../protocol.js';

/** A process or page that measures. */
export interface Participant {
  /** Name of the backend or library. */
  readonly name: string;
  /** Asks something; one question at a time. */
  ask<R extends Request>(request: R): Promise<ReplyTo<R>>;
  stop(): Promise<void>;
}
