/** db-migrate's migrations: the SQL that they hand to the driver, sent as it stands, each migration in a transaction. */
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/check.ts';
import { loadFrameworks } from '../../../src/frameworks.ts';
import { sqlOfProject } from '../../../src/sql.ts';
import { project } from '../../project/support.ts';

const FILES = {
  // A project may ask its database through Knex, and not make it with that.
  'package.json': JSON.stringify({
    dependencies: { 'db-migrate': '0.11.14', 'db-migrate-pg': '1.5.2', knex: '3.1.0', pg: '8.11.0' },
  }),
  'migrations/20240101000000-crews.js': `'use strict';

exports.up = function (db, callback) {
  db.runSql('CREATE TABLE crews (id serial primary key, name varchar(80) NOT NULL); CREATE INDEX crews_name ON crews (name)', callback);
};

exports.down = (db, callback) => db.runSql('DROP TABLE crews', callback);
`,
  'migrations/20240102000000-callbacks.js': `exports.up = (db, cb) => {
  db.runSql('ALTER TABLE crews ADD COLUMN port text', (error) => {
    if (error) return cb(error);
    db.runSql('INSERT INTO crews (name, port) VALUES ($1, $2)', ['Ada', 'Bergen'], cb);
  });
};
`,
  'migrations/20240103000000-promises.js': `exports.up = async (db) => {
  await db.runSql('ALTER TABLE crews DROP COLUMN harbour');
};
exports.down = async () => {};
`,
  'migrations/20240104000000-builder.js': `exports.up = (db) => db.createTable('berths', { id: 'int' });
exports.down = (db) => db.dropTable('berths');
`,
  // A scope of its own, which is run by name.
  'migrations/archive/20240101000000-old.js': `exports.up = (db, cb) => db.runSql('DROP TABLE nowhere', cb);
`,
};

describe('migrations of db-migrate', () => {
  it('send their SQL in order of their names, with callbacks and with promises', async () => {
    const root = project(FILES);
    await loadFrameworks(root);
    const [{ migrations }] = sqlOfProject(root, { engines: ['postgres'] }).engines as never as [
      { migrations: { file: string; up: { sql: string }[]; down: { sql: string }[] }[] },
    ];
    expect(migrations.map(({ file, up, down }) => [file, ...[...up, ...down].map(({ sql }) => sql)])).toEqual(
      [
        [
          'migrations/20240101000000-crews.js',
          'CREATE TABLE crews (id serial primary key, name varchar(80) NOT NULL)',
          'CREATE INDEX crews_name ON crews (name)',
          'DROP TABLE crews',
        ],
        [
          'migrations/20240102000000-callbacks.js',
          'ALTER TABLE crews ADD COLUMN port text',
          'INSERT INTO crews (name, port) VALUES ($1, $2)',
        ],
        ['migrations/20240103000000-promises.js', 'ALTER TABLE crews DROP COLUMN harbour'],
        ['migrations/20240104000000-builder.js'],
      ],
    );
  });

  it('are judged, and what is not followed is told', async () => {
    const root = project(FILES);
    await loadFrameworks(root);
    const { diagnostics, project: found } = await checkProject(root, {
      engines: ['postgres@16'],
      rules: ['engine-rejects', 'unresolved-migration'],
    });
    expect(found.framework?.value).toBe('dbmigrate');
    expect(diagnostics.map(({ rule, file, span }) => [rule, file, span.start.line])).toEqual([
      ['engine-rejects', 'migrations/20240103000000-promises.js', 2],
      ['unresolved-migration', 'migrations/20240104000000-builder.js', 1],
      ['unresolved-migration', 'migrations/20240104000000-builder.js', 2],
    ]);
    expect(diagnostics[0]?.message).toContain('42703');
  });

  it('with a syntax error are told as what they are, with whom to ask', async () => {
    const root = project({
      ...FILES,
      'migrations/20240105000000-broken.js': "exports.up = (db, cb) => { db.runSql('SELECT 1', cb };\n",
      'migrations/20240106000000-broken.ts': 'export const up = (db: unknown => 1;\n',
    });
    await loadFrameworks(root);
    const { diagnostics } = await checkProject(root, { engines: ['postgres'], rules: ['syntax-error'] });
    expect(diagnostics.map(({ help }) => help)).toEqual([
      'Correct the syntax; `node --check migrations/20240105000000-broken.js` tells what Node.js itself makes of it.',
      'Correct the syntax; `npx tsc --noEmit migrations/20240106000000-broken.ts` tells what TypeScript itself makes of it.',
    ]);
  });
});
