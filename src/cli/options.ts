/** What may be written on the command line, and reading it. */
import { parseArgs } from 'node:util';
import { UsageError } from '../project/errors.ts';
import { suggestion } from './suggestion.ts';

export type Command =
  | 'check'
  | 'sql'
  | 'replay'
  | 'explain'
  | 'rules'
  | 'init'
  | 'baseline'
  | 'prefix-budget'
  | 'doctor'
  | 'lsp'
  | 'help';

export const COMMANDS: readonly Command[] = [
  'check',
  'sql',
  'replay',
  'explain',
  'rules',
  'init',
  'baseline',
  'prefix-budget',
  'doctor',
  'lsp',
  'help',
];

interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly commands: readonly Command[];
  /** May be given several times, and holds values separated by commas. */
  readonly list?: boolean;
  readonly choices?: readonly string[];
  /** Choices that only these commands have. */
  readonly only?: Readonly<Record<string, readonly Command[]>>;
  readonly short?: string;
}

export const OPTIONS = {
  engine: { type: 'string', commands: ['check', 'sql', 'replay', 'baseline', 'prefix-budget'], list: true },
  driver: {
    type: 'string',
    commands: ['check', 'sql', 'replay', 'baseline', 'prefix-budget'],
    choices: ['mysql', 'mariadb'],
  },
  'framework-version': { type: 'string', commands: ['check', 'sql', 'replay', 'baseline', 'prefix-budget'] },
  config: { type: 'string', commands: ['check', 'sql', 'replay', 'baseline', 'prefix-budget', 'doctor'] },
  'no-config-code': {
    type: 'boolean',
    commands: ['check', 'sql', 'replay', 'explain', 'rules', 'baseline', 'prefix-budget'],
  },
  format: {
    type: 'string',
    commands: ['check', 'sql', 'replay', 'rules', 'prefix-budget', 'doctor'],
    choices: [
      ...['pretty', 'json', 'sql', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'rdjson'],
      ...['markdown', 'agent'],
    ],
    only: {
      sql: ['sql'],
      sarif: ['check'],
      github: ['check', 'replay'],
      gitlab: ['check'],
      junit: ['check', 'replay'],
      checkstyle: ['check'],
      rdjson: ['check'],
      markdown: ['check'],
      agent: ['check'],
    },
  },
  output: { type: 'string', commands: ['check', 'sql', 'replay', 'rules', 'prefix-budget', 'doctor'] },
  rows: { type: 'boolean', commands: ['replay'] },
  keep: { type: 'boolean', commands: ['replay'] },
  probe: { type: 'boolean', commands: ['replay'] },
  'probe-baseline': { type: 'string', commands: ['replay'] },
  runner: { type: 'string', commands: ['replay'], choices: ['sql', 'artisan', 'knex', 'typeorm'] },
  report: { type: 'string', commands: ['replay'] },
  /** Seconds that one statement may take. */
  timeout: { type: 'string', commands: ['replay'] },
  direction: { type: 'string', commands: ['sql'], choices: ['up', 'down'] },
  rule: { type: 'string', commands: ['check'], list: true },
  'fail-on': { type: 'string', commands: ['check'], choices: ['error', 'warning', 'info', 'never'] },
  quiet: { type: 'boolean', commands: ['check'] },
  verdicts: { type: 'boolean', commands: ['check'] },
  statistics: { type: 'boolean', commands: ['check'] },
  'show-config': { type: 'boolean', commands: ['check'] },
  'no-cache': { type: 'boolean', commands: ['check'] },
  since: { type: 'string', commands: ['check'] },
  staged: { type: 'boolean', commands: ['check'] },
  stdin: { type: 'boolean', commands: ['check'] },
  'stdin-filename': { type: 'string', commands: ['check'] },
  force: { type: 'boolean', commands: ['init'] },
  fix: { type: 'boolean', commands: ['check'] },
  'fix-unsafe': { type: 'boolean', commands: ['check'] },
  'fix-dry-run': { type: 'boolean', commands: ['check'] },
  prune: { type: 'boolean', commands: ['baseline'] },
  /** Editors' libraries add these two; the server speaks on standard input and output in any case. */
  stdio: { type: 'boolean', commands: ['lsp'] },
  clientProcessId: { type: 'string', commands: ['lsp'] },
  'no-color': { type: 'boolean', commands: COMMANDS },
  help: { type: 'boolean', commands: COMMANDS, short: 'h' },
  version: { type: 'boolean', commands: COMMANDS, short: 'V' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type OptionName = keyof typeof OPTIONS;

/** A list's values in order, a text, or true. */
type OptionValue<N extends OptionName> = (typeof OPTIONS)[N] extends { readonly list: true }
  ? readonly string[]
  : (typeof OPTIONS)[N]['type'] extends 'string'
    ? string
    : true;

export type OptionValues = { readonly [N in OptionName]?: OptionValue<N> };

export interface Invocation {
  readonly command: Command;
  /** Was the command written, or is it the default? */
  readonly named: boolean;
  readonly operands: readonly string[];
  readonly options: OptionValues;
}

function spec(name: string): OptionSpec | undefined {
  return Object.hasOwn(OPTIONS, name) ? OPTIONS[name as OptionName] : undefined;
}

function isCommand(word: string): word is Command {
  return COMMANDS.some((command) => command === word);
}

function unknownOption(written: string, name: string): UsageError {
  return new UsageError(`unknown option ${written}${suggestion(name, Object.keys(OPTIONS), '--')}`);
}

function checkedValue(
  written: string,
  { choices: all, only }: OptionSpec,
  value: string,
  command: Command,
): string {
  const choices = all?.filter((choice) => only?.[choice]?.includes(command) ?? true);
  if (choices === undefined || choices.includes(value)) return value;
  throw new UsageError(`${written} takes ${choices.join(', ')}; not ${JSON.stringify(value)}`);
}

/** Throws a UsageError in one line for what cannot be understood. `exists` tells whether a path does. */
export function readCommandLine(argv: readonly string[], exists: (path: string) => boolean): Invocation {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(OPTIONS).map(([name, { type, ...rest }]) => [
        name,
        'short' in rest ? { type, short: rest.short } : { type },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });

  const operands: string[] = [];
  const given: { written: string; name: string; value: string | undefined }[] = [];
  let literal = false;
  let named: Command | undefined;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') literal = true;
    else if (token.kind === 'positional') {
      const { value } = token;
      if (!literal && operands.length === 0 && named === undefined && isCommand(value)) named = value;
      else operands.push(value);
    } else given.push({ written: token.rawName, name: token.name, value: token.value });
  }
  const command = named ?? 'check';

  const values: Record<string, string | true | string[]> = {};
  for (const { written, name, value } of given) {
    const option = spec(name);
    if (option === undefined) throw unknownOption(written, name);
    if (!option.commands.includes(command)) {
      throw new UsageError(`${command} has no option ${written}; see dialint help ${command}`);
    }
    if (option.type === 'boolean') {
      if (value !== undefined) throw new UsageError(`option ${written} takes no value`);
      values[name] = true;
      continue;
    }
    // parseArgs takes the next option for a value where a value was forgotten.
    if (value === undefined || value === '' || /^-./.test(value)) {
      throw new UsageError(`option ${written} needs a value; see dialint help ${command}`);
    }
    if (option.list) {
      const items = value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      if (items.length === 0)
        throw new UsageError(`option ${written} needs a value; see dialint help ${command}`);
      const before = values[name];
      values[name] = [...(Array.isArray(before) ? before : []), ...items];
    } else {
      if (values[name] !== undefined) throw new UsageError(`option ${written} is given twice`);
      values[name] = checkedValue(written, option, value, command);
    }
  }

  const [first] = operands;
  if (named === undefined && first !== undefined && /^[a-z-]+$/i.test(first) && !exists(first)) {
    throw new UsageError(
      `${JSON.stringify(first)} is neither a command nor an existing path${suggestion(first, COMMANDS, 'dialint ')}`,
    );
  }
  return { command, named: named !== undefined, operands, options: values as OptionValues };
}
