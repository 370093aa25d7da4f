/** TypeORM projects made for a test, in a temporary folder. */
import { scriptProjects } from '../script-project.ts';

export const PACKAGE = JSON.stringify({
  dependencies: { typeorm: '^1.1.0', 'better-sqlite3': '^12.0.0', mysql2: '^3.0.0', pg: '^8.0.0' },
});

export const { project: typeormProject, sent, unknown, checked } = scriptProjects(PACKAGE);

/** A migration whose up() is this. */
export function up(body: string, head = ''): Readonly<Record<string, string>> {
  return {
    'src/migrations/1700000000001-One.ts': `${head}
import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from 'typeorm';
export class One1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
${body}
  }
}
`,
  };
}
