import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocksOf } from './support/codeBlocks.js';
import { createNewcomer, expectCommandToWork, needsWhatItReads, type Newcomer } from './support/newcomer.js';
import { stepsOf } from './support/steps.js';

const GUIDE = 'docs/command-line.md';

const steps = stepsOf(GUIDE);
const [install, ...more] = steps.flatMap((step) => (step.kind === 'install' ? [step.line] : []));
const commands = steps.flatMap((step) => (step.kind === 'face-perturb' ? [step.line] : []));
const [region] = codeBlocksOf(GUIDE).filter(({ language }) => language === 'json');

describe('whoever follows the guide of the command line word for word, from the packed tarball', () => {
  let newcomer: Newcomer;

  beforeAll(async () => {
    newcomer = await createNewcomer();
    newcomer.write('region.json', region!.code);
  });
  afterAll(() => newcomer?.leave());

  it('types many commands', () => {
    expect(commands.length).toBeGreaterThanOrEqual(9);
    expect(more).toEqual([]);
  });

  it('installs it without a warning', () => newcomer.install(install!));

  // What an earlier command reads is explained, and made, further down.
  const makesFiles = (line: string) => Number(line.includes(' landmarks '));
  it.for([...commands].sort((a, b) => makesFiles(b) - makesFiles(a)))('%s', async (line, context) => {
    needsWhatItReads(context, line);
    await expectCommandToWork(newcomer, line);
    const [, out] = /--out (\S+)/.exec(line)!;
    expect(existsSync(join(newcomer.folder, out!))).toBe(true);
  });
});
