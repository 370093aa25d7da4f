/** What `npm run record` is asked for. */
import { parseArgs } from 'node:util';
import { ENGINE_NAMES, type EngineName } from '../../../../src/schema/index.ts';
import { FRAMEWORKS, type Framework } from './frameworks.ts';

export const PARTS = ['sql', 'queries', 'reflection', 'schema', 'dbal', 'words', 'php'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  readonly frameworks: readonly Framework[];
  /** Named by the caller: then it is an error where one cannot be recorded, and no reason to pass it over. */
  readonly named: boolean;
  readonly parts: ReadonlySet<Part>;
  readonly engines: readonly EngineName[];
  readonly source: string | undefined;
  readonly check: boolean;
}

export class UsageError extends Error {}

const majorOf = ({ version }: Framework): string => String(Number.parseInt(version, 10));
const MAJORS = FRAMEWORKS.map(majorOf).sort((a, b) => Number(a) - Number(b));

export const HELP = `npm run record -- [options]

Installs the real frameworks with composer, has them do what the tests compare with, and writes fixtures/recorded/.

  --framework 12,13   only these major versions: ${MAJORS.join(', ')}
  --only PART,PART    only these parts:
                        sql         the SQL of blueprints, compiled for each engine (no server is needed)
                        queries     the SQL of the query builder's writes, with bindings (no server is needed)
                        reflection  methods, parameters and @method tags of the schema classes
                        schema      what the schema builder sends and answers, on SQLite and on servers
                        dbal        Laravel 8 to 10 with doctrine/dbal, on SQLite and on servers
                        words       plurals and cases of Illuminate\\Support\\Str
                        php         what PHP itself and Laravel's helpers make of test/php/snippets
  --engine mysql      only these engines: ${ENGINE_NAMES.join(', ')}
  --check             write nothing, and fail where what is committed differs
  --source DIR        an unpacked laravel/framework, where composer's registry does not have the release

Laravel 13 needs PHP 8.3: where \`php\` is older, DIALINT_PHP84 names a command for a newer one.
Servers: DIALINT_TEST_MYSQL=mysql://root@127.0.0.1:3306, DIALINT_TEST_MARIADB, DIALINT_TEST_POSTGRES; what needs one that is
not named is passed over.
`;

/** undefined: help is asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  const majors = list(values.framework, MAJORS, 'framework');
  const frameworks = FRAMEWORKS.filter((framework) => majors.includes(majorOf(framework)));
  if (values.source !== undefined && (frameworks.length !== 1 || values.framework === undefined)) {
    throw new UsageError('--source is for one framework: name it with --framework');
  }
  return {
    frameworks,
    named: values.framework !== undefined,
    parts: new Set(list(values.only, PARTS, 'only')),
    engines: list(values.engine, ENGINE_NAMES, 'engine'),
    source: values.source,
    check: values.check === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        framework: { type: 'string' },
        only: { type: 'string' },
        engine: { type: 'string' },
        source: { type: 'string' },
        check: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The values of a list with commas; all of them where it is not given. */
function list<T extends string>(text: string | undefined, all: readonly T[], option: string): readonly T[] {
  if (text === undefined) return all;
  return text.split(',').map((word) => {
    const found = all.find((known) => known === word.trim());
    if (found === undefined) throw new UsageError(`--${option} ${word}: one of ${all.join(', ')}`);
    return found;
  });
}
