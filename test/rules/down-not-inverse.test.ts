/** Views: what down() does to those that up() has dropped or made is no change of another migration's tables. */
import { describe, expect, it } from 'vitest';
import { scriptProjects } from '../frontends/script-project.ts';

const { checked } = scriptProjects(JSON.stringify({ dependencies: { knex: '^3.3.0', pg: '^8.0.0' } }));

const found = async (up: string, down: string) => {
  const { diagnostics } = await checked(
    {
      'migrations/1_a.js':
        "exports.up = async (knex) => { await knex.schema.createTable('ports', (t) => { t.increments('id'); }); await knex.raw('CREATE MATERIALIZED VIEW summary AS SELECT id FROM ports'); };\nexports.down = async (knex) => { await knex.raw('DROP MATERIALIZED VIEW summary'); await knex.schema.dropTable('ports'); };",
      'migrations/2_b.js': `exports.up = async (knex) => { ${up} };\nexports.down = async (knex) => { ${down} };`,
    },
    ['postgres'],
  );
  return diagnostics.filter(({ rule }) => rule === 'down-not-inverse').map(({ message }) => message);
};

const AGAIN = `await knex.raw('DROP MATERIALIZED VIEW totals');
  await knex.raw('CREATE MATERIALIZED VIEW summary AS SELECT id FROM ports');`;

describe('a materialized view', () => {
  it('that up() drops gets its indexes back in down()', async () => {
    expect(
      await found(
        `await knex.raw('DROP MATERIALIZED VIEW summary');
         await knex.raw('CREATE MATERIALIZED VIEW totals AS SELECT id FROM ports');
         await knex.raw('CREATE UNIQUE INDEX totals_id ON totals (id)');`,
        `${AGAIN} await knex.raw('CREATE UNIQUE INDEX summary_id ON summary (id)');`,
      ),
    ).toEqual([]);
  });

  it('does not hide a table of another migration', async () => {
    const [message] = await found(
      `await knex.raw('DROP MATERIALIZED VIEW summary');
       await knex.raw('CREATE MATERIALIZED VIEW totals AS SELECT id FROM ports');
       await knex.raw('CREATE UNIQUE INDEX totals_id ON totals (id)');`,
      `${AGAIN} await knex.raw('CREATE INDEX ports_id ON ports (id)');`,
    );
    expect(message).toContain('down() changes table "ports", which up() does not touch');
  });
});
