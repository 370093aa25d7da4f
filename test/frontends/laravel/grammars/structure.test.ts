/** The structured statement says what its SQL says: read back from the text, for every recorded case. */
import { expect, it } from 'vitest';
import { splitList } from '../../../../src/frontends/laravel/grammars/key-parts.ts';
import {
  type AlterAction,
  type ColumnSpec,
  ENGINE_NAMES,
  type EngineName,
  type ForeignKeySpec,
  type KeyPart,
  type Statement,
} from '../../../../src/schema/index.ts';
import { CASES, type Case } from '../record/cases.ts';
import { PhpError, replay } from './replay.ts';

const NAME = String.raw`(?:"((?:[^"]|"")*)"|\`((?:[^\`]|\`\`)*)\`)`;
const unquote = (match: RegExpExecArray): string =>
  (match[1]?.replaceAll('""', '"') ?? match[2]?.replaceAll('``', '`'))!;

/** The text without what stands in quotes. */
const bare = (sql: string): string => sql.replace(/'(?:[^']|'')*'/g, "''");

function nameAt(sql: string): [name: string, rest: string] {
  const match = new RegExp(`^${NAME}`).exec(sql);
  if (match === null) throw new Error(`no name in ${sql}`);
  return [unquote(match), sql.slice(match[0].length).trim()];
}

const partsText = (parts: readonly KeyPart[]): string[] =>
  parts.map((part) => ('column' in part ? part.column : part.expression));

/** A plain comparison first: there are a million of them. */
function same(found: unknown, wanted: unknown, sql: string): void {
  if (found !== wanted) expect(found, sql).toBe(wanted);
}

