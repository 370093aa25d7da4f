import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { checkProject } from '../../src/check.ts';
import { EXAMPLE_FILE, exampleSource } from '../../src/lint/example-source.ts';
test('x', async () => {
  const out: string[] = [];
  for (const rule of rules) for (const example of [...rule.docs.bad, ...rule.docs.good]) {
    const root = mkdtempSync(join(tmpdir(), 'zz-'));
    const files: Record<string, string> = { 'composer.json': '{ "require": { "laravel/framework": "^12.0" } }\n', ...example.files, ...(example.config ? {'dialint.json': JSON.stringify(example.config)} : {}), [example.file ?? EXAMPLE_FILE]: exampleSource(example) };
    for (const [f, t] of Object.entries(files)) { mkdirSync(dirname(join(root, f)), { recursive: true }); writeFileSync(join(root, f), t); }
    out.push(`\n## ${rule.id}: ${example.title}`);
    try {
    const { diagnostics } = await checkProject(root, example.config ? {} : { engines: ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'] });
    for (const d of diagnostics) out.push(`${d.suppressed ? '(suppressed) ' : ''}${d.severity}[${d.rule}] ${d.file}:${d.span.start.line}:${d.span.start.column} ${d.message}\n    help: ${d.help ?? ''} ${d.engines.join(',')} ${d.fix ? `FIX ${d.fix.safety} ${JSON.stringify(d.fix.edits.map(e=>e.text))}` : ''} ${d.related.map(r=>`rel ${r.span.start.line} ${r.message}`).join('; ')}`);
    } catch (e) { out.push(String(e)); }
  }
  writeFileSync('/tmp/t/out.txt', out.join('\n'));
});
