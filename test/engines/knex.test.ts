/** `replay` of Knex migrations on the real engines, from the SQL that dialint works out. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayProject } from '../../src/replay.ts';
import { knexProject, up } from '../frontends/knex/project.ts';
import { engineUrl } from '../support/engine-url.ts';
import { unavailable as noSqlite } from './support/sqlite.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
process.env.DIALINT_PARTS ??= path.join(ROOT, 'test/engines');

const servers = [engineUrl('MYSQL'), engineUrl('MARIADB'), engineUrl('POSTGRES')];
const missing = noSqlite !== undefined || servers.includes(undefined);
const all = ['sqlite', ...servers.map((url) => url ?? '')];

describe.skipIf(missing)('Knex migrations on the real engines', () => {
  it('a name of 98 characters is refused by MySQL with 1059, as predicted', {
    timeout: 120_000,
  }, async () => {
    const result = await replayProject(path.join(ROOT, 'fixtures/tidewatch'), { engines: all });
    expect(result.engines.map(({ fault }) => fault)).toEqual(Array(4).fill(undefined));
    const outcomes = result.migrations.map(({ file, up: engines }) => [
      path.basename(file),
      ...Object.values(engines).map(({ outcome, code }) => code ?? outcome),
    ]);
    expect(outcomes).toEqual([
      ['20240101090000_stations.ts', 'accepts', 'accepts', 'accepts', 'accepts'],
      ['20240108090000_corrections.ts', 'accepts', '1059', '1059', 'accepts'],
      // nothing is run after a refusal
      ['20240115090000_notes.js', 'accepts', 'not-run', 'not-run', 'accepts'],
    ]);
    expect(result.predictions.disagree).toEqual([]);
  });

  it('tables are rebuilt, columns renamed and keys dropped as predicted', { timeout: 120_000 }, async () => {
    const root = knexProject({
      ...up(`
        await knex.schema.createTable('shops', (t) => { t.increments('id'); t.string('name').index(); });
        await knex.schema.createTable('tills', (t) => {
          t.increments('id');
          t.integer('shop_id').unsigned().references('id').inTable('shops').onDelete('CASCADE');
          t.string('label', 30).notNullable().defaultTo('x');
          t.unique(['shop_id', 'label']);
        });
        await knex.schema.alterTable('tills', (t) => { t.renameColumn('label', 'title'); t.text('note'); });
        await knex.schema.alterTable('tills', (t) => { t.string('title', 40).nullable().alter(); });
        await knex.schema.alterTable('shops', (t) => { t.dropIndex(['name']); t.dropColumn('name'); });
        await knex.schema.alterTable('tills', (t) => { t.setNullable('title'); t.dropForeign(['shop_id']); });`),
    });
    const result = await replayProject(root, { engines: all });
    expect(
      result.migrations.map(({ up: engines }) =>
        Object.values(engines).map(({ outcome, message }) => message ?? outcome),
      ),
    ).toEqual([Array(4).fill('accepts')]);
    expect(result.predictions.disagree).toEqual([]);
  });
});
