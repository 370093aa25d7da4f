/** Sequelize projects made for a test, in a temporary folder. */
import { scriptProjects } from '../script-project.ts';

const PACKAGE = JSON.stringify({
  dependencies: { sequelize: '^6.37.0', sqlite3: '^5.1.7', mysql2: '^3.0.0' },
  devDependencies: { 'sequelize-cli': '^6.6.0' },
});

export const { project: sequelizeProject, sent, unknown, checked } = scriptProjects(PACKAGE);

/** A migration whose up() is this. */
export function up(body: string, head = ''): Readonly<Record<string, string>> {
  return {
    'migrations/20240101000000-one.js': `${head}\nmodule.exports = { up: async (queryInterface, Sequelize) => {\n${body}\n} };\n`,
  };
}
