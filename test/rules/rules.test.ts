import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { LintInput, MigrationView } from '../../src/lint/rule.ts';
import { lint } from '../../src/lint/run.ts';
import { DEFAULT_SETTINGS, type LintSettings } from '../../src/lint/settings.ts';
import type { Diagnostic, Fact, FactOf, ProblemFact } from '../../src/schema/index.ts';
import {
  createIndex,
  createTable,
  dropIndex,
  EMPTY,
  input,
  MARIADB,
  MYSQL,
  migration,
  moduleOwner,
  origin,
  POSTGRES,
  project,
  refusal,
  run,
  SQLITE,
  silentChange,
  span,
  step,
  table,
  target,
  unnamed,
  varchar,
  view,
} from '../support/timeline.ts';

function check(
  views: readonly MigrationView[],
  more: Partial<LintInput> = {},
  settings: Partial<LintSettings> = {},
): Diagnostic[] {
  return lint(input(views, more), rules, { ...DEFAULT_SETTINGS, ...settings });
}

function tooLong(name: string, tableName: string, limit = 64, kept?: string): ProblemFact {
  return {
    kind: 'identifier-too-long',
    object: 'index',
    name,
    table: tableName,
    length: name.length,
    limit,
    unit: limit === 64 ? 'characters' : 'bytes',
    ...(kept === undefined ? {} : { kept }),
  };
}

describe('all rules', () => {
  it('document themselves with at least three bad and three good examples', () => {
    for (const { id, docs } of rules) {
      expect([id, docs.bad.length >= 3, docs.good.length >= 3]).toEqual([id, true, true]);
      expect(docs.what).toMatch(/\.$/);
      expect(docs.why).toMatch(/\.$/);
      expect(docs.how).toMatch(/\.$/);
    }
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });
});

