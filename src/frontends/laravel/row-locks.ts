/** Row locks in PHP code: lockForUpdate(), sharedLock(), and SQL text that locks. Comments and prose do not count. */
import { type AstNode, childNodes, nameText } from '../../php/ast.ts';
import { callSpan, describeCall } from '../../php/call-site.ts';
import { spanOfNode } from '../../php/span.ts';
import type { Fact, Owner } from '../../schema/index.ts';

/** Bytes that a file must contain to be worth parsing. */
export const LOCK_WORDS =
  /lockForUpdate|sharedLock|for\s+(?:no\s+key\s+)?update|for\s+(?:key\s+)?share|lock\s+in\s+share\s+mode/i;

/** Behind the clause comes nothing, or what SQL has there: prose goes on with other words. */
const SQL_LOCK =
  /\bselect\b[\s\S]+\bfrom\b[\s\S]+?\b(for\s+(?:no\s+key\s+)?update|for\s+(?:key\s+)?share|lock\s+in\s+share\s+mode)\b(?=\s*(?:$|[;)]|--|\/\*|(?:of|nowait|skip|wait|limit|union|into|for)\b))/i;
/** The clause alone, as the argument of ->lock('for update skip locked'). */
const CLAUSE = /^\s*(for\s+(?:no\s+key\s+)?update|for\s+(?:key\s+)?share|lock\s+in\s+share\s+mode)\b/i;

export function findRowLocks(
  program: AstNode,
  file: string,
  text: string,
  owner: Owner,
  inMigration: boolean,
): Fact[] {
  const facts: Fact[] = [];
  const add = (node: AstNode, lock: 'update' | 'share', shown: string) => {
    const span = node.kind === 'call' ? callSpan(node) : spanOfNode(node);
    if (span === undefined) return;
    const call = node.kind === 'call' ? describeCall(node, text) : shown;
    facts.push({ kind: 'row-lock', lock, text: shown, owner, inMigration, origin: { file, span, call } });
  };
  const visit = (node: AstNode, inLockCall: boolean, method: string) => {
    if (node.kind === 'method') method = (nameText(node.name) ?? '').toLowerCase();
    if (node.kind === 'call') {
      const name = (nameText(node.what?.offset) ?? '').toLowerCase();
      // A method that hands its own call on locks nothing itself: builders of one's own, generated IDE helpers.
      const lock = node.what?.kind !== 'name' && name !== method;
      if (lock && name === 'lockforupdate') add(node, 'update', '->lockForUpdate()');
      if (lock && name === 'sharedlock') add(node, 'share', '->sharedLock()');
      inLockCall = name === 'lock' && node.what?.kind !== 'name';
    }
    const sql = stringOf(node);
    if (sql !== undefined) {
      const match = SQL_LOCK.exec(sql) ?? (inLockCall ? CLAUSE.exec(sql) : null);
      if (match !== null) {
        const clause = (match[1] ?? '').replace(/\s+/g, ' ').toUpperCase();
        add(node, /UPDATE/.test(clause) ? 'update' : 'share', clause);
      }
      return;
    }
    for (const child of childNodes(node)) visit(child, inLockCall, method);
  };
  visit(program, false, '');
  return facts;
}

/** The text of a string, heredoc, or concatenation of such; what is not literal counts as a space. */
function stringOf(node: AstNode): string | undefined {
  switch (node.kind) {
    case 'string':
    case 'nowdoc':
      return String(node.value);
    case 'encapsed': {
      const parts: AstNode[] = Array.isArray(node.value) ? node.value : [];
      return parts
        .map((part) => (part.kind === 'encapsedpart' ? (stringOf(part.expression) ?? ' x ') : ' x '))
        .join('');
    }
    case 'bin': {
      if (node.type !== '.') return undefined;
      const left = stringOf(node.left);
      const right = stringOf(node.right);
      return left === undefined && right === undefined ? undefined : `${left ?? ' x '}${right ?? ' x '}`;
    }
    default:
      return undefined;
  }
}