function checkColumn(sql: string, spec: ColumnSpec, engine: EngineName): void {
  const [name, rest] = nameAt(sql);
  same(name, spec.name, sql);
  const written = spec.type.text.replace(/ srid \d+$/, '').toLowerCase();
  same(rest.toLowerCase().startsWith(written), true, sql);
  same(spec.type.text.toLowerCase().startsWith(spec.type.name.split(' ')[0]!), true, sql);
  const words = bare(rest);
  const raw = /^varchar\(9\) not null default 3/.test(rest);
  if (!raw) {
    const nullable = / not null/.test(words)
      ? false
      : / null/.test(words.replace(/default null/gi, ''))
        ? true
        : undefined;
    same(spec.nullable, nullable, sql);
    same(spec.default !== undefined, / default (?!as identity)/.test(words), sql);
  }
  if (spec.default !== undefined) {
    same(rest.includes(` default ${spec.default.sql}`), true, sql);
  }
  same(spec.autoIncrement === true, /auto_?increment|serial|as identity/.test(words), sql);
  same(spec.primaryKey === true, /primary key/.test(words), sql);
  same(spec.generated !== undefined, / (?:generated always )?as \(/.test(words), sql);
  same(spec.generated?.stored === true, /\) stored/.test(words), sql);
  same(spec.collation !== undefined, / collate /.test(words), sql);
  same(spec.charset !== undefined, / character set /.test(words), sql);
  same(spec.comment !== undefined, engine !== 'sqlite' && / comment ''/.test(words), sql);
  same(spec.check !== undefined, / check \(/.test(words), sql);
  same(spec.onUpdate !== undefined, / on update /.test(words), sql);
  same(spec.invisible === true, / invisible/.test(words), sql);
  same(spec.position === 'first', / first$/.test(words), sql);
  same(typeof spec.position === 'object', / after /.test(words), sql);
}

function checkForeignKey(sql: string, spec: ForeignKeySpec): void {
  const match = /foreign key ?\((.*?)\) references (.*?) ?\((.*?)\)(.*)$/.exec(sql);
  expect(match, sql).not.toBeNull();
  const names = (list: string): string[] =>
    list === '' ? [] : splitList(list).map((part) => nameAt(part)[0]);
  expect(spec.columns).toEqual(names(match![1]!));
  expect(spec.parentColumns).toEqual(names(match![3]!));
  expect(match![2]!.replace(/["`]/g, '').split('.').at(-1)).toBe(spec.parent.name);
  expect(/on delete (cascade|restrict|set null|no action)/.exec(match![4]!)?.[1]).toBe(spec.onDelete);
  expect(/on update (cascade|restrict|set null|no action)/.exec(match![4]!)?.[1]).toBe(spec.onUpdate);
}

function checkAction(sql: string, action: AlterAction, engine: EngineName): void {
  const named = (pattern: string, name: string | undefined): void => {
    const match = new RegExp(pattern.replace('NAME', NAME)).exec(sql);
    expect(match === null ? null : unquote(match), `${pattern} in ${sql}`).toBe(name ?? null);
  };
  switch (action.kind) {
    case 'addColumn':
      checkColumn(sql.replace(/^add (column )?/, ''), action.column, engine);
      return;
    case 'modifyColumn': {
      const [from, rest] = nameAt(sql.replace(/^(modify|change) /, ''));
      expect(action.from).toBe(from);
      checkColumn(sql.startsWith('change ') ? rest : sql.replace(/^modify /, ''), action.column, engine);
      return;
    }
    case 'dropColumn':
      named('^drop (?:column )?NAME$', action.column);
      return;
    case 'renameColumn':
      named('^rename column NAME', action.from);
      named('to NAME$', action.to);
      return;
    case 'dropIndex':
      named('^drop index NAME$', action.name);
      return;
    case 'renameIndex':
      named('^rename index NAME', action.from);
      named('to NAME$', action.to);
      return;
    case 'dropForeignKey':
      named('^drop foreign key NAME$', action.name);
      return;
    case 'dropConstraint':
      named('^drop constraint NAME$', action.name);
      return;
    case 'addForeignKey':
      named('^add constraint NAME', action.foreignKey.name);
      checkForeignKey(sql, action.foreignKey);
      return;
    case 'addIndex':
      named(
        '^add (?:constraint |unique |index |fulltext |spatial index |vector index )NAME',
        action.index.name,
      );
      return;
    case 'alterColumnType':
      expect(sql).toContain(`type ${action.type.text}`);
      named('^alter column NAME', action.column);
      return;
    case 'alterColumnNull':
      expect(sql).toMatch(action.nullable ? / drop not null$/ : / set not null$/);
      named('^alter column NAME', action.column);
      return;
    case 'alterColumnDefault':
      expect(sql).toContain(action.default === null ? 'drop default' : `set default ${action.default.sql}`);
      named('^alter column NAME', action.column);
      return;
    default:
      expect(sql).not.toBe('');
  }
}

function check(statement: Statement, engine: EngineName): void {
  const { sql } = statement;
  switch (statement.kind) {
    case 'createTable': {
      const inside = sql.slice(
        sql.indexOf('(') + 1,
        engine === 'postgres' || engine === 'sqlite' ? -1 : closing(sql),
      );
      const pieces = inside === '' ? [] : splitList(inside);
      const foreign = pieces.filter((piece) => piece.startsWith('foreign key'));
      const primary = pieces.filter((piece) => piece.startsWith('primary key'));
      const columns = pieces.filter((piece) => !/^(foreign|primary) key/.test(piece));
      expect(statement.columns.length, sql).toBe(columns.length);
      columns.forEach((piece, i) => {
        checkColumn(piece, statement.columns[i]!, engine);
      });
      expect(statement.foreignKeys.length).toBe(foreign.length);
      foreign.forEach((piece, i) => {
        checkForeignKey(piece, statement.foreignKeys[i]!);
      });
      expect(statement.primaryKey !== undefined).toBe(primary.length > 0);
      expect(statement.temporary).toBe(sql.startsWith('create temporary'));
      return;
    }
    case 'alterTable': {
      const body = sql.replace(/^alter table (?:["`][^"`]*["`]\.?)+ /, '');
      const pieces = splitList(body).filter((piece) => !/^(algorithm|lock)=/.test(piece));
      expect(statement.actions.length, sql).toBe(pieces.length);
      pieces.forEach((piece, i) => {
        checkAction(piece, statement.actions[i]!, engine);
      });
      return;
    }
    case 'createIndex': {
      const match = new RegExp(
        `index (?:concurrently )?(?:["\`]main["\`]\\.)?${NAME} on [^(]*\\((.*)\\)$`,
      ).exec(sql);
      expect(match, sql).not.toBeNull();
      expect(statement.index.name).toBe(unquote(match!));
      expect(statement.index.kind === 'unique').toBe(sql.startsWith('create unique'));
      const over = splitList(match![3]!);
      if (!partsText(statement.index.parts).some((part) => part.includes('('))) {
        expect(partsText(statement.index.parts)).toEqual(
          over.map((part) => (/^["`]/.test(part) ? nameAt(part)[0] : part.split(' ')[0])),
        );
      }
      return;
    }
    default:
      expect(sql).not.toBe('');
  }
}

/** Where the parenthesis closes that the column list opens. */
function closing(sql: string): number {
  let depth = 0;
  let quote = '';
  for (let i = sql.indexOf('('); i < sql.length; i++) {
    const character = sql[i]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '`') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')' && --depth === 0) return i;
  }
  return sql.length;
}

/** Texts that are no SQL any more: a quote that Laravel does not escape. */
const BROKEN = /d'e|it\\'s|on `?" ?"?`? \(|references (``|"")/;

/** Names that are no names, and raw definitions with a modifier behind them. */
const ODD =
  /^(dots, dashes|a name with as|indexes named with their schema|changes in a schema|prefix \d: drops in a schema|change rawColumn)/;
const SOUND = CASES.filter((one) => !ODD.test(one.name));

function checkCase(one: Case, engine: EngineName, frameworkVersion: string): void {
  try {
    for (const statement of replay(one, { engine, frameworkVersion, hasDoctrine: false })) {
      if (statement.kind === 'frameworkRefuses' || statement.kind === 'notUnderstood') continue;
      if (/^[A-Z]/.test(statement.sql) || BROKEN.test(statement.sql)) continue;
      check(statement, engine);
    }
  } catch (problem) {
    if (problem instanceof PhpError) return;
    throw new Error(`in the case "${one.name}"`, { cause: problem });
  }
}

for (const frameworkVersion of ['8.83', '10.50', '12.72', '13.42']) {
  it.each(ENGINE_NAMES)(`Laravel ${frameworkVersion} on %s`, (engine) => {
    for (const one of SOUND) checkCase(one, engine, frameworkVersion);
  });
}
