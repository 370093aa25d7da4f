import { describe, expect, it } from 'vitest';
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