describe('identifier-too-long', () => {
  const TABLE = 'mod_telegram_enrollment_tokens';
  const NAME = `${TABLE}_notifiable_type_notifiable_id_index`;
  const source = migration('2026_06_01_000001_tokens', { owner: moduleOwner('telegram') });
  const at = unnamed(source.file, 7);
  const statement = createIndex(TABLE, NAME, ['notifiable_type', 'notifiable_id'], at);
  const refused = (fact = tooLong(NAME, TABLE)) => ({
    problems: [refusal('1059', fact, `Identifier name '${NAME}' is too long`, at)],
  });
  const cut = { problems: [silentChange(tooLong(NAME, TABLE, 63, NAME.slice(0, 63)), 'cut', at)] };

  it('tells the seed’s story', () => {
    const [one, ...rest] = check([
      view(
        source,
        run(source, SQLITE, [step(statement)]),
        run(source, MYSQL, [step(statement, refused())]),
        run(source, MARIADB, [step(statement, refused())]),
      ),
    ]);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      rule: 'identifier-too-long',
      severity: 'error',
      message: `the automatic index name "${NAME}" has 66 characters; MySQL and MariaDB allow 64 (errno 1059). SQLite accepts it. It is 2 characters too long.`,
      help: "Name it: ->index([...], 'tg_enroll_notifiable_idx')",
      engines: ['mysql@8.4', 'mariadb@10.11'],
      fix: {
        safety: 'safe',
        edits: [{ file: source.file, span: at.nameSlot?.span, text: ", 'tg_enroll_notifiable_idx'" }],
      },
      data: { table: TABLE, length: 66, limit: 64, proposal: 'tg_enroll_notifiable_idx' },
    });
  });

  it('says cut, not refused, where only PostgreSQL is concerned', () => {
    const [one] = check([view(source, run(source, POSTGRES, [step(statement, cut)]))]);
    expect(one).toMatchObject({ severity: 'warning', engines: ['postgres@16'] });
    expect(one?.message).toContain(
      `has 66 bytes. PostgreSQL does not refuse it, but silently cuts it to 63 bytes: "${NAME.slice(0, 63)}".`,
    );
  });

  it('is an error where the cut name is taken', () => {
    const taken = refusal(
      '42P07',
      {
        kind: 'object-exists',
        object: 'index',
        name: NAME.slice(0, 63),
        table: TABLE,
        cutFrom: NAME,
        owner: 'other',
      },
      'relation exists',
      at,
    );
    const [one, ...rest] = check([
      view(source, run(source, POSTGRES, [step(statement, { problems: [taken, ...cut.problems] })])),
    ]);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ severity: 'error', rule: 'truncation-collision' });
    expect(one?.message).toContain(
      `PostgreSQL cuts it to 63, "${NAME.slice(0, 63)}", and that name is taken already (on table "other") (SQLSTATE 42P07).`,
    );
  });

  it('leaves a plain name that is taken to duplicate-index-name', () => {
    const fact = { kind: 'object-exists', object: 'index', name: 'a', table: TABLE, owner: 'b' } as const;
    const problems = [refusal('42P07', fact, 'relation "a" already exists', at)];
    const found = check([view(source, run(source, POSTGRES, [step(statement, { problems })]))]);
    expect(found.map((one) => one.rule)).toEqual(['duplicate-index-name']);
  });

  it('names the engines’ codes apart where they differ', () => {
    const long = `mod_telegram_${'x'.repeat(60)}`;
    const fact = (): ProblemFact => ({ ...tooLong(long, long), object: 'table' }) as ProblemFact;
    const made = origin(source.file, 3, 'Schema::create()');
    const create = createTable(long, made);
    const [one] = check([
      view(
        source,
        run(source, MYSQL, [step(create, { problems: [refusal('1059', fact(), '', made)] })]),
        run(source, MARIADB, [step(create, { problems: [refusal('1103', fact(), '', made)] })]),
      ),
    ]);
    expect(one?.message).toContain(
      'has 73 characters; MySQL (errno 1059) and MariaDB (errno 1103) allow 64.',
    );
    expect(one?.help).toContain('Rename the table to at most 64 characters');
    expect(one?.fix).toBeUndefined();
  });

  it('is not repeated where the name is dropped, and the fix covers that place', () => {
    const drop = (slot: boolean) =>
      dropIndex(TABLE, NAME, {
        ...origin(source.file, 20, '->dropIndex([...])'),
        ...(slot
          ? {
              oldNameSlot: {
                span: span(20, 30, 8),
                before: "'",
                after: "'",
                exampleBefore: "->dropIndex('",
                exampleAfter: "')",
              },
            }
          : {}),
      });
    const at20 = (slot: boolean) =>
      check([
        view(
          source,
          run(source, SQLITE, [step(statement)]),
          run(source, SQLITE, [step(drop(slot))], 'down'),
          run(source, MYSQL, [step(statement, refused())]),
          run(source, MYSQL, [step(drop(slot), refused())], 'down'),
        ),
      ]);
    const [one, ...rest] = at20(true);
    expect(rest).toEqual([]);
    expect(one?.fix).toMatchObject({ safety: 'safe' });
    expect(one?.fix?.edits.map((edit) => edit.text)).toEqual([
      ", 'tg_enroll_notifiable_idx'",
      "'tg_enroll_notifiable_idx'",
    ]);
    // Without it the way back would look for the old name.
    expect(at20(false)[0]?.fix).toBeUndefined();
    expect(at20(false)[0]?.related.map((place) => place.span.start.line)).toEqual([20]);
  });

  it('offers no fix for a call that makes several keys', () => {
    const tables = ['mod_telegram_enrollment_confirmations', 'mod_telegram_enrollment_cancellations'];
    const steps = tables.map((name) => {
      const long = `${name}_notifiable_type_notifiable_id_index`;
      return step(createIndex(name, long, ['notifiable_type', 'notifiable_id'], at), {
        problems: [refusal('1059', tooLong(long, name), '', at)],
      });
    });
    const found = check([view(source, run(source, MYSQL, steps))]);
    expect(found).toHaveLength(2);
    expect(new Set(found.map((one) => one.data.proposal)).size).toBe(2);
    for (const one of found) {
      expect(one.fix).toBeUndefined();
      expect(one.help).toContain('build a different short name for each');
    }
  });

  it('uses the abbreviation that the module uses already, and no name twice', () => {
    const named = createIndex(
      TABLE,
      'tlg_enroll_notifiable_idx',
      ['a'],
      origin(source.file, 5, '->index()', { nameGiven: true }),
    );
    const [one] = check([view(source, run(source, MYSQL, [step(named), step(statement, refused())]))]);
    expect(one?.help).toBe("Name it: ->index([...], 'tlg_enroll_tokens_notifiable_idx')");
  });

  it('marks what a fresh database does not reach, and what the migration catches', () => {
    const [far] = check([
      view(source, run(source, MYSQL, [step(statement, { ...refused(), reached: false })])),
    ]);
    expect(far).toMatchObject({ severity: 'error', data: { reached: false } });
    const [caught] = check([
      view(source, run(source, MYSQL, [step(statement, { ...refused(), caught: true })])),
    ]);
    expect(caught).toMatchObject({ severity: 'warning', data: { caught: true } });
  });

  it('speaks of versions where one engine is judged twice', () => {
    const old = target('mysql@5.7');
    const [one] = check([
      view(source, run(source, MYSQL, [step(statement, refused())]), run(source, old, [step(statement)])),
    ]);
    expect(one?.message).toContain('MySQL 8.4 allows 64 (errno 1059). MySQL 5.7 accepts it.');
  });
});

