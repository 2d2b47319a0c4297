/**
 * Says whether the working folder may be published under a tag, and prints the release's notes, which are the version's part of
 * CHANGELOG.md:
 *
 *     node .github/release.mjs v0.1.0 > notes.md
 *
 * Ends with status 1 and every reason on stderr when it may not.
 */
import { readFileSync } from 'node:fs';

const [tag = ''] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { version, repository } = manifest;
const section = sectionOf(readFileSync('CHANGELOG.md', 'utf8'), version);

const reasons = [
  tag !== `v${version}` && `the tag is '${tag}', but package.json's version asks for 'v${version}'`,
  !cited(readFileSync('CITATION.cff', 'utf8')) && `CITATION.cff does not name version ${version}`,
  !section && `CHANGELOG.md has no part for ${version}`,
  section && !/^\d{4}-\d\d-\d\d$/.test(section.date) && dateMissing(section),
  section && !section.notes && `CHANGELOG.md says nothing under ${version}`,
  // npm compares it with the place the workflow runs at, and refuses provenance without it.
  !repository?.url && `package.json has no repository.url: see CONTRIBUTING.md, "Releases"`,
].filter(Boolean);

if (reasons.length > 0) {
  for (const reason of reasons) console.error(`not published: ${reason}`);
  process.exitCode = 1;
} else {
  console.log(section.notes);
}

/** The part under `## version (date)`, up to the next version's. */
function sectionOf(changelog, wanted) {
  for (const part of changelog.split(/^## /m).slice(1)) {
    const [heading = '', ...lines] = part.split('\n');
    const [, name, date] = /^(\S+) \((.*)\)$/.exec(heading.trim()) ?? [];
    if (name === wanted) return { heading, date, notes: lines.join('\n').trim() };
  }
  return undefined;
}

function dateMissing({ heading, date }) {
  return `CHANGELOG.md's '${heading}' should give the day as YYYY-MM-DD, not '${date}'`;
}

function cited(citation) {
  return new RegExp(`^version: "?${version.replaceAll('.', '\\.')}"?$`, 'm').test(citation);
}
