/** Modules are evaluated when a name of theirs is first used; what they hold does not depend on where that is. */
import { describe, expect, it } from 'vitest';
import { sent, unknown } from '../knex/project.ts';

const files = (body: string, names: string) => ({
  'names.ts': names,
  'migrations/1_a.ts': `import { name } from '../names';\nimport type { Knex } from 'knex';\nexport async function up(knex: Knex) {\n${body}\n}\n`,
});

describe('an import', () => {
  it('that is first used in a branch that may not be taken is known behind it', () => {
    const project = files(
      `if (process.env.LARGE) { await knex.schema.createTable(name, (t) => { t.integer('id'); }); }
       await knex.schema.createTable(name + '_2', (t) => { t.integer('id'); });`,
      "let name = 'a';\nname = 'ports';\nexport { name };\n",
    );
    expect(sent(project, 'mysql')).toContain('create table `ports_2` (`id` int)');
    // the branch alone
    expect(unknown(project, 'mysql')).toEqual([expect.stringMatching(/^4: may be sent/)]);
  });

  it('of a module that throws is unknown where it is used, and nowhere else', () => {
    const thrown = "throw new Error('no such thing');\nexport const name = 'ports';\n";
    expect(
      unknown(files("await knex.schema.createTable(name, (t) => { t.integer('id'); });", thrown), 'mysql'),
    ).toEqual([expect.stringContaining('../names, which throws when it is imported: no such thing')]);
    expect(
      sent(files("await knex.schema.createTable('piers', (t) => { t.integer('id'); });", thrown), 'mysql'),
    ).toEqual(['create table `piers` (`id` int)']);
  });

  it('of two modules that import each other is known', () => {
    const project = {
      ...files(
        "await knex.schema.createTable(name(), (t) => { t.integer('id'); });",
        "import { prefix } from './prefix';\nexport const stem = 'ports';\nexport const name = () => prefix() + stem;\n",
      ),
      'prefix.ts': "import { stem } from './names';\nexport const prefix = () => stem.slice(0, 1) + '_';\n",
    };
    expect(sent(project, 'mysql')).toEqual(['create table `p_ports` (`id` int)']);
  });
});
