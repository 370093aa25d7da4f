/** Identifiers: their length in characters, and the few that are refused as such. */
import type { ObjectKind, Origin } from '../../schema/index.ts';
import type { Context } from './context.ts';
import type { Stage } from './findings.ts';

/** Characters, i.e. code points: 64 umlauts or 64 emoji make 64. */
export function characters(name: string): number {
  return PLAIN.test(name) ? name.length : codePoints(name);
}

function codePoints(name: string): number {
  let count = 0;
  for (const _ of name) count++;
  return count;
}

/** Without halves of a pair: as many characters as code units. */
const PLAIN = /^[^\uD800-\uDFFF]*$/;
const SUPPLEMENTARY = /[\u{10000}-\u{10FFFF}]/u;

function judgeCharacters(context: Context, name: string, origin: Origin | undefined): void {
  if (!SUPPLEMENTARY.test(name)) return;
  const { findings, traits } = context;
  const code = '1300';
  if (traits.supplementaryNames === 'refuse') {
    const message = `Invalid utf8mb4 character string: '${name}'`;
    findings.refuse('parse', { kind: 'other' }, { code, message }, origin);
  } else {
    const message = `Cannot convert string '${name}' from utf8mb4 to utf8mb3`;
    findings.change('parse', { kind: 'other' }, { code, message }, origin);
  }
}

export function judgeName(
  context: Context,
  object: ObjectKind,
  name: string,
  table: string,
  origin: Origin | undefined,
  /** Renaming a column is checked late, and has an error of its own (1166). */
  stage: Stage = 'parse',
): void {
  const { findings, dialect } = context;
  const plain = PLAIN.test(name);
  if (!plain) judgeCharacters(context, name, origin);
  const length = plain ? name.length : codePoints(name);
  const limit = context.limit('identifier');
  if (length > limit) {
    const wording =
      object === 'table'
        ? dialect.words.tableNameTooLong(name)
        : stage === 'columns' && object === 'column'
          ? { code: '1166', message: `Incorrect column name '${name}'` }
          : { code: '1059', message: `Identifier name '${name}' is too long` };
    findings.refuse(
      stage,
      { kind: 'identifier-too-long', object, name, table, length, limit, unit: 'characters' },
      wording,
      origin,
    );
  } else {
    judgeForm(context, object, name, origin);
  }
}

function refuseAs(
  context: Context,
  stage: Stage,
  code: string,
  kind: 'table' | 'column' | 'index',
  name: string,
  origin: Origin | undefined,
): void {
  const message = `Incorrect ${kind} name '${name}'`;
  context.findings.refuse(stage, { kind: 'other' }, { code, message }, origin);
}

/** An empty name, or one that ends in a space. */
export function judgeForm(
  context: Context,
  object: ObjectKind,
  name: string,
  origin: Origin | undefined,
): void {
  if (name !== '' && !name.endsWith(' ')) return;
  if (object === 'table') refuseAs(context, 'parse', '1103', 'table', name, origin);
  else if (object === 'column') refuseAs(context, 'columns', '1166', 'column', name, origin);
  else if (object === 'index' || object === 'unique')
    refuseAs(context, context.traits.stages.spacedIndexName, '1280', 'index', name, origin);
}

/**
 * Names of indexes that belong to the engine: the primary key's, and InnoDB's own for a table without one, which it is
 * InnoDB that refuses.
 */
export function judgeReservedIndexName(
  context: Context,
  name: string,
  stage: Stage,
  origin: Origin | undefined,
  innodb: boolean,
): void {
  const upper = name.toUpperCase();
  if (upper === 'PRIMARY') refuseAs(context, stage, '1280', 'index', name, origin);
  else if (upper === 'GEN_CLUST_INDEX' && innodb) refuseAs(context, 'engine', '1280', 'index', upper, origin);
}
