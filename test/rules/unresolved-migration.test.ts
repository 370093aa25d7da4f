import { describe, expect, it } from 'vitest';
import { check, create, migration } from './project.ts';
import { example } from './shown.ts';

const RULE = 'unresolved-migration';

describe('the examples', () => {
  it('A table whose name comes from a request over the network', async () => {
    expect(
      await example(RULE, 'A table whose name comes from a request over the network'),
    ).toMatchInlineSnapshot(`
      "warning example:13:9 «Schema::create($name, function (Blueprint $table) { …»
        this could not be understood: the table's name cannot be known: the content of a file. What the engines make of it, and of what rests on it, is not known.
        help: Write it out where you can; where you cannot, run it on the real engines before you deploy.
        engines: any
        data: {"reason":"the table's name cannot be known: the content of a file"}"
    `);
  });
  it('SQL that is read from a place unknown until it runs', async () => {
    expect(await example(RULE, 'SQL that is read from a place unknown until it runs')).toMatchInlineSnapshot(`
      "warning example:12:9 «DB::unprepared(file_get_contents(getenv('DUMP_FILE')));»
        this could not be understood: the SQL cannot be known: an environment variable. What the engines make of it, and of what rests on it, is not known.
        help: Write it out where you can; where you cannot, run it on the real engines before you deploy.
        engines: any
        data: {"reason":"the SQL cannot be known: an environment variable"}"
    `);
  });
  it('A call of a class that is not part of the project', async () => {
    expect(await example(RULE, 'A call of a class that is not part of the project')).toMatchInlineSnapshot(`
      "warning example:12:9 «\\Acme\\Unknown\\SchemaHelper::buildEverything();»
        this could not be understood: Acme\\Unknown\\SchemaHelper::buildEverything() is not in the project's code. What the engines make of it, and of what rests on it, is not known.
        help: Write it out where you can; where you cannot, run it on the real engines before you deploy.
        engines: any
        data: {"reason":"Acme\\\\Unknown\\\\SchemaHelper::buildEverything() is not in the project's code"}"
    `);
  });
});

const UNKNOWN = '\\Acme\\Unknown\\Helper::build();';

describe('what is not understood', () => {
  it('is told once for each place, however many engines there are', async () => {
    const found = await check([RULE], { 1: migration(`${UNKNOWN} ${UNKNOWN}`) });
    expect(found.map(({ span }) => span.start.column)).toEqual([9, 9 + UNKNOWN.length + 1]);
  });

  it('is told once for a call in a loop', async () => {
    const found = await check([RULE], { 1: migration(`foreach ([1, 2] as $i) { ${UNKNOWN} }`) });
    expect(found).toHaveLength(1);
  });

  it('is known again by its file, wherever that is, and its reason', async () => {
    const file = '2026_01_01_000001_create_invoices_table.php';
    const fingerprints = async (folder: string, body: string) =>
      (await check([RULE], { [`${folder}/${file}`]: migration(body) })).map((one) => one.fingerprint);
    const other = '\\Acme\\Other\\Helper::build();';
    const both = await fingerprints('database/migrations', `${other} ${UNKNOWN}`);
    expect(new Set(both).size).toBe(2);
    expect(await fingerprints('modules/billing/database/migrations', UNKNOWN)).toEqual([both[1]]);
    const elsewhere = await check([RULE], { 1: migration(UNKNOWN) });
    expect(elsewhere.map((one) => one.fingerprint)).not.toEqual([both[1]]);
  });

  it('leaves what is understood alone', async () => {
    expect(await check([RULE], { 1: migration(create('invoices')) })).toEqual([]);
  });
});