describe('module-table-prefix', () => {
  const source = migration('2026_06_01_000001_messages', { owner: moduleOwner('my-module') });
  const at = origin(source.file, 4, 'Schema::create()');
  const made = (name: string, owner = source.owner, settings: Partial<LintSettings> = {}) => {
    const own = { ...source, owner };
    return check(
      [view(own, ...[SQLITE, MYSQL].map((on) => run(own, on, [step(createTable(name, at))])))],
      {},
      settings,
    );
  };

  it('names table, module and prefix', () => {
    const [one, ...rest] = made('my_module_messages');
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      rule: 'module-table-prefix',
      severity: 'error',
      help: 'Name it "mod_my_module_messages", and say so in the model\'s table name.',
      data: { table: 'my_module_messages', module: 'my-module', prefix: 'mod_my_module_' },
    });
    expect(one?.message).toContain(
      'table "my_module_messages" of module "my-module" does not begin with "mod_my_module_".',
    );
  });

  it('is content with the prefix, and with what is no module of these layouts', () => {
    expect(made('mod_my_module_messages')).toEqual([]);
    expect(made('messages', { kind: 'app' })).toEqual([]);
    expect(made('messages', moduleOwner('blog', 'nwidart'))).toEqual([]);
    expect(made('messages', moduleOwner('blog', 'declared'))).toHaveLength(1);
  });

  it('can be configured, which also switches it on for other layouts', () => {
    const settings = { rules: { 'module-table-prefix': ['warning', { pattern: '{slug}_' }] as const } };
    expect(made('blog_posts', moduleOwner('blog', 'nwidart'), settings)).toEqual([]);
    const [one] = made('posts', moduleOwner('blog', 'nwidart'), settings);
    expect(one).toMatchObject({ severity: 'warning', data: { prefix: 'blog_' } });
  });

  it('does not count the connection’s own prefix', () => {
    const on = target('mysql@8.4', { prefix: 'app_' });
    expect(check([view(source, run(source, on, [step(createTable('app_mod_my_module_x', at))]))])).toEqual(
      [],
    );
  });

  it('looks at renames, not at scratch tables', () => {
    const rename = (from: string, to: string) =>
      step({ kind: 'renameTable', sql: '', origin: at, from: { name: from }, to: { name: to } });
    const rebuild = [
      step(createTable('__temp__mod_my_module_x', at)),
      step({
        kind: 'dropTable',
        sql: '',
        origin: at,
        tables: [{ name: 'mod_my_module_x' }],
        ifExists: false,
        cascade: false,
      }),
      rename('__temp__mod_my_module_x', 'mod_my_module_x'),
    ];
    expect(check([view(source, run(source, SQLITE, rebuild))])).toEqual([]);
    const [one] = check([view(source, run(source, SQLITE, [rename('mod_my_module_x', 'x')]))]);
    expect(one).toMatchObject({ data: { table: 'x' } });
    const before = EMPTY.withTable(table('customers', []));
    const foreign = [
      step(createTable('__temp__customers', at), { before }),
      rename('__temp__customers', 'customers'),
    ];
    expect(check([view(source, run(source, SQLITE, foreign))])).toEqual([]);
  });
});

