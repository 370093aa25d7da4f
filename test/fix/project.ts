/** Fixes of small projects: what the files are afterwards. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FixOutcome } from '../../src/fix/apply.ts';
import { fixProject } from '../../src/fix-project.ts';

export const ENGINES = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];

/** A migration's file by its number. */
export const step = (number: number): string =>
  `database/migrations/2026_01_${String(number).padStart(2, '0')}_000000_step.php`;

const HEAD = `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
`;

/** A migration whose class has this body. */
export const withClass = (body: string): string => `${HEAD}${body}};\n`;

export interface FixedProject extends FixOutcome {
  /** The new text of the migration, which must have changed. */
  text(number: number): string;
}

export async function fix(
  rules: readonly string[],
  files: Readonly<Record<string, string>>,
  options: {
    readonly engines?: readonly string[];
    readonly laravel?: string;
    readonly unsafe?: boolean;
    readonly whyNot?: (file: string) => string | null;
    /** Seconds since the epoch; without it no new migration is written. */
    readonly now?: number;
  } = {},
): Promise<FixedProject> {
  const root = mkdtempSync(join(tmpdir(), 'dialint-fix-'));
  try {
    const all: Record<string, string> = {
      'composer.json': `{ "require": { "laravel/framework": "${options.laravel ?? '^12.0'}" } }\n`,
    };
    for (const [name, text] of Object.entries(files))
      all[/^\d+$/.test(name) ? step(Number(name)) : name] = text;
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const outcome = await fixProject(
      root,
      { engines: options.engines ?? ENGINES, rules: [...rules, 'engine-rejects', 'syntax-error'] },
      { unsafe: options.unsafe ?? true, now: options.now ?? null, whyNot: options.whyNot ?? (() => null) },
    );
    return {
      ...outcome,
      text: (number) => {
        const text = outcome.texts.get(step(number));
        if (text === undefined)
          throw new Error(`${step(number)} has not changed: ${JSON.stringify(outcome.report)}`);
        return text;
      },
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const PHP = process.env.DIALINT_PHP ?? 'php';

/** What `php -l` says against a text; null: nothing, or there is no PHP here. */
export function phpFault(text: string): string | null {
  const { status, stdout, error } = spawnSync(PHP, ['-l'], { input: text, encoding: 'utf8' });
  if (error !== undefined) return null;
  return status === 0 ? null : stdout;
}
