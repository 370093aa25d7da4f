/** dialint replay: options, exit codes, and what people and programs read. The engines themselves: test/engines. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplayOptions } from '../../src/replay.ts';
import type { ProbeResult, ReplayedMigration, ReplayOutcome, ReplayResult } from '../../src/schema/index.ts';
import { result as checked } from '../report/example.ts';
import { target } from '../support/timeline.ts';
import { dialint, type Ran } from './harness.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dialint-replay-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SQLITE = target('sqlite@3.53.2');
const MYSQL = target('mysql@9.7.4');

const ACCEPTED: ReplayOutcome = {
  outcome: 'accepts',
  code: null,
  message: null,
  line: null,
  sql: null,
  ms: 1,
  statements: 2,
  rowsNotSent: 0,
};
const REFUSED: ReplayOutcome = {
  ...ACCEPTED,
  outcome: 'refuses',
  code: '1059',
  message: "Identifier name 'orders_x_index' is too long",
  line: 12,
  sql: 'alter table `orders` add index `orders_x_index`(`x`)',
  leftBehind: ['the table orders is there'],
  secondAttempt: { code: '1050', message: "Table 'orders' already exists" },
};
const FILE = 'database/migrations/2026_01_01_000000_create_orders_table.php';
const GOOD: ReplayedMigration = {
  file: FILE,
  up: { [SQLITE.id]: ACCEPTED, [MYSQL.id]: ACCEPTED },
  down: { [SQLITE.id]: ACCEPTED, [MYSQL.id]: ACCEPTED },
  again: { [SQLITE.id]: ACCEPTED, [MYSQL.id]: ACCEPTED },
};

function result(more: Partial<ReplayResult> = {}): ReplayResult {
  return {
    version: '0.1.0',
    project: { ...checked().project, root: folder },
    notes: [],
    engines: [
      { asked: 'sqlite', target: SQLITE, origin: 'embedded', place: 'in memory' },
      { asked: 'mysql', target: MYSQL, origin: 'testcontainers', place: 'root@localhost:32768' },
    ],
    migrations: [GOOD],
    differences: [],
    ledger: {},
    residues: [],
    guard: [],
    predictions: { agree: 4, disagree: [] },
    durationMs: 1234,
    ...more,
  };
}

async function replay(
  args: readonly string[],
  given: ReplayResult = result(),
  seen: (options: ReplayOptions) => void = () => {},
): Promise<Ran> {
  return dialint(['replay', ...args], {
    cwd: folder,
    deps: {
      replayProject: async (_root, options) => {
        seen(options);
        return given;
      },
    },
  });
}

describe('what was not done in full', () => {
  it('is not called the same on all', async () => {
    const unsent: ReplayOutcome = { ...ACCEPTED, outcome: 'unavailable', message: 'a value', line: 7 };
    const { stdout } = await replay(
      [],
      result({
        engines: [
          ...result().engines,
          { asked: 'mariadb', target: null, origin: null, place: null, fault: 'gone' },
        ],
        migrations: [{ ...GOOD, up: { ...GOOD.up, [MYSQL.id]: unsent } }],
      }),
    );
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      ': 1 migration that could not be sent in full and 1 engine that failed',
    );
    expect(stdout).not.toContain('the same on all');
  });
});

describe('--keep', () => {
  const kept = {
    look: ['docker exec -it 0123456789ab mysql -u root -pdialint dialint_0123456789abcdef'],
    remove: ['docker rm -f -v 0123456789ab'],
  };
  const [sqlite, mysql] = result().engines;
  const left = result({ engines: [sqlite!, { ...mysql!, kept }] });

  it('is asked for', async () => {
    const seen: unknown[] = [];
    await replay(['--keep'], result(), ({ keep }) => seen.push(keep));
    await replay([], result(), ({ keep }) => seen.push(keep));
    expect(seen).toEqual([true, undefined]);
  });

  it.each(['pretty', 'json', 'junit', 'github'])(
    'tells beside the result of --format %s what was left, on lines to be copied',
    async (format) => {
      const { stdout, stderr } = await replay(['--keep', '--format', format], left);
      expect(stderr.split('\n')).toEqual([
        '',
        'MySQL 9.7.4 is kept.',
        '  Look into it:',
        `    ${kept.look[0]}`,
        '  Remove it:',
        `    ${kept.remove[0]}`,
        '',
      ]);
      if (format === 'json') expect(JSON.parse(stdout).engines[1].kept).toEqual(kept);
    },
  );

  it('says nothing where nothing was left', async () => {
    expect((await replay([])).stderr).toBe('');
  });
});

describe('exit code', () => {
  const difference = { kind: 'column', table: 't', object: 'c', values: {}, entry: null } as const;
  it.each<readonly [number, string, Partial<ReplayResult>]>([
    [0, 'all is the same', {}],
    [0, 'differences bite and are known', { differences: [{ ...difference, class: 'biting', entry: 'x' }] }],
    [1, 'an engine refuses', { migrations: [{ ...GOOD, up: { ...GOOD.up, [MYSQL.id]: REFUSED } }] }],
    [1, 'a way back is refused', { migrations: [{ ...GOOD, down: { ...GOOD.down, [MYSQL.id]: REFUSED } }] }],
    [1, 'a difference is unexplained', { differences: [{ ...difference, class: 'unexplained' }] }],
    [
      1,
      'something is left over',
      {
        residues: [
          {
            file: FILE,
            engine: MYSQL.id,
            after: 'down',
            table: 't',
            object: null,
            what: 'the table t is there',
          },
        ],
      },
    ],
    [
      1,
      'a name is too long for a target',
      {
        guard: [
          {
            object: 'index',
            name: 'i',
            table: 't',
            length: 66,
            unit: 'characters',
            targets: [{ id: 'mysql@8.4', limit: 64, effect: 'refuses' }],
          },
        ],
      },
    ],
    [
      3,
      'an engine is missing',
      { engines: [{ asked: 'mysql', target: null, origin: null, place: null, fault: 'nobody answers' }] },
    ],
    [
      3,
      'an engine is missing, and another refuses',
      {
        engines: [{ asked: 'mysql', target: MYSQL, origin: 'url', place: 'x', fault: 'it died' }],
        migrations: [{ ...GOOD, up: { [MYSQL.id]: REFUSED } }],
      },
    ],
    [
      3,
      'something could not be sent',
      {
        migrations: [
          {
            ...GOOD,
            up: {
              [MYSQL.id]: { ...ACCEPTED, outcome: 'unavailable', message: 'a value is not known', line: 3 },
            },
          },
        ],
      },
    ],
  ])('%i where %s', async (code, _why, more) => {
    expect((await replay([], result(more))).code).toBe(code);
  });
});

describe('for people', () => {
  it('says who refused what, where, what stays, and what a second attempt meets', async () => {
    const { stdout } = await replay(
      [],
      result({ migrations: [{ ...GOOD, up: { ...GOOD.up, [MYSQL.id]: REFUSED }, down: {}, again: {} }] }),
    );
    expect(stdout).toMatchInlineSnapshot(`
      "MySQL 9.7.4 refused (error 1059), up
        Identifier name 'orders_x_index' is too long
        --> database/migrations/2026_01_01_000000_create_orders_table.php:12
         | alter table \`orders\` add index \`orders_x_index\`(\`x\`)
         = SQLite 3.53.2 accepted it
         = left behind: the table orders is there
         = a second attempt: Table 'orders' already exists (1050)

      4 of 4 statements did what dialint check predicts.

      SQLite 3.53.2  up 1 of 1 (in memory)
      MySQL 9.7.4    up 0 of 1 (in a container, root@localhost:32768)

      1 migration on SQLite 3.53.2 and MySQL 9.7.4: 1 refusal (1.2 s)
      "
    `);
  });

  it('counts what is known, and shows what is not', async () => {
    const values = { [SQLITE.id]: 'varchar', [MYSQL.id]: 'varchar(255)' };
    const { stdout } = await replay(
      [],
      result({
        differences: [
          {
            kind: 'length',
            table: 'users',
            object: 'name',
            values,
            class: 'biting',
            entry: 'sqlite-length-not-enforced',
          },
          {
            kind: 'default',
            table: 'users',
            object: 'age',
            values: { [SQLITE.id]: '', [MYSQL.id]: '1' },
            class: 'unexplained',
            entry: null,
          },
          {
            kind: 'type',
            table: 'users',
            object: 'id',
            values,
            class: 'harmless',
            entry: 'sqlite-integer-width',
          },
        ],
        ledger: {
          'sqlite-length-not-enforced': {
            what: 'SQLite keeps strings of any length',
            class: 'biting',
            source: 'x',
          },
        },
      }),
    );
    expect(stdout).toMatchInlineSnapshot(`
      "Differences that nothing explains
        default of users.age
          SQLite 3.53.2  (none)
          MySQL 9.7.4    1

      What the engines do differently with the same schema
        sqlite-length-not-enforced SQLite keeps strings of any length
          users.name

      1 difference that needs nobody’s attention (--format json lists it).

      4 of 4 statements did what dialint check predicts.

      SQLite 3.53.2  up 1 of 1, down 1 of 1, up again 1 of 1 (in memory)
      MySQL 9.7.4    up 1 of 1, down 1 of 1, up again 1 of 1 (in a container, root@localhost:32768)

      1 migration on SQLite 3.53.2 and MySQL 9.7.4: 1 unexplained difference (1.2 s)
      "
    `);
  });
});

describe('for CI', () => {
  const refused = () =>
    result({
      migrations: [
        {
          ...GOOD,
          up: { ...GOOD.up, [MYSQL.id]: { ...REFUSED, message: 'a <b> & "c"' } },
          down: {},
          again: {},
        },
      ],
      residues: [
        {
          file: FILE,
          engine: SQLITE.id,
          after: 'down',
          table: 't',
          object: null,
          what: 'the table t is there',
        },
      ],
    });

  it('junit counts each migration on each engine', async () => {
    const { stdout } = await replay(['--format', 'junit'], refused());
    expect(stdout).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="dialint replay" tests="3" failures="2" errors="0" skipped="0" time="1.234">
        <testsuite name="sqlite@3.53.2 up" tests="1" failures="0" errors="0" skipped="0">
          <testcase classname="sqlite@3.53.2 up" name="database/migrations/2026_01_01_000000_create_orders_table.php" file="database/migrations/2026_01_01_000000_create_orders_table.php" time="0.001"/>
        </testsuite>
        <testsuite name="mysql@9.7.4 up" tests="1" failures="1" errors="0" skipped="0">
          <testcase classname="mysql@9.7.4 up" name="database/migrations/2026_01_01_000000_create_orders_table.php" file="database/migrations/2026_01_01_000000_create_orders_table.php" line="12" time="0.001"><failure type="1059" message="a &lt;b&gt; &amp; &quot;c&quot;">alter table \`orders\` add index \`orders_x_index\`(\`x\`)&#10;left behind: the table orders is there</failure></testcase>
        </testsuite>
        <testsuite name="comparison" tests="1" failures="1" errors="0" skipped="0">
          <testcase classname="sqlite@3.53.2 after down" name="database/migrations/2026_01_01_000000_create_orders_table.php"><failure message="the table t is there"/></testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('github points at the lines', async () => {
    const { stdout } = await replay(['--format', 'github'], refused());
    expect(stdout).toMatchInlineSnapshot(`
      "::error file=database/migrations/2026_01_01_000000_create_orders_table.php,line=12,title=MySQL 9.7.4 refuses%2C up (1059)::a <b> & "c"%0Aalter table \`orders\` add index \`orders_x_index\`(\`x\`)
      ::error file=database/migrations/2026_01_01_000000_create_orders_table.php,title=Left over on SQLite 3.53.2::the table t is there
      ::notice title=dialint replay::1 migration on SQLite 3.53.2 and MySQL 9.7.4; 0 known differences in behaviour
      "
    `);
  });
});

describe('options', () => {
  it('hands on the engines as they are written', async () => {
    const seen: ReplayOptions[] = [];
    await replay(['--engine', 'sqlite,mysql://root@h:1/x', '--timeout', '5'], result(), (options) =>
      seen.push(options),
    );
    expect(seen[0]).toMatchObject({ engines: ['sqlite', 'mysql://root@h:1/x'], timeout: 5000 });
  });

  it.each([['0'], ['-1'], ['soon'], ['1e9']])('takes no --timeout of %s', async (text) => {
    const { code, stderr } = await replay([`--timeout=${text}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('--timeout');
  });

  it('writes a page beside the result, in which nothing of the project is markup', async () => {
    const message = '<script>alert(1)</script> & "quotes"';
    const up = { ...GOOD.up, [MYSQL.id]: { ...REFUSED, message } };
    const { stdout } = await replay(['--report', 'out/page.html'], result({ migrations: [{ ...GOOD, up }] }));
    expect(stdout).toContain('refused');
    const page = readFileSync(join(folder, 'out/page.html'), 'utf8');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;');
    expect(page).not.toContain('<script>alert(1)');
    // Nothing is fetched from anywhere.
    expect(page).not.toMatch(/(?:src|href)\s*=|@import|url\(/);
  });

  it('puts engines that say the same together on the page, and what was not sent', async () => {
    const maria = target('mariadb@10.11.19');
    const unsent: ReplayOutcome = {
      ...ACCEPTED,
      outcome: 'unavailable',
      message: 'a value of it is known to the run only',
      line: 7,
    };
    const up = { ...GOOD.up, [MYSQL.id]: REFUSED, [maria.id]: REFUSED };
    const other = { file: 'database/migrations/b.php', up: { [SQLITE.id]: unsent }, down: {}, again: {} };
    await replay(['--report', 'page.html'], result({ migrations: [{ ...GOOD, up }, other] }));
    const page = readFileSync(join(folder, 'page.html'), 'utf8').replaceAll('<wbr>', '');
    expect(page.match(/<h3>.*<\/h3>/g)).toEqual([
      '<h3>MySQL 9.7.4 and MariaDB 10.11.19 <code>1059</code> <small>Up</small></h3>',
      '<h3>SQLite 3.53.2 <small>Up</small></h3>',
    ]);
    expect(page).toContain('Refused <span class="count">2</span>');
    expect(page).toContain(`${FILE}:12`);
    expect(page).toMatch(/known to the run only<\/p><p class="file">database\/migrations\/b\.php:7/);
  });

  it('takes one project', async () => {
    const { code, stderr } = await dialint(['replay'], {
      cwd: folder,
      deps: {
        findProjectRoots: async () =>
          ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name) => ({
            root: join(folder, 'packages', name),
            paths: [],
          })),
      },
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'dialint: replay takes one project at a time\n' +
        '  Name the folder of one of them: packages/a, packages/b, packages/c, packages/d, packages/e, packages/f, packages/g, packages/h and 2 more.\n',
    );
  });
});

describe('--probe', () => {
  const kind = {
    asks: 'a string that is one character too long',
    bite: 5,
    advice: 'Validate the length.',
    rule: 'indexed-string-without-length',
    sources: { sqlite: 'https://www.sqlite.org/datatype3.html' },
  };
  const differing = (object: string, more: Partial<ProbeResult> = {}): ProbeResult => ({
    table: 'customers',
    object,
    probe: 'string-too-long',
    results: { [SQLITE.id]: 'kept', [MYSQL.id]: 'refused 1406' },
    notMade: {},
    agree: false,
    unexpected: [],
    ...more,
  });
  const asked = (...probes: readonly ProbeResult[]) =>
    result({ probes, probeKinds: { 'string-too-long': kind } });
  const alike = differing('code', { results: { [SQLITE.id]: 'kept', [MYSQL.id]: 'kept' }, agree: true });

  it('is asked for', async () => {
    const seen: ReplayOptions[] = [];
    await replay(['--probe'], asked(), (options) => seen.push(options));
    await replay([], result(), (options) => seen.push(options));
    expect(seen.map(({ probe }) => probe)).toEqual([true, undefined]);
  });

  it('tells people what their tests do not see, where, and what to do', async () => {
    const { stdout, code } = await replay(['--probe'], asked(differing('name'), differing('city'), alike));
    expect(code).toBe(0);
    expect(stdout.slice(0, stdout.indexOf('4 of 4'))).toMatchInlineSnapshot(`
      "Blind spots of tests on one engine, those first that bite soonest
        customers.name, customers.city: a string that is one character too long [string-too-long]
          SQLite keeps it; MySQL refuses it (1406).
          = Validate the length. (rule indexed-string-without-length finds this without a database)
      3 probes asked, 2 answered differently.

      "
    `);
  });

  it('fails on an answer that nothing explains', async () => {
    const { stdout, code } = await replay(['--probe'], asked(differing('name', { unexpected: [MYSQL.id] })));
    expect(code).toBe(1);
    expect(stdout).toContain(
      'customers.name: a string that is one character too long (nothing explains this) [string-too-long]',
    );
    expect(stdout).toContain('1 unexplained answer');
  });

  it('says what could not be asked', async () => {
    const { stdout } = await replay(
      ['--probe'],
      asked(
        differing('name', {
          results: { [SQLITE.id]: 'kept' },
          agree: true,
          notMade: { [MYSQL.id]: 'it is gone' },
        }),
      ),
    );
    expect(stdout).toContain(
      '1 probe asked, 0 answered differently.\nCould not be asked: 1 of MySQL 9.7.4 (it is gone).\n',
    );
  });

  it('names what an engine did not answer, which is work that was not done', async () => {
    const { stdout, code } = await replay(
      ['--probe'],
      asked({
        ...alike,
        results: { [SQLITE.id]: 'kept' },
        notMade: { [MYSQL.id]: 'the engine gave up: it is gone' },
        unanswered: [MYSQL.id],
      }),
    );
    expect(stdout.slice(stdout.indexOf('Probes'), stdout.indexOf('4 of 4'))).toMatchInlineSnapshot(`
      "Probes that were not answered
        MySQL 9.7.4: 1 of 1, since the engine gave up: it is gone
          string-too-long of customers.code
      1 probe asked, 0 answered differently.

      "
    `);
    expect(code).toBe(3);
  });

  it('gives programs all of it, as the schema says', async () => {
    const { stdout } = await replay(['--probe', '--format', 'json'], asked(differing('name'), alike));
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/replay-output.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020().compile(schema);
    const json = JSON.parse(stdout);
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    expect(json.probes[0]).toMatchObject({ table: 'customers', column: 'name', agree: false });
    expect(json.summary).toMatchObject({ blindSpots: 1, unexplainedProbes: 0 });
  });

  it('gives the column a key is about, says the same of several engines once, and lets those in front bite soonest', async () => {
    const POSTGRES = target('postgres@15.18');
    const given = asked(
      differing('created_at'),
      differing('name', {
        results: { [SQLITE.id]: 'kept', [MYSQL.id]: 'refused 1406', [POSTGRES.id]: 'refused 1406' },
      }),
      differing('one_name', {
        probe: 'unique-other-case',
        columns: ['team', 'email'],
        results: { [SQLITE.id]: 'keeps both', [MYSQL.id]: 'reads "x"' },
      }),
    );
    const { stdout } = await replay(['--probe'], {
      ...given,
      probeKinds: {
        ...given.probeKinds,
        'unique-other-case': { ...kind, asks: 'two that differ in case', rule: null },
      },
    });
    expect(stdout.slice(0, stdout.indexOf('3 probes'))).toMatchInlineSnapshot(`
      "Blind spots of tests on one engine, those first that bite soonest
        customers (team, email): two that differ in case [unique-other-case]
          SQLite keeps both; MySQL makes "x" of it.
          = Validate the length.
        customers.name, customers.created_at: a string that is one character too long [string-too-long]
          SQLite keeps it; MySQL and PostgreSQL refuse it (1406).
          = Validate the length. (rule indexed-string-without-length finds this without a database)
      "
    `);
  });

  describe('on the page', () => {
    const page = async (...probes: readonly ProbeResult[]) => {
      const given = asked(...probes);
      const { project } = given;
      const uses = [{ engine: 'mysql' as const, driver: 'mysql', from: project.testEngine.from }];
      await replay(['--probe', '--report', 'page.html'], {
        ...given,
        project: { ...project, productionEngines: uses },
      });
      return readFileSync(join(folder, 'page.html'), 'utf8');
    };
    const rows = (text: string) =>
      [...text.matchAll(/<tr data-is="(\w*)">(.*?)(?=<tr|<\/table>)/g)].map(([, marks, cells = '']) => [
        marks,
        ...cells
          .split(/<t[hd]/)
          .slice(1)
          .map((cell) => cell.replace(/<[^>]*>/g, '').replace(/^[^>]*>/, '')),
      ]);

    it('has a table for each table, with the answer of each engine and a mark where it is not that of production', async () => {
      const text = await page(
        alike,
        differing('name'),
        differing('city', {
          results: { [SQLITE.id]: 'kept' },
          agree: true,
          notMade: { [MYSQL.id]: 'it is gone' },
        }),
        differing('zip', { unexpected: [MYSQL.id] }),
      );
      expect(text).toContain('Blind spots of tests on one engine');
      expect(text).toContain('<details class="probed" data-table="customers">');
      expect(text).toContain('MySQL 9.7.4 <small>production</small>');
      expect(text).toContain('<td class="off">kept');
      expect(text).toContain('<td class="none" title="it is gone">not asked');
      const asks = 'a string that is one character too long string-too-long';
      expect(rows(text)).toEqual([
        ['n', 'city', asks, 'kept', 'not asked'],
        ['', 'code', asks, 'kept', 'kept'],
        ['dp', 'name', asks, 'kept', 'refused 1406'],
        ['dpu', 'zip', asks, 'kept', 'refused 1406'],
      ]);
    });

    it('lists what was not answered', async () => {
      const text = await page({
        ...alike,
        notMade: { [MYSQL.id]: 'gone' },
        results: {},
        unanswered: [MYSQL.id],
      });
      expect(text).toContain('Probes that were not answered');
      expect(text).toContain('<td class="none" title="gone">no answer');
    });
  });

  describe('with a baseline', () => {
    const ARGS = ['--probe', '--probe-baseline', 'blind-spots.json'];

    it('writes it where there is none, and from then on only new ones are shown and fail', async () => {
      const first = await replay(ARGS, asked(differing('name'), alike));
      expect(first).toMatchObject({
        code: 0,
        stderr: 'blind-spots.json: 1 blind spot accepted; from now on only new ones fail\n',
      });
      expect(JSON.parse(readFileSync(join(folder, 'blind-spots.json'), 'utf8'))).toEqual([
        {
          probe: 'string-too-long',
          table: 'customers',
          object: 'name',
          answers: { sqlite: 'kept', mysql: 'refused 1406' },
        },
      ]);
      const second = await replay(ARGS, asked(differing('name')));
      expect(second).toMatchObject({ code: 0, stderr: '' });
      expect(second.stdout).toContain('1 probe asked, 1 answered differently; 1 accepted in the baseline.');
      const third = await replay(ARGS, asked(differing('name'), differing('city')));
      expect(third.code).toBe(1);
      expect(third.stdout).toContain('customers.city');
      expect(third.stdout).not.toContain('customers.name');
      const other = { results: { [SQLITE.id]: 'kept', [MYSQL.id]: 'reads "x"' } };
      expect((await replay(ARGS, asked(differing('name', other)))).code).toBe(1);
    });

    it('does not accept what nothing explains', async () => {
      const { code } = await replay(ARGS, asked(differing('name', { unexpected: [MYSQL.id] })));
      expect(code).toBe(1);
    });

    it.each([
      ['{', /^dialint: --probe-baseline: blind-spots\.json is no JSON: /],
      ['{}', /^dialint: --probe-baseline: blind-spots\.json is no list of blind spots\n/],
      ['[{"probe":"x"}]', /^dialint: --probe-baseline: entry 1 of blind-spots\.json is no blind spot: /],
    ])('refuses a file that is none (%s), and leaves it', async (text, told) => {
      writeFileSync(join(folder, 'blind-spots.json'), text);
      const { code, stderr } = await replay(ARGS, asked(differing('name')));
      expect(code).toBe(2);
      expect(stderr).toMatch(told);
      expect(readFileSync(join(folder, 'blind-spots.json'), 'utf8')).toBe(text);
    });

    it('needs --probe', async () => {
      expect(await replay(['--probe-baseline', 'x.json'])).toMatchObject({
        code: 2,
        stderr: 'dialint: --probe-baseline needs --probe\n',
      });
    });
  });
});

describe('progress', () => {
  const step = {
    engine: MYSQL.id,
    phase: 'up',
    file: FILE,
    outcome: ACCEPTED,
    done: 1,
    of: 2,
  } as const;
  const run = (world: { isTTY?: boolean; env?: Record<string, string> }) =>
    dialint(['replay'], {
      cwd: folder,
      ...world,
      deps: {
        replayProject: async (_root, { onProgress, onStart }) => {
          onStart?.('MySQL: starting mysql:8.4 in a container');
          onProgress?.(step);
          return result();
        },
      },
    });

  it('is a list that goes away on a terminal, a log in CI, and nothing in a pipe', async () => {
    expect((await run({})).stderr).toBe('');
    expect((await run({ env: { CI: 'true' } })).stderr).toBe(
      `MySQL: starting mysql:8.4 in a container\nmysql@9.7.4  up 1/2  ${FILE}: accepts\n`,
    );
    const live = (await run({ isTTY: true })).stderr;
    expect(live).toContain(`mysql@9.7.4  up 1/2  ${FILE}`.slice(0, 60));
    expect(live.endsWith('\u001B[1A\u001B[0J')).toBe(true);
  });
});
