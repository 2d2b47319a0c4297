import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { codeBlocksOf, textsWithCode } from '../docs/support/codeBlocks.js';
import { fits, programsOf } from '../docs/support/programs.js';
import { isShell, readCommand, shellLinesOf } from '../docs/support/shellLines.js';
import { areThere, FACE_MODEL, needs, PORTRAIT } from '../support/sharedFiles.js';
import { startRegistry } from './support/localRegistry.js';
import { run } from './support/run.js';
import type { Served } from './support/serve.js';

const START = 'docs/getting-started.md';

const installLines = (file: string): string[] =>
  codeBlocksOf(file)
    .filter(isShell)
    .flatMap(shellLinesOf)
    .filter((line) => readCommand(line)?.kind === 'install');

/** What newer versions of npm say of packages that compile or fetch something when they are installed. */
const INSTALL_SCRIPTS = /^npm warn install-scripts.*\n/gm;

describe('in an empty folder, by the lines of the docs as they stand', () => {
  const packed = inject('packed');
  const folder = mkdtempSync(join(packed.temporary, 'newcomer-'));
  let registry: Served;

  /** Runs a line as a shell does, with an npm that knows the local registry alone. */
  const shell = (line: string) => {
    const settings = { registry: registry.address, cache: join(folder, '.npm'), audit: 'false', fund: 'false' };
    const npm = Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value] as const);
    const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...Object.fromEntries(npm) };
    return run(line, [], { cwd: folder, shell: true, env });
  };

  beforeAll(async () => {
    registry = await startRegistry(packed);
    if (!areThere(FACE_MODEL, PORTRAIT)) return;
    cpSync(FACE_MODEL, join(folder, 'face_landmarker.task'));
    cpSync(PORTRAIT, join(folder, 'photo.jpg'));
  });
  afterAll(() => registry.stop());

  it.each([...new Set([START, ...textsWithCode()].flatMap(installLines))])(
    '`%s` works, without a warning',
    async (line) => {
      const { status, stderr } = await shell(line);
      expect({ status, stderr: stderr.replace(INSTALL_SCRIPTS, '') }).toEqual({ status: 0, stderr: '' });
    },
  );

  it('the command is there', async () => {
    const { status, stdout, stderr } = await shell('npx face-perturb --help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('mask');
  });

  it.for(programsOf(codeBlocksOf(START)).filter(({ place }) => place === 'node'))(
    '$name runs, and prints what the text says',
    async (program, context) => {
      if (program.code.includes('photo.jpg')) needs(context, FACE_MODEL, PORTRAIT);
      const { code } = await transform(program.code, { loader: 'ts', target: 'es2022' });
      writeFileSync(join(folder, 'program.mjs'), code);
      const { status, stdout, stderr } = await shell('node program.mjs');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      if (program.output !== undefined && !fits(stdout, program.output)) expect(stdout).toBe(program.output);
    },
  );
});
