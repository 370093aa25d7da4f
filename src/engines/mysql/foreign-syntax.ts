/** SQL that the server's parser stops at. */
import type { Catalog, Statement, StatementOf, Verdict } from '../../schema/index.ts';
import { catalogMeant, syntaxFact, wordAt } from '../foreign-syntax.ts';
import type { Context } from './context.ts';
import type { Wording } from './dialect.ts';
import { syntaxError } from './words.ts';

/** ER_PARSE_ERROR shows so much of the text: `near '%-.80s'` in share/messages_to_clients.txt. */
const SHOWN = 80;

export function foreignSyntax(
  context: Context,
  statement: StatementOf<'foreignSyntax'>,
  judge: (catalog: Catalog, statement: Statement) => Verdict,
): Verdict {
  const { catalog, findings } = context;
  findings.refuse('parse', syntaxFact(statement), wording(context, statement), statement.origin);
  return findings.verdict(catalog, catalogMeant(catalog, statement, judge));
}

function wording({ dialect }: Context, statement: StatementOf<'foreignSyntax'>): Wording {
  const { sql, at, fault } = statement;
  if (fault === 'empty') return { code: '1065', message: 'Query was empty' };
  // MariaDB's own types may come from a plugin: an unknown one is found behind the parser.
  if (fault === 'type' && dialect.engine === 'mariadb') return dialect.words.unknownType(wordAt(statement));
  const line = sql.slice(0, at).split('\n').length;
  // MariaDB's scanner begins its token anew behind a comma: MYSQLlex's MY_LEX_CHAR in sql/sql_lex.cc.
  const from = dialect.engine === 'mariadb' && sql[at] === ',' ? at + 1 : at;
  const { code, message } = syntaxError(dialect.title, sql.slice(from, from + SHOWN));
  return { code, message: `${message} at line ${line}` };
}
