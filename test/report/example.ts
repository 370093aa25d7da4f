/** Results made by hand, for tests of what prints them. */
import type {
  CheckResult,
  ConnectionSettings,
  Diagnostic,
  MigrationVerdict,
  Project,
  Span,
  Target,
} from '../../src/schema/index.ts';

export const TELEGRAM =
  'modules/telegram/database/migrations/2026_06_01_000003_create_mod_telegram_enrollment_tokens_table.php';

export const TELEGRAM_SOURCE = `<?php

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('mod_telegram_enrollment_tokens', function (Blueprint $table) {
            $table->id();
            $table->string('notifiable_type');
            $table->unsignedBigInteger('notifiable_id');
            $table->index(['notifiable_type', 'notifiable_id']);
            $table->foreignId('user_id')
                ->nullable()
                ->constrained();
        });
    }
};
`;

/** Where `text` stands in `source`. */
export function spanOf(source: string, text: string): Span {
  const startOffset = source.indexOf(text);
  if (startOffset < 0) throw new Error(`${text} is not in the source`);
  const endOffset = startOffset + text.length;
  const position = (offset: number): Span['start'] => {
    const before = source.slice(0, offset).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };
  return { start: position(startOffset), end: position(endOffset), startOffset, endOffset };
}

function settings(name: string): ConnectionSettings {
  return {
    name,
    charset: null,
    collation: null,
    prefix: '',
    prefixIndexes: true,
    strict: true,
    storageEngine: null,
    foreignKeyChecks: true,
  };
}

const SQLITE: Target = {
  id: 'sqlite@3.45',
  engine: 'sqlite',
  version: '3.45',
  driver: 'sqlite',
  settings: settings('sqlite'),
};
const MYSQL: Target = {
  id: 'mysql@8.4',
  engine: 'mysql',
  version: '8.4',
  driver: 'mysql',
  settings: settings('mysql'),
};
const MARIADB: Target = {
  id: 'mariadb@10.11',
  engine: 'mariadb',
  version: '10.11',
  driver: 'mysql',
  settings: settings('mysql'),
};

export function project(change: Partial<Project> = {}): Project {
  const connection = (name: string) => ({ value: settings(name), from: { note: "Laravel's default" } });
  return {
    root: '/projects/wintertrace',
    framework: { value: 'laravel', from: { file: 'composer.json', line: 9 } },
    frameworkVersion: { value: '12.40.2', from: { file: 'composer.lock', line: 1204 } },
    testEngine: { engine: 'sqlite', driver: 'sqlite', from: { file: 'phpunit.xml', line: 24 } },
    productionEngines: [
      { engine: 'mysql', driver: 'mysql', from: { file: '.env.example', line: 23 } },
      { engine: 'mariadb', driver: 'mysql', version: '10.11', from: { file: 'docker-compose.yml', line: 7 } },
    ],
    connections: {
      mysql: connection('mysql'),
      mariadb: connection('mariadb'),
      pgsql: connection('pgsql'),
      sqlite: connection('sqlite'),
    },
    mariadbDriver: false,
    defaultConnection: { value: 'mysql', from: { file: '.env.example', line: 23 } },
    modules: [{ slug: 'telegram', layout: 'modules', directory: 'modules/telegram' }],
    migrations: [],
    notices: [],
    ...change,
  };
}

export function diagnostic(change: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: 'identifier-too-long',
    severity: 'error',
    message:
      'index name "mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index" has 66 characters; MySQL and MariaDB allow 64 (errno 1059). SQLite accepts it.',
    help: "name it: ->index(['notifiable_type', 'notifiable_id'], 'tg_enroll_notifiable_idx')",
    file: TELEGRAM,
    span: spanOf(TELEGRAM_SOURCE, "index(['notifiable_type', 'notifiable_id'])"),
    engines: ['mysql@8.4', 'mariadb@10.11'],
    fingerprint: '0f3a',
    related: [],
    data: {},
    ...change,
  };
}

function verdict(engine: string, change: Partial<MigrationVerdict> = {}): MigrationVerdict {
  return {
    file: TELEGRAM,
    direction: 'up',
    engine,
    outcome: 'accepts',
    code: null,
    sql: null,
    line: null,
    message: null,
    ...change,
  };
}

const REFUSED = {
  outcome: 'refuses',
  code: '1059',
  line: 11,
  sql: 'alter table `mod_telegram_enrollment_tokens` add index …',
  message: 'Identifier name is too long',
} as const;

export function result(change: Partial<CheckResult> = {}): CheckResult {
  return {
    version: '0.1.0',
    project: project(),
    targets: [SQLITE, MYSQL, MARIADB],
    targetNotes: [],
    diagnostics: [diagnostic()],
    verdicts: [
      verdict('sqlite@3.45'),
      verdict('sqlite@3.45', { direction: 'down' }),
      verdict('mysql@8.4', REFUSED),
      verdict('mariadb@10.11', REFUSED),
    ],
    coverage: { statements: 145, unknown: [] },
    sources: new Map([[TELEGRAM, TELEGRAM_SOURCE]]),
    summary: { files: 20, migrations: 18, errors: 1, warnings: 0, infos: 0, baselined: 0, durationMs: 312 },
    ...change,
  };
}