describe('indexed-string-without-length', () => {
  const source = migration('2026_06_01_000001_x', { owner: moduleOwner('telegram') });
  const made = origin(source.file, 5, "->string('token')", { lengthGiven: 'no' });
  const indexed = origin(source.file, 8, '->index()');
  const check1 = (
    options: {
      given?: 'yes' | 'default' | 'no';
      on?: typeof MYSQL;
      own?: typeof source;
      more?: Partial<LintInput>;
      charset?: string;
    } = {},
  ) => {
    const { given = 'no', on = MYSQL, own = source, more = {}, charset = 'utf8mb4' } = options;
    const column = varchar('token', 255, { ...made, lengthGiven: given }, { charset });
    const after = EMPTY.withTable(table('mod_telegram_x', [column]));
    const statement = createIndex('mod_telegram_x', 'tg_x_token_idx', ['token'], indexed);
    const again = createIndex(
      'mod_telegram_x',
      'tg_x_token2_idx',
      ['token'],
      origin(own.file, 9, '->unique()'),
    );
    return check([view(own, run(own, on, [step(statement, { after }), step(again, { after })]))], more);
  };

  it('is one diagnostic per column, at the call that indexes it', () => {
    const [one, ...rest] = check1();
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      severity: 'warning',
      span: { start: { line: 8 } },
      related: [{ span: { start: { line: 5 } } }],
      data: { column: 'token', bytes: 1020 },
    });
    expect(one?.message).toContain(
      'it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.',
    );
  });

  it('is an info in the application, a warning under a narrow limit', () => {
    const app = migration('2026_06_01_000001_x');
    expect(check1({ own: app })[0]?.severity).toBe('info');
    const old = target('mysql@5.6');
    const [narrow] = check1({ own: app, on: old, charset: 'utf8', more: { keyLimit: () => 767 } });
    expect(narrow).toMatchObject({ severity: 'warning', data: { bytes: 765 } });
    expect(narrow?.message).toContain(
      'MySQL allows 767 bytes for a column of a key there, so it only just fits.',
    );
  });

  it('takes a written or a default length for a length, and is quiet on other engines', () => {
    expect(check1({ given: 'yes' })).toEqual([]);
    expect(check1({ given: 'default' })).toEqual([]);
    expect(check1({ on: POSTGRES })).toEqual([]);
  });

  it('is an info where one call makes column and key', () => {
    const morphs = origin(source.file, 8, "->morphs('owner')", { lengthGiven: 'no' });
    const after = EMPTY.withTable(table('mod_telegram_x', [varchar('owner_type', 255, morphs)]));
    const statement = createIndex('mod_telegram_x', 'i', ['owner_type'], morphs);
    const [one] = check([view(source, run(source, MYSQL, [step(statement, { after })]))]);
    expect(one).toMatchObject({ severity: 'info', related: [] });
    expect(one?.help).toContain('leaves no place for a length');
  });

  it('sees primary keys in CREATE TABLE, and a prefix length', () => {
    const column = varchar('token', 255, made);
    const after = EMPTY.withTable(table('t', [column]));
    const create = (length?: number) =>
      createTable('t', origin(source.file, 3, 'Schema::create()'), {
        columns: [{ name: 'token', type: column.type, origin: made }],
        primaryKey: { parts: [length === undefined ? { column: 'token' } : { column: 'token', length }] },
      });
    const app = migration('2026_06_01_000001_x');
    const found = (length?: number) => check([view(app, run(app, MYSQL, [step(create(length), { after })]))]);
    expect(found().map((one) => one.rule)).toEqual(['indexed-string-without-length']);
    expect(found(50)).toEqual([]);
  });
});

describe('index-key-too-long', () => {
  const source = migration('2026_06_01_000001_x');
  const at = origin(source.file, 8, '->index([...])');
  const statement = createIndex('t', 't_abcd', ['a', 'b', 'c', 'd'], at);
  const fact = (more = {}): ProblemFact => ({
    kind: 'key-too-long',
    object: 'index',
    name: 't_abcd',
    table: 't',
    bytes: 4080,
    limit: 3072,
    parts: ['a', 'b', 'c', 'd'].map((column) => ({ column, bytes: 1020 })),
    ...more,
  });

  it('shows the sum', () => {
    const [one, ...rest] = check([
      view(
        source,
        run(source, SQLITE, [step(statement)]),
        run(source, MYSQL, [step(statement, { problems: [refusal('1071', fact(), 'x', at)] })]),
        run(source, MARIADB, [step(statement, { problems: [refusal('1071', fact(), 'x', at)] })]),
      ),
    ]);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ rule: 'index-key-too-long', severity: 'error' });
    expect(one?.message).toBe(
      'the key of index "t_abcd" on table "t" is too long: a 1020 + b 1020 + c 1020 + d 1020 = 4080 bytes; MySQL and MariaDB allow 3072 (errno 1071). SQLite accepts it.',
    );
    expect(one?.help).toContain('768 characters in all');
  });

  it('warns of what MariaDB silently makes instead', () => {
    const quiet = fact({
      parts: [{ column: 'a', bytes: 3200 }],
      bytes: 3200,
      instead: 'a prefix of 768 characters',
    });
    const only = check([
      view(source, run(source, MARIADB, [step(statement, { problems: [silentChange(quiet, 'x', at)] })])),
    ]);
    expect(only.map((one) => one.severity)).toEqual(['warning']);
    expect(only[0]?.message).toContain(
      'a 3200 bytes; MariaDB, which allows 3072, does not refuse it but silently makes a prefix of 768 characters instead.',
    );
  });
});

