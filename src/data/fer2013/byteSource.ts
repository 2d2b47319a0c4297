import { FacePerturbError, show } from '../../support/errors.js';

/**
 * Where bytes come from: a browser's `Blob` or `File`, a `ReadableStream` (`response.body`), a Node stream, any
 * iterable of chunks, or bytes in memory.
 */
export type ByteSource =
  AsyncIterable<Uint8Array> | Iterable<Uint8Array> | ReadableStream<Uint8Array> | Blob | Uint8Array | ArrayBuffer;

/** Largest piece handed on at once, so that a reader of rows holds few rows at a time. */
const PIECE = 1 << 16;

/**
 * The bytes of a source in pieces of at most 64 KiB; gzip, told by its first two bytes, is unpacked on the way.
 *
 * @throws FacePerturbError `invalid-argument` when the source is none of {@link ByteSource}, `damaged-file` when
 *   packed bytes are cut or damaged.
 */
export async function* bytesOf(what: string, source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of unpacked(what, chunksOf(what, source))) {
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
  }
}

async function* chunksOf(what: string, source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (source instanceof Uint8Array) yield source;
  else if (source instanceof ArrayBuffer) yield new Uint8Array(source);
  else if (typeof Blob !== 'undefined' && source instanceof Blob) yield* chunksOfStream(source.stream());
  else if (isIterable(source)) yield* source;
  else if (isStream(source)) yield* chunksOfStream(source);
  else {
    throw new FacePerturbError(`${what}: source`, {
      code: 'invalid-argument',
      expected: 'a Blob, a ReadableStream, an iterable of Uint8Array, a Uint8Array or an ArrayBuffer',
      received: show(source),
    });
  }
}

function isIterable(source: object): source is AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  return typeof source === 'object' && source !== null && (Symbol.asyncIterator in source || Symbol.iterator in source);
}

function isStream(source: object): source is ReadableStream<Uint8Array> {
  return typeof source === 'object' && source !== null && 'getReader' in source;
}

/** Safari's streams are no async iterables, so the reader is asked by hand. */
async function* chunksOfStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

async function* unpacked(
  what: string,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { head, ended } = await firstBytes(chunks);
  const whole = ended ? only(head) : followedBy(head, chunks);
  if (head[0] === 0x1f && head[1] === 0x8b) yield* gunzipped(what, whole);
  else yield* whole;
}

/** The first chunks joined, until they hold the two bytes that tell gzip. */
async function firstBytes(chunks: AsyncGenerator<Uint8Array>): Promise<{ head: Uint8Array; ended: boolean }> {
  let head = new Uint8Array(0);
  while (head.length < 2) {
    const { done, value } = await chunks.next();
    if (done) return { head, ended: true };
    head = joined(head, value);
  }
  return { head, ended: false };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

async function* only(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (chunk.length > 0) yield chunk;
}

async function* followedBy(
  head: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield head;
    yield* rest;
  } finally {
    await rest.return();
  }
}

async function* gunzipped(
  what: string,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let failure: unknown;
  const packed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    async cancel() {
      await chunks.return();
    },
  });
  try {
    yield* chunksOfStream(packed.pipeThrough(new DecompressionStream('gzip')));
  } catch (error) {
    if (failure !== undefined) throw failure;
    throw new FacePerturbError(`${what}: the gzip data is cut or damaged`, {
      code: 'damaged-file',
      fix: 'Fetch the file again.',
      cause: error,
    });
  }
}
