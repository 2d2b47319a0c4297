import { expect, it } from 'vitest';
import { progressOn } from '../../../src/node/cli/output.js';

/** What is written on a stream when `done` of 100 are done every second. */
function written(isTTY: boolean, quiet = false): string[] {
  const lines: string[] = [];
  let seconds = 0;
  const output = { isTTY, columns: 40, write: (text: string) => lines.push(text) };
  const progress = progressOn(output, quiet, () => seconds);
  for (; seconds < 25; seconds++) progress.show(seconds * 4, 100, 'pictures');
  for (; seconds < 30; seconds++) progress.show(seconds - 25, 10, 'pictures written');
  progress.end();
  return lines;
}

it('writes one line over and over on a terminal, no wider than it, and takes it away', () => {
  const lines = written(true);
  expect(lines).toHaveLength(31);
  expect(lines[10]).toBe('\r\x1b[2K40 of 100 pictures, 15 s left');
  expect(lines[29]).toBe('\r\x1b[2K4 of 10 pictures written, 6 s left');
  expect(lines[30]).toBe('\r\x1b[2K');
  for (const line of lines) expect(line.replace('\r\x1b[2K', '').length).toBeLessThan(40);
});

it('writes a plain line every ten seconds elsewhere', () => {
  expect(written(false)).toEqual(['40 of 100 pictures, 15 s left\n', '80 of 100 pictures, 5 s left\n']);
});

it('is quiet when told to', () => {
  expect(written(true, true).filter((line) => line !== '\r\x1b[2K')).toEqual([]);
});
