import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { REPOSITORY } from './support/paths.js';
import { run } from './support/run.js';

const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as { version: string; license: string; scripts: object };

/** A folder that may be published as 1.2.3, but for the files that are given. */
function folderWith(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(inject('packed').temporary, 'release-'));
  const repository = { type: 'git', url: 'git+https://example.org/face-perturb.git' };
  const sound = {
    'package.json': JSON.stringify({ version: '1.2.3', repository }),
    'CHANGELOG.md': '# Changelog\n\n## 1.2.3 (2026-12-24)\n\n- Faces\n- Masks\n\n## 1.2.2 (2026-12-01)\n\n- Older\n',
    'CITATION.cff': 'cff-version: 1.2.0\nversion: 1.2.3\n',
  };
  for (const [name, text] of Object.entries({ ...sound, ...files })) writeFileSync(join(folder, name), text);
  return folder;
}

const check = (cwd: string, tag: string) =>
  run(process.execPath, [join(REPOSITORY, '.github/release.mjs'), tag], { cwd });

describe('a release', () => {
  it("has its version's part of the changelog as notes", async () => {
    expect(await check(folderWith(), 'v1.2.3')).toEqual({ status: 0, stdout: '- Faces\n- Masks\n', stderr: '' });
  });

  it.each([
    ['v1.2.4', {}, "the tag is 'v1.2.4', but package.json's version asks for 'v1.2.3'"],
    ['v1.2.3', { 'package.json': '{"version":"1.2.3"}' }, 'package.json has no repository.url'],
    ['v1.2.3', { 'CHANGELOG.md': '## 1.2.30 (2026-12-24)\n\n- Faces\n' }, 'CHANGELOG.md has no part for 1.2.3'],
    ['v1.2.3', { 'CHANGELOG.md': '## 1.2.3 (not published yet)\n\n- Faces\n' }, 'the day as YYYY-MM-DD'],
    ['v1.2.3', { 'CHANGELOG.md': '## 1.2.3 (2026-12-24)\n\n## 1.2.2 (2026-12-01)\n' }, 'says nothing under 1.2.3'],
    ['v1.2.3', { 'CITATION.cff': 'cff-version: 1.2.3\nversion: 1.2.2\n' }, 'does not name version 1.2.3'],
  ])('tagged %s is refused: %o', async (tag, files: Record<string, string>, reason) => {
    const { status, stdout, stderr } = await check(folderWith(files), tag);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(reason)]);
  });

  it('of these sources would be refused for what only its publisher can set, and nothing else', async () => {
    const folder = folderWith();
    for (const file of ['package.json', 'CHANGELOG.md', 'CITATION.cff']) {
      cpSync(join(REPOSITORY, file), join(folder, file));
    }
    const { stderr } = await check(folder, `v${manifest.version}`);
    const left = stderr.split('\n').filter((line) => line && !/repository\.url|the day as YYYY-MM-DD/.test(line));
    expect(left).toEqual([]);
  });
});

describe('the papers', () => {
  it('name the licence and the paper to cite', () => {
    const citation = read('CITATION.cff');
    expect(citation).toContain(`\nlicense: ${manifest.license}\n`);
    expect(citation).toContain('value: arXiv:2411.00824');
    expect(read('LICENSE')).toMatch(/^MIT License/);
  });

  it('name commands and files that exist', () => {
    const text = read('CONTRIBUTING.md');
    const scripts = [...text.matchAll(/\bnpm run ([\w:]+)/g)].map((match) => match[1] as string);
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
    for (const file of ['CONTRIBUTING.md', 'SECURITY.md']) {
      for (const [, path = ''] of read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)) expect(read(path)).not.toBe('');
    }
  });
});
