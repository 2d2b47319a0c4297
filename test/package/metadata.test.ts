import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, inject, it } from 'vitest';
import { REPOSITORY } from './support/paths.js';
import { run } from './support/run.js';

const { folder, tarball } = inject('packed');

describe("the package's metadata", () => {
  it('passes publint in its strict form', async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('leads TypeScript to the right types in every module resolution (are the types wrong?)', async () => {
    const program = join(REPOSITORY, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const { status, stdout, stderr } = await run(process.execPath, [
      program,
      tarball,
      '--format',
      'ascii',
      '--no-color',
    ]);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain('No problems found');
  });
});
