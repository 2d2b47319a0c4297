/** Machine-readable reason of a {@link FacePerturbError}. */
export type ErrorCode =
  | 'invalid-argument'
  | 'invalid-option'
  | 'invalid-shape'
  | 'invalid-data'
  | 'missing-landmarks'
  | 'missing-backend'
  | 'missing-kernel'
  | 'missing-package'
  | 'damaged-file'
  | 'aborted'
  | 'diverged'
  | 'worker-failed';

/** What a {@link FacePerturbError} is made of. */
export interface ErrorDetails {
  /** Machine-readable reason. */
  code: ErrorCode;
  /** The rule that was broken, in words: "a number in [0, 1]". */
  expected?: string;
  /** What came instead, in words or as a short value: "1.5". */
  received?: string;
  /** How to mend it: a call, an option, an install line. */
  fix?: string;
  /** The error underneath, when there was one. */
  cause?: unknown;
}

/**
 * The one error class of this library.
 *
 * Its message reads "what failed: expected …, received …. fix"; the parts are also there as fields, so a
 * program need not parse the message.
 */
export class FacePerturbError extends Error {
  override readonly name = 'FacePerturbError';
  /** Machine-readable reason. */
  readonly code: ErrorCode;
  /** The rule that was broken, in words. */
  readonly expected: string | undefined;
  /** What came instead. */
  readonly received: string | undefined;
  /** How to mend it. */
  readonly fix: string | undefined;

  /**
   * @param what - What failed, without a full stop: "maskRegion: feather".
   * @param details - The code and the parts of the message.
   */
  constructor(what: string, details: ErrorDetails) {
    const { code, expected, received, fix, cause } = details;
    super(compose(what, expected, received, fix), cause === undefined ? undefined : { cause });
    this.code = code;
    this.expected = expected;
    this.received = received;
    this.fix = fix;
  }
}

function compose(what: string, expected?: string, received?: string, fix?: string): string {
  const rule = [expected && `expected ${expected}`, received && `received ${received}`].filter(Boolean).join(', ');
  const first = rule ? `${what}: ${rule}` : what;
  return fix ? `${first}. ${fix}` : first;
}

/** Shows any value in an error message, in at most 80 characters. */
export function show(value: unknown): string {
  if (typeof value === 'string') return clip(JSON.stringify(value));
  if (typeof value === 'function') return `a function${value.name ? ` (${value.name})` : ''}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return clip(`[${value.map((item) => show(item)).join(', ')}]`);
  const kind = value.constructor?.name;
  return kind && kind !== 'Object' ? `a ${kind}` : clip(safeJson(value));
}

function safeJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'an object';
  }
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
