/** docs/rules is made from the rules, and is up to date. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = join(ROOT, 'docs/rules');
const work = mkdtempSync(join(tmpdir(), 'dialint-pages-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function docs(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts/rule-docs.mjs'), ...argv],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

describe('the pages of the rules', () => {
  it('are up to date', () => {
    expect(docs('--check'), 'npm run docs:rules renews them').toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('hold every rule with its first example', () => {
    for (const rule of rules) {
      const page = readFileSync(join(PAGES, `${rule.id}.md`), 'utf8');
      expect(page).toContain(`# ${rule.id}\n`);
      expect(page).toContain(rule.docs.bad[0]?.code.trimEnd());
    }
  });

  it('are told one by one where they are changed, missing or left over, and are renewed', () => {
    cpSync(PAGES, work, { recursive: true });
    const [one, other] = rules;
    appendFileSync(join(work, `${one!.id}.md`), 'more\n');
    rmSync(join(work, `${other!.id}.md`));
    writeFileSync(join(work, 'zzz-gone.md'), '# a rule that is gone\n');
    const stale = [`${one!.id}.md`, `${other!.id}.md`, 'zzz-gone.md'].sort();
    expect(docs('--check', '--folder', work)).toMatchObject({
      status: 1,
      stdout: stale.map((name) => `${name} is not up to date\n`).join(''),
    });
    expect(docs('--folder', work).stdout).toBe(`${rules.length + 1} pages, 2 written, 1 removed\n`);
    expect(docs('--check', '--folder', work).status).toBe(0);
  });
});
