import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeImage } from '../../../src/node/index.js';
import { temporaryFolder } from '../folders.js';
import { faceperturb } from './terminal.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder(), name);

beforeAll(async () => {
  await writeImage(at('a.png'), { pixels: new Uint8Array(64).fill(200), width: 8, height: 8, channels: 1 });
  await mkdir(at('empty'));
  await writeFile(at('broken.json'), '{');
  await writeFile(at('list.json'), '[1]');
});

describe('the command line', () => {
  it('tells its commands, the options of each and its version', async () => {
    const help = await faceperturb(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['mask', 'landmarks', 'maskfer', 'Exit codes', '130']) expect(help.stdout).toContain(word);
    expect((await faceperturb(['mask', '--help'])).stdout).toContain('leftEyeArea');
    expect(await faceperturb(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it.each([
    [['paint'], "unknown command 'paint'"],
    [['mask', 'IN', '--out', 'OUT'], "required option '--region <region>'"],
    [['mask', 'IN', '--region', 'mouth'], "required option '--out <folder>'"],
    [['mask', 'IN', '--region', 'mouth', '--mean-shape', '--out', 'OUT', '--feather', 'x'], 'Expected a number in 0'],
    [['mask', 'IN', '--region', 'mouth', '--out', 'OUT'], 'add --model face_landmarker.task to find faces'],
    [['mask', 'IN', '--region', 'mouht', '--mean-shape', '--out', 'OUT'], 'leftBrow'],
    [['mask', 'IN', '--region', '{"kind":"box"}', '--out', 'OUT'], 'box'],
    [['mask', 'IN', '--region', '{"kind":', '--out', 'OUT'], 'expected JSON'],
    [['mask', 'IN', '--region', '@none.json', '--out', 'OUT'], 'a file that can be read'],
    [['mask', 'IN', '--region', 'mouth', '--mean-shape', '--fill', 'red', '--out', 'OUT'], "'zero', 'mean'"],
    [['mask', 'IN', '--region', 'mouth', '--mean-shape', '--fill', '1.5', '--out', 'OUT'], '[0, 1]'],
    [['mask', 'IN', '--region', 'mouth', '--mean-shape', '--quality', '80', '--out', 'OUT'], 'all results are PNG'],
    [['mask', 'none.png', '--region', 'mouth', '--mean-shape', '--out', 'OUT'], 'nothing of that name'],
    [['mask', 'EMPTY', '--region', 'mouth', '--mean-shape', '--out', 'OUT'], 'a folder with pictures'],
    [['mask', 'IN', '--region', 'mouth', '--landmarks', 'BROKEN', '--out', 'OUT'], 'expected JSON'],
    [['mask', 'IN', '--region', 'mouth', '--landmarks', 'LIST', '--out', 'OUT'], 'what the command landmarks writes'],
    [['mask', 'IN', '--region', 'mouth', '--landmarks', 'a', '--model', 'b', '--out', 'OUT'], 'not both'],
    [['mask', 'IN', '--region', 'mouth', '--mean-shape', '--out', 'HERE'], 'no picture that is read is replaced'],
    [['mask', 'IN', 'IN', '--region', 'mouth', '--mean-shape', '--out', 'OUT'], 'a file name of its own'],
    [['landmarks', 'IN', '--out', 'OUT'], 'add --model'],
    [['landmarks', 'IN', '--model', 'none.task', '--out', 'OUT'], 'could not be read'],
    [['maskfer', 'none.csv', '--out', 'OUT'], 'nothing of that name'],
    [['maskfer', 'none.csv', '--out', 'HERE'], 'a folder with something in it'],
    [['maskfer', 'IN', '--style', 'silk', '--out', 'OUT'], 'Allowed choices are surgical, n95, cloth'],
    [['maskfer', 'IN', '--cache', 'found', '--out', 'OUT'], 'give both'],
  ])('refuses %j with exit code 2, in words, and writes nothing', async (argv, message) => {
    const paths: Record<string, string> = {
      ...{ IN: at('a.png'), OUT: at('out'), HERE: folder(), EMPTY: at('empty') },
      ...{ BROKEN: at('broken.json'), LIST: at('list.json') },
    };
    const { code, stdout, stderr } = await faceperturb(argv.map((word) => paths[word] ?? word));
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect((await readdir(folder())).sort()).toEqual(['a.png', 'broken.json', 'empty', 'list.json']);
  });
});
