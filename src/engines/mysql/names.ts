/** Identifiers: their length in characters, and the few that are refused as such. */
import type { ObjectKind, Origin } from '../../schema/index.ts';
import type { Context } from './context.ts';
import type { Stage } from './findings.ts';

/** Characters, i.e. code points: 64 umlauts or 64 emoji make 64. */
export function characters(name: string): number {
  let count = 0;
  for (const _ of name) count++;
  return count;
}

const SUPPLEMENTARY = /[\u{10000}-\u{10FFFF}]/u;

function judgeCharacters(context: Context, name: string, origin: Origin | undefined): void {
  if (!SUPPLEMENTARY.test(name)) return;
  const { findings, traits } = context;
  if (traits.supplementaryNames === 'refuse') {
    findings.refuse(
      'parse',
      { kind: 'other' },
      { code: '1300', message: `Invalid utf8mb4 character string: '${name}'` },
      origin,
    );
  } else {
    findings.change(
      'parse',
      { kind: 'other' },
      { code: '1300', message: `Cannot convert string '${name}' from utf8mb4 to utf8mb3` },
      origin,
    );
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
  judgeCharacters(context, name, origin);
  const length = characters(name);
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
    return;
  }
  // An empty name, or one that ends in a space.
  if (name !== '' && !name.endsWith(' ')) return;
  if (object === 'table') {
    findings.refuse(
      'parse',
      { kind: 'other' },
      { code: '1103', message: `Incorrect table name '${name}'` },
      origin,
    );
  } else if (object === 'column') {
    findings.refuse(
      'columns',
      { kind: 'other' },
      { code: '1166', message: `Incorrect column name '${name}'` },
      origin,
    );
  } else if (object === 'index' || object === 'unique') {
    findings.refuse(
      context.traits.stages.wrongIndexName,
      { kind: 'other' },
      { code: '1280', message: `Incorrect index name '${name}'` },
      origin,
    );
  }
}

/** Names that belong to the engine. */
export function isReservedIndexName(name: string): boolean {
  return name.toUpperCase() === 'PRIMARY';
}

/** InnoDB's name for the index of a table without a primary key; it is InnoDB that refuses it. */
export function isInnodbIndexName(name: string): boolean {
  return name.toUpperCase() === 'GEN_CLUST_INDEX';
}
