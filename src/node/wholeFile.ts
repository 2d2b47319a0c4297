import { rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

let count = 0;

/** What is being written at this moment. */
const unfinished = new Set<string>();

/** A name beside the path, on the same disk, hidden and of this process alone. */
function temporaryFor(path: string): string {
  const full = resolve(path);
  const temporary = join(dirname(full), `.${basename(full)}.${process.pid}.${count++}.tmp`);
  unfinished.add(temporary);
  return temporary;
}

/** Takes away what is being written, for a process that ends at once. */
export function removeHalfWritten(): void {
  for (const path of unfinished) rmSync(path, { recursive: true, force: true });
}

/**
 * Writes a file whole or not at all: to a temporary file in its folder, flushed to the disk and then renamed. Missing folders are
 * made. When writing fails or the signal fires, what stood there before stays.
 *
 * @throws What opening, writing or renaming throws; the signal's reason when it fires.
 */
export async function writeWholeFile(
  path: string,
  content: Uint8Array | string | Iterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const temporary = temporaryFor(path);
  const chunks = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  await mkdir(dirname(temporary), { recursive: true });
  try {
    const file = await open(temporary, 'w');
    try {
      for (const chunk of chunks) {
        signal?.throwIfAborted();
        await file.appendFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    signal?.throwIfAborted();
    await rename(temporary, path);
    await flushFolder(dirname(temporary));
  } finally {
    await rm(temporary, { force: true });
    unfinished.delete(temporary);
  }
}

/** Makes the renaming itself last; Windows cannot open a folder and does without. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Fills a folder whole or not at all: `fill` writes into a temporary one beside it, which takes the name at the end.
 *
 * @throws What `fill` throws, or making and renaming folders; so also when a folder with something in it has the name already.
 */
export async function writeWholeFolder(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const temporary = temporaryFor(path);
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    unfinished.delete(temporary);
  }
}
