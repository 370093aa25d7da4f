/** A project in a temporary folder, evaluated on all targets: what each migration sends, per engine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgeFor } from '../../../../src/engines/index.ts';
import { LaravelFrontend } from '../../../../src/frontends/laravel/frontend.ts';
import { chooseTargets, discoverProject, readConfig } from '../../../../src/project/index.ts';
import type { EngineName, Fact, NotUnderstood, Timeline } from '../../../../src/schema/index.ts';
import { buildTimeline } from '../../../../src/timeline/build.ts';
import { initialCatalog } from '../../../../src/timeline/initial-catalog.ts';

export interface Evaluated {
  readonly timelines: Readonly<Record<EngineName, Timeline>>;
  /** Tables after all ups, without the one that the framework keeps the migrations' names in. */
  tables(engine: EngineName): string[];
  columns(engine: EngineName, table: string): string[];
  /** SQL of all steps going up. */
  sql(engine: EngineName): string[];
  outcomes(engine: EngineName): string[];
  readonly unknown: readonly NotUnderstood[];
  readonly facts: readonly Extract<Fact, { kind: 'row-lock' }>[];
}

export const HEAD = `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

`;

/** A migration whose up() is this code. */
export const up = (body: string, members = ''): string =>
  `${HEAD}return new class extends Migration
{
    ${members}
    public function up(): void
    {
        ${body}
    }
};
`;

const COMPOSER = { require: { 'laravel/framework': '^12.0' }, autoload: { 'psr-4': { 'App\\': 'app/' } } };

/** `files` by path; a text without a path separator's worth of name is the one migration. */
export function evaluate(
  migrations: string | readonly string[],
  files: Record<string, string> = {},
): Evaluated {
  const root = mkdtempSync(path.join(tmpdir(), 'dialint-evaluator-'));
  try {
    const all: Record<string, string> = {
      'composer.json': JSON.stringify(COMPOSER),
      artisan: '#!/usr/bin/env php\n<?php\n',
      ...files,
    };
    for (const [index, text] of (typeof migrations === 'string' ? [migrations] : migrations).entries())
      all[`database/migrations/2024_01_0${index + 1}_000000_step_${index + 1}.php`] = text;
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    const config = readConfig(root, { rules: [] });
    const project = discoverProject(root, config, {});
    const { targets } = chooseTargets(project, { engines: ['sqlite', 'mysql', 'mariadb', 'postgres'] });
    const frontend = new LaravelFrontend(project);
    const facts = frontend.readFacts();
    const timelines = Object.fromEntries(
      targets.map((target) => {
        const judge = judgeFor(target.engine);
        const timeline = buildTimeline({
          target,
          judge,
          initial: initialCatalog(judge.initial(target), project, target, config.externalTables),
          migrations: project.migrations,
          frontend: frontend.forTarget(target),
        });
        return [target.engine, timeline];
      }),
    ) as Record<EngineName, Timeline>;
    const ups = (engine: EngineName) => timelines[engine].runs.filter((run) => run.direction === 'up');
    return {
      timelines,
      facts: facts.filter((fact) => fact.kind === 'row-lock'),
      unknown: frontend.coverage().unknown,
      sql: (engine) =>
        ups(engine)
          .flatMap((run) => run.steps.map((step) => step.statement.sql))
          .filter((sql) => sql !== '' && sql !== 'begin' && sql !== 'commit'),
      outcomes: (engine) => ups(engine).map((run) => run.outcome),
      tables: (engine) =>
        [...(ups(engine).at(-1)?.after.tables() ?? [])]
          .filter((table) => table.maybe === undefined && table.name !== 'migrations')
          .map((table) => table.name)
          .sort(),
      columns: (engine, name) =>
        [...(ups(engine).at(-1)?.after.tables() ?? [])]
          .find((table) => table.name === name)
          ?.columns.map((column) => column.name) ?? [],
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