describe('select-for-update', () => {
  const source = migration('2026_06_01_000001_x');
  const lock = (more: Partial<FactOf<'row-lock'>>): Fact => ({
    kind: 'row-lock',
    lock: 'update',
    text: '->lockForUpdate()',
    owner: { kind: 'app' },
    inMigration: false,
    transaction: 'inside',
    executed: true,
    origin: origin('app/X.php', 4, '->lockForUpdate()'),
    ...more,
  });
  const found = (facts: readonly Fact[], targets = [SQLITE, MYSQL]) =>
    check([view(source)], { facts, targets }).filter((one) => one.rule === 'select-for-update');

  it('is an info in the application, a warning in modules and migrations', () => {
    expect(found([lock({})])).toMatchObject([{ severity: 'info', engines: ['sqlite@3.45'] }]);
    expect(found([lock({ owner: moduleOwner('a') })])[0]?.severity).toBe('warning');
    expect(found([lock({ inMigration: true })])[0]?.severity).toBe('warning');
  });

  it('tells a builder’s lock from a raw one', () => {
    expect(found([lock({})])[0]?.message).toBe(
      '->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL only, so a concurrency bug stays hidden in tests on SQLite.',
    );
    expect(found([lock({ text: 'FOR UPDATE' })])[0]?.message).toContain('is a syntax error on SQLite');
  });

  it('has nothing to say where SQLite is no target', () => {
    expect(found([lock({})], [MYSQL, POSTGRES])).toEqual([]);
  });

  it('explains SQLite’s refusal of a raw lock, once', () => {
    const at = origin(source.file, 6, 'DB::select()');
    const statement = {
      kind: 'data',
      verb: 'select',
      sql: 'select * from t for update',
      table: { name: 't' },
      lock: 'update',
      origin: at,
    } as const;
    const problems = [refusal('SQLITE_ERROR', { kind: 'foreign-syntax' }, 'near "update": syntax error', at)];
    const fact = lock({ origin: at, inMigration: true, text: 'FOR UPDATE' });
    const result = check(
      [
        view(
          source,
          run(source, SQLITE, [step(statement, { problems })]),
          run(source, MYSQL, [step(statement)]),
        ),
      ],
      { facts: [fact] },
    );
    expect(result.map((one) => [one.rule, one.severity])).toEqual([['select-for-update', 'error']]);
  });
});

