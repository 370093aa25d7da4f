/** `sql --format sql`: a script that could be run by hand, with comments that name file and line. */
import {
  ENGINE_TITLES,
  type EngineSql,
  frameworkTitle,
  type MigrationSql,
  type SentSql,
  type SqlResult,
} from '../schema/index.ts';
import { withBindings } from './sql-bindings.ts';

/** No text of the project may end a comment. */
function comment(text: string): string {
  return `-- ${text.replace(/[\r\n\u2028\u2029]+/g, ' ')}`;
}

function statement({ sql, bindings, line }: SentSql, { target }: EngineSql, before: number | null): string[] {
  const text = withBindings(sql, bindings, target.engine).trimEnd();
  return [
    ...(line === null || line === before ? [] : [comment(`line ${line}`)]),
    text.endsWith(';') ? text : `${text};`,
  ];
}

function migration(one: MigrationSql, engine: EngineSql, direction: 'up' | 'down'): string[] {
  const lines = one[direction].flatMap((sent, i) =>
    statement(sent, engine, i === 0 ? null : one[direction][i - 1]!.line),
  );
  const unknown = one.unknown.filter((entry) => entry.direction === direction);
  if (lines.length === 0 && unknown.length === 0) return [];
  const notes = unknown.map(({ line, reason }) =>
    comment(`NOT KNOWN${line === null ? '' : `, line ${line}`}: ${reason}`),
  );
  return [comment(`${one.file} (${direction})`), ...notes, ...lines, ''];
}

/**
 * Every up in order. The way back follows as comments, so that the script may be run as a whole; where only one direction
 * is asked for, it stands alone, the way back from the last migration to the first.
 */
export function renderSqlScript({ version, project, engines }: SqlResult, only?: 'up' | 'down'): string {
  return engines
    .map((engine) => {
      const { target, migrations } = engine;
      const title = `${ENGINE_TITLES[target.engine]} ${target.version}`;
      const lines = [
        comment(
          `${title}, as ${frameworkTitle(project)} ${project.frameworkVersion.value} sends it (dialint ${version})`,
        ),
        '',
      ];
      if (only !== 'down') lines.push(...migrations.flatMap((one) => migration(one, engine, 'up')));
      const back = [...migrations].reverse().flatMap((one) => migration(one, engine, 'down'));
      if (only === 'down') lines.push(...back);
      else if (only === undefined && back.length > 0)
        lines.push(comment('The way back'), '', ...back.flatMap((text) => text.split('\n').map(commented)));
      return `${lines.join('\n').trimEnd()}\n`;
    })
    .join('\n');
}

function commented(line: string): string {
  return line === '' || line.startsWith('--') ? line : `-- ${line}`;
}
