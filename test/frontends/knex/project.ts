/** Knex projects made for a test, in a temporary folder. */
import { scriptProjects } from '../script-project.ts';

export const PACKAGE = JSON.stringify({
  dependencies: { knex: '^3.3.0', 'better-sqlite3': '^12.0.0', mysql2: '^3.0.0' },
});

export const { project: knexProject, sent, unknown, checked } = scriptProjects(PACKAGE);

/** A migration in the folder `migrations` whose up() is this. */
export function up(body: string, head = ''): Readonly<Record<string, string>> {
  return { 'migrations/20240101000000_one.js': `${head}\nexports.up = async (knex) => {\n${body}\n};\n` };
}
