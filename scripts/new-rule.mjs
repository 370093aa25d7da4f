/**
 * Begins a rule: rules/NAME.ts with its test, its place in rules/index.ts and rules/presets.ts, its page in docs/rules
 * and its entry in the schema of dialint.json.
 *
 *     npm run new-rule NAME [-- --severity error|warning|info] [--topic portability,safety]
 *
 * What the author has to write stands as TODO, and the rule's test fails until none is left.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SEVERITIES = ['error', 'warning', 'info'];
const TOPICS = ['portability', 'safety'];

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(`new-rule: ${message}`);
  process.exit(2);
}

/** @param {string} file @param {string} text */
const write = (file, text) => writeFileSync(join(ROOT, file), text);

/** @param {string} file @param {string} text @param {string | RegExp} before @param {string} line */
function inserted(file, text, before, line) {
  const at = typeof before === 'string' ? text.indexOf(before) : text.search(before);
  if (at < 0) throw new Error(`new-rule: ${file} is not as it was expected: ${before} is missing`);
  return text.slice(0, at) + line + text.slice(at);
}

/** @returns {{ name: string, severity: string, topics: string[] }} */
function asked() {
  /** @type {{ values: { severity?: string, topic?: string }, positionals: string[] }} */
  let read;
  try {
    read = parseArgs({
      allowPositionals: true,
      options: { severity: { type: 'string' }, topic: { type: 'string' } },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const [name, ...more] = read.positionals;
  const { severity = 'warning', topic = '' } = read.values;
  if (name === undefined || more.length > 0) refuse('give one name: npm run new-rule no-enum');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    refuse(`"${name}" is no rule id; write words in lower case with dashes: no-enum`);
  for (const file of [`rules/${name}.ts`, `test/rules/${name}.test.ts`])
    if (existsSync(join(ROOT, file))) refuse(`${file} is there already`);
  if (['index', 'presets'].includes(name)) refuse(`rules/${name}.ts is no rule`);
  if (!SEVERITIES.includes(severity)) refuse(`--severity takes ${SEVERITIES.join(', ')}; not "${severity}"`);
  const topics = topic.split(',').filter((one) => one !== '');
  for (const one of topics)
    if (!TOPICS.includes(one)) refuse(`--topic takes ${TOPICS.join(', ')}; not "${one}"`);
  return { name, severity, topics };
}

/** @param {string} name */
const variable = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** @param {string} kind @param {number} number */
function example(kind, number) {
  return `      {
        title: 'TODO: what the ${kind} example ${number} shows',
        code: \`Schema::create('todo_${kind}_${number}', function (Blueprint $table) {
    $table->id();
});\`,
      },
`;
}

/** @param {string} name @param {string} severity */
function ruleText(name, severity) {
  const examples = (/** @type {string} */ kind) => [1, 2, 3].map((number) => example(kind, number)).join('');
  return `import { groupByTarget, ids, placeKey } from '../src/lint/groups.ts';
import { allSteps } from '../src/lint/reach.ts';
import type { MigrationView, Rule } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import type { Origin, Target } from '../src/schema/index.ts';

/** Something that the rule is about, on one target. */
interface Hit {
  readonly target: Target;
  readonly table: string;
  readonly origin: Origin;
}

function* hitsIn(view: MigrationView): IterableIterator<Hit> {
  for (const { direction, target, steps } of allSteps(view)) {
    if (direction !== 'up') continue;
    for (const { statement } of steps) {
      // TODO: when it is one. src/schema/statement.ts has all statements, src/lint what other rules ask of them.
      const isHit = false as boolean;
      if (statement.kind === 'createTable' && isHit)
        yield { target, table: statement.table.name, origin: statement.origin };
    }
  }
}

export const ${variable(name)}: Rule = {
  id: '${name}',
  severity: '${severity}',
  recommended: true,
  claims: [],
  docs: {
    what: 'TODO: what is reported, in one sentence.',
    why: 'TODO: why it matters, with numbers and error codes.',
    how: 'TODO: what to do instead.',
    engines: [],
    bad: [
${examples('bad')}    ],
    good: [
${examples('good')}    ],
  },
  create(context) {
    return {
      migration(view) {
        // The same on several targets is one finding.
        const groups = groupByTarget(hitsIn(view), context.targets, ({ origin }) => placeKey(origin));
        for (const { hits, targets } of groups) {
          const [{ table, origin }] = hits;
          context.report({
            file: origin.file,
            span: origin.span,
            message: sentences(\`TODO: what is wrong with table \${quote(table)}.\`),
            help: 'TODO: the way out, in code where that is possible.',
            engines: ids(targets),
            data: { table },
            identity: table,
          });
        }
      },
    };
  },
};
`;
}

/** @param {string} name */
function testText(name) {
  return `import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { example } from './shown.ts';

const RULE = '${name}';

// Remove this test together with the last TODO.
it('is written', () => {
  const text = readFileSync(new URL(\`../../rules/\${RULE}.ts\`, import.meta.url), 'utf8');
  const open = text.split('\\n').flatMap((line, index) => (line.includes('TODO') ? [index + 1] : []));
  expect(open, \`rules/\${RULE}.ts: write what stands as TODO in these lines, then npm run docs:rules\`).toEqual([]);
});

describe('the examples', () => {
  const titles = rules.find(({ id }) => id === RULE)?.docs.bad.map(({ title }) => title) ?? [];

  // Once there is something to see: expect(await example(RULE, title)).toMatchInlineSnapshot(), one test for each.
  it.each(titles)('%s', async (title) => {
    expect(await example(RULE, title), \`rules/\${RULE}.ts reports nothing here\`).not.toBe('nothing');
  });
});
`;
}

const { name, severity, topics } = asked();
write(`rules/${name}.ts`, ruleText(name, severity));
write(`test/rules/${name}.test.ts`, testText(name));

const index = readFileSync(join(ROOT, 'rules/index.ts'), 'utf8');
const imports = [...index.matchAll(/^import .* from '\.\/(.+)\.ts';\n/gm)];
const next = imports.find(([, other]) => other !== undefined && other > name);
const line = `import { ${variable(name)} } from './${name}.ts';\n`;
const withImport =
  next === undefined
    ? inserted('rules/index.ts', index, /\nexport const rules/, line)
    : inserted('rules/index.ts', index, next[0], line);
// before those that tell what no rule explains, and what could not be judged
write(
  'rules/index.ts',
  inserted('rules/index.ts', withImport, '  engineRejects,\n', `  ${variable(name)},\n`),
);

const presets = readFileSync(join(ROOT, 'rules/presets.ts'), 'utf8');
const list = topics.length === 2 ? 'both' : `[${topics.map((topic) => `'${topic}'`).join(', ')}]`;
write(
  'rules/presets.ts',
  inserted('rules/presets.ts', presets, '  // conventions of module layouts', `  '${name}': ${list},\n`),
);

for (const argv of [
  [
    join(ROOT, 'node_modules/@biomejs/biome/bin/biome'),
    'check',
    '--write',
    'rules',
    `test/rules/${name}.test.ts`,
  ],
  [join(ROOT, 'scripts/build.mjs')],
  [join(ROOT, 'scripts/rule-docs.mjs')],
]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) {
    console.error(`new-rule: ${argv[0]} failed:\n${stdout}${stderr}`);
    process.exit(1);
  }
}
console.log(`rules/${name}.ts         write what stands as TODO
test/rules/${name}.test.ts    fails until that is done
rules/presets.ts          is it about ${TOPICS.join(', ')}, both or neither? (now: ${topics.join(', ') || 'neither'})
docs/rules/${name}.md     made from the rule: npm run docs:rules
Then: npx vitest run test/rules; and a line in CHANGELOG.md.`);
