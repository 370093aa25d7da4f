/** `sql` for people: by migration and by the author's line, what each engine is sent; engines that are sent the same share a row. */
import {
  type Direction,
  type EngineSql,
  frameworkTitle,
  type MigrationSql,
  type SentSql,
  type SqlResult,
} from '../schema/index.ts';
import { listed, targetTitle } from './engine-names.ts';
import { withBindings } from './sql-bindings.ts';
import type { Style } from './style.ts';
import { displayWidth, padEnd, printable, wrap } from './text.ts';

export interface SqlPrettyOptions {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
  readonly directions: readonly Direction[];
  displayPath(root: string, file: string): string;
}

const KEYWORDS =
  /\b(add|after|alter|as|auto_increment|begin|by|cascade|change|character|check|collate|column|comment|commit|constraint|create|default|delete|drop|engine|exists|first|foreign|from|fulltext|generated|if|index|insert|into|is|key|modify|not|null|on|or|pragma|primary|references|rename|restrict|select|set|spatial|stored|table|temporary|to|truncate|unique|update|using|values|virtual|where)\b/gi;

/** Strings and quoted names are left alone: words in them are no keywords. */
const QUOTED = /('(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`)/;

function highlighted(line: string, style: Style): string {
  return line
    .split(QUOTED)
    .map((part, i) =>
      i % 2 === 0
        ? part.replace(KEYWORDS, (word) => style.blue(word))
        : part.startsWith("'")
          ? style.green(part)
          : part,
    )
    .join('');
}

interface Row {
  readonly engines: string[];
  readonly texts: readonly string[];
}

/** What comes of each line of the author's on each engine: several in the order of the lines, one as it is sent. */
function byLine(
  engines: readonly EngineSql[],
  lists: readonly (readonly SentSql[])[],
): Map<number | null, Row[]> {
  const lines = new Map<number | null, Row[]>();
  const all = [...new Set(lists.flatMap((list) => list.map(({ line }) => line)))];
  if (lists.length > 1) all.sort((a, b) => (a ?? 0) - (b ?? 0));
  for (const line of all) lines.set(line, []);
  for (const [line, rows] of lines) {
    engines.forEach(({ target }, i) => {
      const texts = (lists[i] ?? [])
        .filter((sent) => sent.line === line)
        .map(({ sql, bindings }) => withBindings(sql, bindings, target.engine));
      const same = rows.find((row) => row.texts.join('\0') === texts.join('\0'));
      if (same === undefined) rows.push({ engines: [targetTitle(target.id)], texts });
      else same.engines.push(targetTitle(target.id));
    });
  }
  return lines;
}

function part(
  engines: readonly EngineSql[],
  migrations: readonly MigrationSql[],
  direction: Direction,
  { style, width }: SqlPrettyOptions,
): string[] {
  const lists = migrations.map((one) => one[direction]);
  const out: string[] = [];
  for (const [line, rows] of byLine(engines, lists)) {
    const place = line === null ? '     ' : `${String(line).padStart(5)}`;
    const several = engines.length > 1;
    rows.forEach(({ engines: names, texts }, at) => {
      const all = names.length === engines.length;
      if (several) {
        const title = all ? 'all engines' : listed(names);
        out.push(`${at === 0 ? style.dim(place) : '     '}  ${style.bold(title)}`);
      }
      for (const [i, text] of (texts.length === 0 ? ['nothing'] : texts).entries()) {
        const indent = '       ';
        const lead = !several && at === 0 && i === 0 ? `${style.dim(place)}  ` : indent;
        const [first = '', ...more] = wrap(printable(text), width, indent.length, `${indent}  `);
        if (texts.length === 0) out.push(`${lead}${style.dim(first)}`);
        else out.push(`${lead}${highlighted(first, style)}`, ...more.map((rest) => highlighted(rest, style)));
      }
    });
  }
  const unknown = new Map<string, string[]>();
  migrations.forEach((one, i) => {
    for (const entry of one.unknown) {
      if (entry.direction !== direction) continue;
      const text = `${entry.line === null ? '' : `line ${entry.line}: `}${entry.reason}`;
      unknown.set(text, [...(unknown.get(text) ?? []), targetTitle(engines[i]!.target.id)]);
    }
  });
  for (const [text, names] of unknown) {
    const on = names.length === engines.length ? '' : ` (${listed(names)})`;
    const [first = '', ...more] = wrap(printable(`not known${on}, ${text}`), width, 7, '         ');
    out.push(`     ${style.yellow('!')} ${style.yellow(first)}`, ...more.map(style.yellow));
  }
  return out;
}

export function renderSqlPretty(result: SqlResult, options: SqlPrettyOptions): string {
  const { style, directions } = options;
  const { engines, project } = result;
  const blocks: string[] = [];
  const migrations = engines[0]?.migrations ?? [];
  migrations.forEach(({ file }, i) => {
    const own = engines.map((engine) => engine.migrations[i]!);
    const lines = [style.bold(printable(options.displayPath(project.root, file)))];
    for (const direction of directions) {
      const body = part(engines, own, direction, options);
      const nothing = direction === 'up' ? 'nothing is sent' : 'nothing is sent, or there is no down()';
      lines.push(`  ${style.cyan(direction)}${body.length === 0 ? style.dim(`  ${nothing}`) : ''}`, ...body);
    }
    blocks.push(lines.join('\n'));
  });
  const titles = engines.map(({ target }) => targetTitle(target.id));
  const label = 'Targets  ';
  const foot = [
    `${padEnd('SQL', displayWidth(label))}as ${frameworkTitle(project)} ${project.frameworkVersion.value} sends it`,
    `${label}${listed(titles)}`,
  ];
  return `${[...blocks, foot.join('\n')].join('\n\n')}\n`;
}
