/** CREATE VIEW and DROP VIEW. Nothing stands in the way of a table because a view reads it. */
import type { StatementOf, Verdict } from '../../schema/index.ts';
import { keptView, unknownRead } from '../views.ts';
import type { Context } from './context.ts';
import { judgeName } from './names.ts';

export function createView(context: Context, statement: StatementOf<'createView'>): Verdict {
  const { catalog, findings, dialect } = context;
  const { view, origin } = statement;
  judgeName(context, 'table', view.name, view.name, origin);
  const existing = catalog.table(view);
  const fact = { kind: 'object-exists', object: 'table', name: view.name, table: view.name } as const;
  if (existing?.maybe !== undefined) findings.uncertain(existing.maybe);
  else if (existing !== undefined && statement.replace) {
    if (existing.view !== true) findings.refuse('open', fact, dialect.words.notView(view.name), origin);
  } else if (existing !== undefined && statement.ifNotExists) return findings.verdict(catalog, catalog);
  else if (existing !== undefined) {
    findings.refuse('open', fact, { code: '1050', message: `Table '${view.name}' already exists` }, origin);
  }
  const unknown = unknownRead(catalog, statement.reads);
  if (unknown !== undefined) findings.uncertain(unknown);
  const made = existing === undefined || existing.view === true;
  return findings.verdict(
    catalog,
    made ? catalog.withTable(keptView(statement, view, statement.reads)) : catalog,
  );
}

export function dropView(context: Context, statement: StatementOf<'dropView'>): Verdict {
  const { catalog, findings, dialect } = context;
  let after = catalog;
  for (const name of statement.views) {
    const table = catalog.table(name);
    if (table?.view === true) {
      if (table.maybe !== undefined && !statement.ifExists) findings.uncertain(table.maybe);
      after = after.withoutTable(name);
      continue;
    }
    // IF EXISTS passes over a table of that name as well.
    if (statement.ifExists) continue;
    const open = table?.maybe ?? (table === undefined ? catalog.open : null);
    if (open !== null) {
      findings.uncertain(open);
      continue;
    }
    const wording =
      table === undefined ? dialect.words.unknownView(name.name) : dialect.words.dropNoView(name.name);
    const fact = { kind: 'object-missing', object: 'table', name: name.name, table: name.name } as const;
    findings.refuse('alterDrops', fact, wording, statement.origin);
  }
  return findings.verdict(catalog, after);
}
