/**
 * Holds a release's tag against package.json and CHANGELOG.md, and prints that version's section: the release's notes.
 *
 *     node scripts/release-notes.mjs v1.2.0
 *
 * The exit code is 2, with what to do, where the three do not belong together.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: dirname(dirname(fileURLToPath(import.meta.url))) } },
});
const read = (name) => readFileSync(join(resolve(options.root), name), 'utf8');

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(`release: ${message}`);
  process.exit(2);
}

// The form of https://semver.org, with what npm leaves out: build metadata.
const VERSION = /^v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;
const version = VERSION.exec(positionals[0] ?? '')?.[1];
if (version === undefined) refuse(`name the tag, such as v1.2.0 (${positionals[0] ?? 'none was named'})`);
const stated = JSON.parse(read('package.json')).version;
if (stated !== version)
  refuse(`the tag says ${version} and package.json ${stated}: npm version ${version} --no-git-tag-version`);

const sections = read('CHANGELOG.md').split(/^## /m).slice(1);
const section = sections.find((text) => text.startsWith(`[${version}]`) || text.startsWith(`${version} `));
if (section === undefined)
  refuse(`CHANGELOG.md has no section for it: make "## ${version} - YYYY-MM-DD" of "## Unreleased"`);
const [title = '', ...body] = section.split('\n');
if (!/ - \d{4}-\d{2}-\d{2}$/.test(title))
  refuse(`the section "## ${title}" of CHANGELOG.md has no date: "## ${version} - YYYY-MM-DD"`);
const notes = body.join('\n').trim();
if (notes === '') refuse(`the section "## ${title}" of CHANGELOG.md is empty`);
console.log(notes);
