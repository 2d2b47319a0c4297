import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, type TestContext } from 'vitest';
import type { Consumer } from '../../package/support/consumer.js';
import { startRegistry } from '../../package/support/localRegistry.js';
import { run, type Ran } from '../../package/support/run.js';
import { syntheticFaces, syntheticSplits } from '../../../src/data/index.js';
import { writeDataset, writeImage } from '../../../src/node/index.js';
import { useSoftwareDriver } from '../../support/softwareDriver.js';
import { areThere, FACE_MODEL, needs, PORTRAIT, THREE_PEOPLE } from '../../support/sharedFiles.js';

/** Somebody with an empty folder, pictures of their own, and npm. */
export interface Newcomer extends Consumer {
  /** Runs a line as a shell does, with an npm that can have the packed tarball and whatever the repository has installed. */
  shell(line: string): Promise<Ran>;
  /** Runs a program, whose WebGPU computes on the software driver that comes with Chromium. */
  nodeWithWebgpu(file: string): Promise<Ran>;
  /** Runs a line of `npm install`, and expects it to work without a warning. */
  install(line: string): Promise<void>;
  /** Ends the registry. */
  leave(): void;
}

/** What newer versions of npm say of packages that compile or fetch something when they are installed. */
const INSTALL_SCRIPTS = /^npm warn install-scripts.*\n/gm;

/** Makes the folder. Nothing in it comes from the package, which is still to be installed. */
export async function createNewcomer(): Promise<Newcomer> {
  const packed = inject('packed');
  const folder = mkdtempSync(join(packed.temporary, 'newcomer-'));
  const registry = await startRegistry(packed);
  const settings = { registry: registry.address, cache: join(folder, '.npm'), audit: 'false', fund: 'false' };
  const npm = Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value] as const);
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...Object.fromEntries(npm) };
  const shell = (line: string) => run(line, [], { cwd: folder, shell: true, env });
  const install = async (line: string) => {
    const { status, stderr } = await shell(line);
    expect({ status, stderr: stderr.replace(INSTALL_SCRIPTS, '') }).toEqual({ status: 0, stderr: '' });
  };
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  await bringPictures(folder);
  const node = (file: string, more = {}) => run(process.execPath, [file], { cwd: folder, env: { ...env, ...more } });
  const nodeWithWebgpu = (file: string) => {
    useSoftwareDriver();
    // A graphics driver complains of a session without a folder of its own.
    return node(file, { VK_DRIVER_FILES: process.env['VK_DRIVER_FILES'], XDG_RUNTIME_DIR: folder });
  };
  return { folder, write, node, nodeWithWebgpu, shell, install, leave: () => registry.stop() };
}

/** What the guides read: a face with its landmarks, aligned faces, a data set in FER2013's form, photographs, and MediaPipe's model. */
async function bringPictures(folder: string): Promise<void> {
  const draw = async (name: string, side: number, seed: number) => {
    const { pixels, landmarks } = syntheticFaces({ count: 1, seed, size: side, emotions: ['happy'] });
    await writeImage(join(folder, name), { pixels, width: side, height: side, channels: 1 });
    return landmarks[0]!.points;
  };
  const points = await draw('face.png', 192, 4);
  writeFileSync(join(folder, 'landmarks.json'), JSON.stringify({ 'face.png': points }));
  for (const seed of [1, 2, 3]) await draw(`crops/${seed}.png`, 96, seed);
  await writeDataset(join(folder, 'fer2013.csv'), syntheticSplits({ train: 70, validation: 14, test: 14, seed: 1 }));
  mkdirSync(join(folder, 'photos'));
  if (!areThere(FACE_MODEL, PORTRAIT, THREE_PEOPLE)) return;
  cpSync(FACE_MODEL, join(folder, 'face_landmarker.task'));
  cpSync(PORTRAIT, join(folder, 'photo.jpg'));
  cpSync(PORTRAIT, join(folder, 'photos/a.jpg'));
  cpSync(THREE_PEOPLE, join(folder, 'photos/b.jpg'));
}

/** Skips a test of code that reads photographs or the model where there are none; an error on the CI machine. */
export function needsWhatItReads(context: TestContext, code: string): void {
  if (/photo|face_landmarker\.task|faces\.json/.test(code)) needs(context, FACE_MODEL, PORTRAIT, THREE_PEOPLE);
}

/** Types a line of the command line, and expects that it does what it says. */
export async function expectCommandToWork({ shell }: Newcomer, line: string): Promise<void> {
  const { status, stdout, stderr } = await shell(line);
  // Nothing but how far it is, on a slow machine.
  expect(stderr).toMatch(/^(\d+ of \d+ .*\n)*$/);
  expect(stdout).toMatch(/^\d+ (of \d+ pictures (masked|looked at)|faces masked: .*) \(\d+\.\d s\)\n$/);
  expect(status).toBe(0);
}
