/** Runs a command line in this process, with everything around it made up. */
import { resolve } from 'node:path';
import type { Deps } from '../../src/cli/deps.ts';
import { run } from '../../src/cli/run.ts';
import type { Rule } from '../../src/lint/rule.ts';
import type { CheckOptions } from '../../src/schema/index.ts';
import { result } from '../report/example.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What checkProject was called with. */
  readonly checks: readonly { readonly root: string; readonly options: CheckOptions }[];
}

export interface World {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly stdin?: string;
  readonly deps?: Partial<Deps>;
}

export function rule(change: Partial<Rule> = {}): Rule {
  return {
    id: 'identifier-too-long',
    severity: 'error',
    recommended: true,
    claims: ['identifier-too-long'],
    docs: {
      what: 'A name is longer than an engine allows.',
      why: 'MySQL and MariaDB refuse names of more than 64 characters with errno 1059, while SQLite takes them.',
      how: 'Name the index yourself.',
      engines: ['mysql', 'mariadb', 'postgres'],
      bad: [
        {
          title: 'a name that Laravel made',
          code: "Schema::table('a', function ($table) {\n    $table->index(['b']);\n});\n",
        },
      ],
      good: [{ title: 'a short name', code: "$table->index(['b'], 'a_b_idx');", config: { rules: {} } }],
    },
    create: () => ({}),
    ...change,
  };
}

export const RULES: readonly Rule[] = [
  rule({
    id: 'module-table-prefix',
    recommended: false,
    docs: {
      ...rule().docs,
      engines: [],
      bad: [],
      good: [],
      options: {
        pattern: { type: 'string', default: 'mod_{slug}_', description: 'How table names start.' },
      },
    },
  }),
  rule(),
];

export async function dialint(argv: readonly string[], world: World = {}): Promise<Ran> {
  const out = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      out[name] += text;
    },
    isTTY: world.isTTY === true,
    columns: world.columns,
  });
  const checks: { root: string; options: CheckOptions }[] = [];
  const cwd = world.cwd ?? process.cwd();
  const code = await run(
    argv,
    {
      stdout: output('stdout'),
      stderr: output('stderr'),
      stdin: async () => Buffer.from(world.stdin ?? ''),
      env: world.env ?? {},
      cwd,
    },
    {
      findProjectRoots: async (paths) =>
        (paths.length === 0 ? ['.'] : paths).map((path) => ({ root: resolve(cwd, path), paths: [] })),
      sqlOfProject: async () => {
        throw new Error('no SQL was asked for');
      },
      replayProject: async () => {
        throw new Error('no replay was asked for');
      },
      fixProject: async () => {
        throw new Error('no fix was asked for');
      },
      cachedCheck: async () => {
        throw new Error('no cache was given');
      },
      findConfigFile: async () => null,
      prefixBudget: async () => {
        throw new Error('no budget was asked for');
      },
      doctor: async () => {
        throw new Error('no doctor was asked for');
      },
      initialConfig: async () => {
        throw new Error('no configuration was to be written');
      },
      effectiveConfig: async () => {
        throw new Error('no configuration was asked for');
      },
      rules: async () => RULES,
      rulesOfProject: async () => [],
      ...world.deps,
      checkProject: async (root, options) => {
        checks.push({ root, options });
        return world.deps?.checkProject?.(root, options) ?? result();
      },
    },
  );
  return { code, ...out, checks };
}
