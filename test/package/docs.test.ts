import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { REPOSITORY } from './support/paths.js';
import { run } from './support/run.js';

it('the API documentation builds without a warning: every type named in a signature is exported, every link leads somewhere', async () => {
  const out = join(inject('packed').temporary, 'api');
  const typedoc = join(REPOSITORY, 'node_modules/typedoc/bin/typedoc');
  const { status, stdout, stderr } = await run(process.execPath, [typedoc, '--out', out], { cwd: REPOSITORY });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout + stderr).not.toMatch(/\[warning\]|\[error\]/);
  expect(existsSync(join(out, 'index.html'))).toBe(true);
});
