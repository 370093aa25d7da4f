/** What is advised for a name that is too long: a short one, the call with it, the edit, and the other places. */
import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, type Options } from '../rules/project.ts';

const TABLE = 'winter_service_contract_cancellation_requests';
/** 65 characters. */
const LONG = 'winter_service_contract_cancellation_requests_effective_from_indx';

interface Advice {
  readonly help: string | undefined;
  /** Its safety, and the texts that it writes. */
  readonly fix?: readonly string[];
  readonly related?: readonly string[];
}

async function advice(files: Readonly<Record<string, string>>, options: Options = {}): Promise<Advice[]> {
  const found = await check(['identifier-too-long'], files, options);
  return found.map(({ help, fix, related }) => ({
    help,
    ...(fix === undefined ? {} : { fix: [fix.safety, ...fix.edits.map((edit) => edit.text)] }),
    ...(related.length === 0 ? {} : { related: related.map(({ message }) => message) }),
  }));
}

/** What is advised where the author's call has no place for a name. */
const own = (name: string): Advice => ({ help: `Give it a short name of your own, such as '${name}'.` });

const raw = (...statements: string[]): string =>
  statements.map((sql) => `DB::statement("${sql}");`).join('\n        ');

const MYSQL: Options = { engines: ['mysql@8.4'] };

describe('the ending tells the kind', () => {
  const parent = create('customers');
  const table = create(TABLE, "$table->unsignedBigInteger('customer_id'); $table->date('effective_from');");
  const of = (call: string) =>
    advice({ 1: migration(parent), 2: migration(`${table} ${alter(TABLE, call)}`) });

  it.each([
    ['index', `$table->index('customer_id', '${LONG}');`, "->index('customer_id', 'wsccr_customer_idx')"],
    ['unique', `$table->unique('customer_id', '${LONG}');`, "->unique('customer_id', 'wsccr_customer_unq')"],
    [
      'foreign key',
      `$table->foreign('customer_id', '${LONG}')->references('id')->on('customers');`,
      "->foreign('customer_id', 'wsccr_customer_fk')",
    ],
  ])('%s', async (_, call, help) => {
    const name = /'(wsccr_\w+)'/.exec(help)?.[1];
    expect(await of(call)).toEqual([{ help: `Name it: ${help}`, fix: ['safe', `'${name}'`] }]);
  });

  it('in SQL, too, where there is no call to name it in', async () => {
    const files = {
      1: migration(parent),
      2: migration(
        `${table} ${raw(
          `CREATE INDEX ${LONG}1 ON ${TABLE} (effective_from)`,
          `CREATE UNIQUE INDEX ${LONG}2 ON ${TABLE} (effective_from)`,
          `ALTER TABLE ${TABLE} ADD CONSTRAINT ${LONG}3 CHECK (customer_id > 0)`,
        )}`,
      ),
    };
    expect(await advice(files, MYSQL)).toEqual([
      own('wsccr_from_idx'),
      own('wsccr_from_unq'),
      own('wsccr_requests_chk'),
    ]);
  });

  it('of a primary key that PostgreSQL would cut', async () => {
    const sql = `CREATE TABLE ${TABLE} (a int, b int, CONSTRAINT ${LONG} PRIMARY KEY (a, b))`;
    expect(await advice({ 1: migration(raw(sql)) }, { engines: ['postgres@16'] })).toEqual([
      own('wsccr_a_b_pk'),
    ]);
  });
});

describe('the words are those of the columns', () => {
  it('of the key of that name, where a statement makes several', async () => {
    const sql = `CREATE TABLE ${TABLE} (a int, b int, KEY short_idx (a), KEY ${LONG} (b))`;
    expect(await advice({ 1: migration(raw(sql)) }, MYSQL)).toEqual([own('wsccr_b_idx')]);
  });

  it('of the key without a name, where the name is the engine’s own', async () => {
    // 58 characters, to which MySQL adds _ibfk_1
    const table = `${TABLE}_of_customers`;
    const files = {
      1: migration(`${create('customers')} ${create(table, "$table->unsignedBigInteger('buyer_id');")}`),
      2: migration(
        raw(
          `ALTER TABLE ${table} ADD INDEX short_idx (id), ADD FOREIGN KEY (buyer_id) REFERENCES customers (id)`,
        ),
      ),
    };
    expect(await advice(files, MYSQL)).toEqual([own('wsccro_buyer_fk')]);
  });

  it('of the index that is renamed', async () => {
    const files = {
      1: migration(
        create(
          TABLE,
          "$table->date('a'); $table->date('b'); $table->index('a', 'a_idx'); $table->index('b', 'b_idx'); $table->index(['b', 'a'], 'c_idx');",
        ),
      ),
      2: migration(alter(TABLE, `$table->renameIndex('b_idx', '${LONG}');`)),
    };
    expect(await advice(files)).toEqual([
      { help: "Name it: ->renameIndex('b_idx', 'wsccr_b_idx')", fix: ['safe', "'wsccr_b_idx'"] },
    ]);
    expect(await advice(files, MYSQL)).toEqual([
      { help: "Name it: ->renameIndex('b_idx', 'wsccr_b_idx')", fix: ['safe', "'wsccr_b_idx'"] },
    ]);
  });

  it('not of an expression', async () => {
    const sql = `CREATE INDEX ${LONG} ON ${TABLE} ((lower(a)), b)`;
    const table = create(TABLE, "$table->string('a', 20); $table->string('b', 20);");
    expect(await advice({ 1: migration(`${table} ${raw(sql)}`) }, MYSQL)).toEqual([own('wsccr_b_idx')]);
  });

  it('of none, where the table is not there', async () => {
    const sql = `ALTER TABLE nowhere ADD CONSTRAINT ${LONG} CHECK (a > 0)`;
    expect(await advice({ 1: migration(raw(sql)) }, MYSQL)).toEqual([own('now_nowhere_chk')]);
  });
});