describe('engine-rejects', () => {
  const source = migration('2026_06_01_000001_x');
  const at = origin(source.file, 8, '->foreign()');
  const statement = createIndex('t', 'n', ['a'], at);
  const mismatch = { kind: 'invalid-default', table: 't', column: 'c', value: 'v' } as const;

  it('groups what engines mean alike, with their own numbers and words', () => {
    const [one, ...rest] = check([
      view(
        source,
        run(source, SQLITE, [step(statement)]),
        run(source, MYSQL, [step(statement, { problems: [refusal('3780', mismatch, 'incompatible.', at)] })]),
        run(source, MARIADB, [step(statement, { problems: [refusal('1005', mismatch, 'errno: 150', at)] })]),
      ),
    ]);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      rule: 'engine-rejects',
      severity: 'error',
      engines: ['mysql@8.4', 'mariadb@10.11'],
      message:
        'MySQL refuses ->foreign(): incompatible (errno 3780). MariaDB refuses it: errno: 150 (errno 1005). SQLite accepts it.',
      data: { codes: { 'mysql@8.4': '3780', 'mariadb@10.11': '1005' } },
    });
    expect(one?.help).toContain('correct the default');
  });

  it('leaves alone what is caught, not reached, unknown, or a mere change', () => {
    const problems = [refusal('3780', mismatch, 'x', at)];
    for (const options of [
      { problems, caught: true },
      { problems, reached: false },
      { problems, outcome: 'unknown' as const },
      { problems: [silentChange(mismatch, 'x', at)] },
    ]) {
      expect(check([view(source, run(source, MYSQL, [step(statement, options)]))])).toEqual([]);
    }
  });

  it('takes over what a rule that is off would claim', () => {
    const fact = tooLong('x'.repeat(70), 't');
    const views = [
      view(source, run(source, MYSQL, [step(statement, { problems: [refusal('1059', fact, 'x', at)] })])),
    ];
    expect(check(views).map((one) => one.rule)).toEqual(['identifier-too-long']);
    expect(check(views, {}, { rules: { 'identifier-too-long': 'off' } }).map((one) => one.rule)).toEqual([
      'engine-rejects',
    ]);
  });

  it('does not follow a refused up() into down(), and says when it is down()', () => {
    const problems = [refusal('1091', { kind: 'other' }, 'x', at)];
    const below = origin(source.file, 20, '->dropIndex()');
    const down = step(dropIndex('t', 'n', below), {
      problems: [refusal('1091', { kind: 'other' }, "Can't DROP 'n'", below)],
    });
    const both = check([
      view(source, run(source, MYSQL, [step(statement, { problems })]), run(source, MYSQL, [down], 'down')),
    ]);
    expect(both.map((one) => one.span.start.line)).toEqual([8]);
    const [only] = check([
      view(source, run(source, MYSQL, [step(statement)]), run(source, MYSQL, [down], 'down')),
    ]);
    expect(only?.message).toBe("On the way back: MySQL refuses ->dropIndex(): Can't DROP 'n' (errno 1091).");
  });

  it('says so when the framework itself refuses', () => {
    const problems = [
      refusal(null, { kind: 'framework-refuses' }, 'This database driver does not support fulltext', at),
    ];
    const [one] = check([
      view(
        source,
        run(source, SQLITE, [
          step({ kind: 'frameworkRefuses', sql: '', message: 'x', origin: at }, { problems }),
        ]),
        run(source, MYSQL, [step(statement)]),
      ),
    ]);
    expect(one?.message).toBe(
      'Laravel itself refuses ->foreign() for SQLite: This database driver does not support fulltext. MySQL accepts it.',
    );
  });

  it('reports once what PostgreSQL repeats after a failure', () => {
    const aborted = (line: number) => {
      const there = origin(source.file, line, 'DB::statement()');
      return step(createIndex('t', `i${line}`, ['a'], there), {
        problems: [
          refusal('25P02', { kind: 'transaction-aborted' }, 'current transaction is aborted', there),
        ],
      });
    };
    const found = check([view(source, run(source, POSTGRES, [aborted(10), aborted(11), aborted(12)]))]);
    expect(found.map((one) => one.span.start.line)).toEqual([10]);
  });
});

describe('syntax-error and unresolved-migration', () => {
  const source = migration('2026_06_01_000001_x');
  it('report each place once, with the reason', () => {
    const entry = { file: source.file, span: span(4), reason: 'the table name comes from a request' };
    const found = check([view(source)], {
      coverage: { statements: 3, unknown: [entry, entry] },
      syntaxProblems: [{ file: 'app/Z.php', span: span(9), message: 'unexpected ";"' }],
    });
    expect(found.map((one) => [one.rule, one.severity, one.span.start.line])).toEqual([
      ['unresolved-migration', 'warning', 4],
      ['syntax-error', 'error', 9],
    ]);
    expect(found[0]?.message).toContain('could not be understood: the table name comes from a request.');
  });
});

describe('a file that does not parse', () => {
  const source = migration('2026_06_01_000001_x');
  it('has its syntax error, and nothing else', () => {
    const entry = { file: source.file, span: span(4), reason: 'x' };
    const found = check([view(source)], {
      coverage: { statements: 1, unknown: [entry] },
      syntaxProblems: [{ file: source.file, span: span(9), message: 'x' }],
    });
    expect(found.map((one) => one.rule)).toEqual(['syntax-error']);
  });
});

describe('a project without findings', () => {
  it('has none', () => {
    expect(check([], { project: project([]) })).toEqual([]);
  });
});
