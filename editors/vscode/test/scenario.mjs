/**
 * What somebody does with the extension in a real VS Code. `vs` is the driver's hand on it; test/editors/vscode.test.ts makes
 * the workspace and looks at what became of it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LONG = 'deliveries_recipient_country_code_recipient_postal_code_recipient_street_index';

export default async (vs) => {
  await vs.squiggle();
  const [problem] = await vs.until('a problem', async () => {
    const all = await vs.problems();
    return all.some(({ label }) => label.includes('identifier-too-long')) && all;
  });
  assert.equal(problem.severity, 'error');
  const line =
    vs
      .text()
      .split('\n')
      .findIndex((text) => text.includes('->index([')) + 1;
  assert.equal(problem.line, line);
  await vs.shot('squiggle');

  const hover = await vs.hover(line, 24);
  assert.ok(hover.includes(LONG), hover);
  assert.match(hover, /MySQL 8\.4\s+78\/64 characters, is refused/);
  await vs.shot('hover');
  await vs.key('Escape');
  await vs.key('Escape');

  // The cursor is on the index still.
  const offered = vs.page.locator('.action-widget .monaco-list-row.action');
  await vs.key('Control+.');
  await offered.first().waitFor();
  const fixes = await offered.allInnerTexts();
  assert.ok(
    fixes.some((title) => title.includes('Name it')),
    fixes.join('; '),
  );
  assert.ok(
    fixes.some((title) => title.includes('Suppress identifier-too-long')),
    fixes.join('; '),
  );
  await vs.shot('fixes');
  // docs/images/editor.png is this one
  const { x, y, width } = await vs.page.locator('.editor-group-container.active').boundingBox();
  const clip = { x, y, width, height: 510 };
  await vs.page.screenshot({ path: vs.png.replace(/\.png$/, '.editor.png'), clip });
  const focused = vs.page.locator('.action-widget .monaco-list-row.focused');
  for (let row = 0; !(await focused.textContent()).includes('Name it'); row++) {
    assert.ok(row < fixes.length, 'the fix cannot be reached');
    await vs.key('ArrowDown');
  }
  await vs.key('Enter');
  await vs.until('the problem to go', async () =>
    (await vs.problems()).every(({ label }) => !label.includes('identifier-too-long')),
  );
  await vs.save();
  await vs.until('the file to change', () => /->index\(\[.*\], '\w+'\)/s.test(vs.text()), 10_000);
  await vs.shot('fixed');

  // What the setting names is run in a terminal; here it writes down what it is given.
  await vs.command('dialint: Replay this migration');
  const told = join(vs.ws, 'replayed.txt');
  await vs.until('the replay', () => existsSync(told) && readFileSync(told, 'utf8').includes('.php'), 20_000);
  assert.equal(readFileSync(told, 'utf8'), `replay ${vs.file} `);
  await vs.page.locator('.tab', { hasText: '.php' }).first().click();

  await vs.command('dialint: Show SQL');
  const editor = vs.page.locator('.editor-group-container.active .view-lines');
  await vs.until('the SQL', async () =>
    ((await editor.textContent()) ?? '').replaceAll(/\s/g, ' ').includes('MySQL 8.4'),
  );
  await vs.shot('sql');
};