describe('the name begins', () => {
  const index = (table: string) => create(table, `$table->index('id', '${LONG}');`);
  const at = (module: string) => `modules/${module}/database/migrations/2026_01_05_000001_x.php`;
  const names = async (files: Readonly<Record<string, string>>) =>
    (await advice(files)).map(({ fix }) => fix?.[1]);
  const others = {
    [at('fleet')]: migration(create('mod_fleet_cars')),
    [at('fleet-care')]: migration(create('mod_fleet_care_cars')),
  };

  it('with the abbreviation of the module whose prefix the table bears', async () => {
    expect(await names({ ...others, [at('telegram')]: migration(index('mod_fleet_tyres')) })).toEqual([
      "'flt_tyres_id_idx'",
    ]);
  });

  it('of two modules, with that of the longer prefix', async () => {
    expect(await names({ ...others, [at('telegram')]: migration(index('mod_fleet_care_tyres')) })).toEqual([
      "'fc_tyres_id_idx'",
    ]);
  });

  it('else with that of the module that the migration belongs to', async () => {
    for (const table of ['tyres', 'mod_fleets_tyres', 'x_mod_fleet_', 'x_mod_fleet_tyres'])
      expect(await names({ ...others, [at('telegram')]: migration(index(table)) })).toEqual([
        expect.stringMatching(/^'tg_/),
      ]);
  });

  it('else with that of the table', async () => {
    expect(await names({ ...others, 1: migration(index('rental_contracts')) })).toEqual(["'rc_id_idx'"]);
  });

  it('with the one that the module’s authors use', async () => {
    const used = migration(create('mod_telegram_a', "$table->index('id', 'tlg_a_id_idx');"));
    expect(
      await names({
        [at('telegram')]: used,
        [at('telegram').replace('000001', '000002')]: migration(index('mod_telegram_rules')),
      }),
    ).toEqual(["'tlg_rules_id_idx'"]);
  });
});

describe('no name is proposed', () => {
  it('that another index has', async () => {
    const files = {
      1: migration(create('others', "$table->index('id', 'WSCCR_from_idx');")),
      2: migration(
        create(TABLE, `$table->date('effective_from'); $table->index('effective_from', '${LONG}');`),
      ),
    };
    expect((await advice(files)).map(({ fix }) => fix)).toEqual([
      ['safe', "'wsccr_wint_serv_contr_canc_req_from_idx'"],
    ]);
  });

  it('twice', async () => {
    const files = {
      1: migration(
        create(
          TABLE,
          `$table->date('effective_from'); $table->index('effective_from', '${LONG}'); $table->index('effective_from', '${LONG}2');`,
        ),
      ),
    };
    const fixes = (await advice(files)).map(({ fix }) => fix?.[1]);
    expect(new Set(fixes).size).toBe(2);
    expect(fixes[0]).toBe("'wsccr_from_idx'");
  });

  it('but the same for the same call, where a prefix of the connection makes the names differ', async () => {
    const files = {
      'config/database.php': `<?php return ['default' => 'mysql', 'connections' => [
        'mysql' => ['driver' => 'mysql', 'prefix' => 'app_', 'prefix_indexes' => true],
        'pgsql' => ['driver' => 'pgsql', 'prefix' => '']]];`,
      1: migration(create(TABLE, "$table->date('effective_from'); $table->index(['id', 'effective_from']);")),
    };
    const same = {
      help: "Name it: ->index(['id', 'effective_from'], 'wsccr_id_from_idx')",
      fix: ['safe', ", 'wsccr_id_from_idx'"],
    };
    expect(await advice(files)).toEqual([same, same]);
  });
});

describe('a call that makes several keys', () => {
  it('needs a name for each, and no edit can write them', async () => {
    const body = `foreach (['a', 'b'] as $column) { $table->date($column); $table->index($column, '${LONG}_' . $column); }`;
    const help = (name: string) =>
      `Name it: ->index($column, '${name}'). This call makes several keys, so build a different short name for each.`;
    expect(await advice({ 1: migration(create(TABLE, body)) })).toEqual([
      { help: help('wsccr_a_idx') },
      { help: help('wsccr_b_idx') },
    ]);
  });
});

describe('places that speak of the name', () => {
  const made = create(TABLE, "$table->date('effective_from'); $table->index(['id', 'effective_from']);");
  const drop = alter(TABLE, "$table->dropIndex(['id', 'effective_from']);");
  const help =
    "Name it: ->index(['id', 'effective_from'], 'wsccr_id_from_idx'), and use that name where it is dropped or renamed";
  const related = ['->dropIndex([...]) speaks of it by its old name'];

  it('are told, and changed with it', async () => {
    const found = { help, fix: ['safe', ", 'wsccr_id_from_idx'", "'wsccr_id_from_idx'"], related };
    const table = create(TABLE, "$table->date('effective_from');");
    const added = alter(TABLE, "$table->index(['id', 'effective_from']);");
    expect(await advice({ 1: migration(table), 2: migration(added, drop) })).toEqual([found]);
    expect(await advice({ 1: migration(made), 2: migration(drop) })).toEqual([found]);
  });

  it('may be SQL, where no edit can change them', async () => {
    const sql = `DROP INDEX ${TABLE}_id_effective_from_index ON ${TABLE}`;
    expect(await advice({ 1: migration(made), 2: migration(raw(sql)) }, MYSQL)).toEqual([
      {
        help,
        related: ['DB::statement(…) speaks of it by its old name'],
      },
    ]);
  });
});
