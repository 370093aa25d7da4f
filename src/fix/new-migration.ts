/** A fix as a migration of its own, where the finding's migration must not be edited. */
import { posix } from 'node:path';
import { spanAt } from '../php/positions.ts';
import type { Diagnostic, Fix, NewMigration, Project } from '../schema/index.ts';

function fileText({ up, down }: NewMigration): string {
  const indented = (lines: readonly string[]): string => lines.map((line) => `        ${line}\n`).join('');
  const blueprint = [...up, ...down].some((line) => line.includes('Blueprint'));
  return `<?php

use Illuminate\\Database\\Migrations\\Migration;
${blueprint ? 'use Illuminate\\Database\\Schema\\Blueprint;\n' : ''}use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
${indented(up)}    }

    public function down(): void
    {
${indented(down)}    }
};
`;
}

/** Seconds that the date in a migration's name stands for (taken as UTC); null: there is none. */
function dateOf(name: string): number | null {
  const [, year, month, day, time] = /^(\d{4})_(\d\d)_(\d\d)_(\d{6})_/.exec(name) ?? [];
  if (year === undefined || month === undefined || day === undefined || time === undefined) return null;
  const [hours, minutes, seconds] = time.match(/\d\d/g)!.map(Number);
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, minutes, seconds);
  return Number.isNaN(at) ? null : at / 1000;
}

function dateText(seconds: number): string {
  const [date = '', time = ''] = new Date(seconds * 1000).toISOString().split('T');
  return `${date.replaceAll('-', '_')}_${time.slice(0, 8).replaceAll(':', '')}`;
}

/**
 * The fix that writes a new migration, and what is to be changed besides in files that are no migrations; undefined:
 * there is none. `now`: seconds since the epoch. The new migration comes after all that are there.
 */
export function asNewMigration(
  { file, fix }: Pick<Diagnostic, 'file' | 'fix'>,
  project: Project,
  now: number,
): Fix | undefined {
  if (fix?.migration === undefined) return undefined;
  const files = new Set(project.migrations.map((one) => one.file));
  // A model of a module may be what the finding is about.
  const beside = files.has(file) ? file : project.migrations.find(({ reported }) => reported)?.file;
  if (beside === undefined) return undefined;
  const dates = project.migrations.map(({ name }) => dateOf(name) ?? 0);
  // What is dated far ahead of today is dated wrongly, and still runs before.
  const date = dateText(dates.reduce((latest, one) => Math.max(latest, one + 1), now));
  const path = posix.join(posix.dirname(beside), `${date}_${fix.migration.name}.php`);
  if (files.has(path)) return undefined;
  return {
    title: fix.migration.title,
    safety: 'unsafe',
    edits: [
      { file: path, span: spanAt('', 0), text: fileText(fix.migration) },
      ...fix.edits.filter((edit) => !files.has(edit.file)),
    ],
  };
}
