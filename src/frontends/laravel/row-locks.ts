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

const TRANSACTION = /transaction/i;

/** What sends a query that was built before. */
const RUNS = new Set(
  (
    'get first firstorfail firstor firstwhere find findorfail findor findmany sole value pluck exists doesntexist count sum ' +
    'max min all chunk chunkbyid each eachbyid cursor lazy lazybyid paginate update increment decrement delete'
  ).split(' '),
);

/** Where a call stands. */
interface Around {
  /** The method, in lower case. */
  readonly method: string;
  readonly transaction: boolean;
  /** What is called on its answer, in lower case, the last first. */
  readonly after: readonly string[];
}

function sourceOf(node: AstNode, text: string): string {
  const span = spanOfNode(node);
  return span === undefined ? '' : text.slice(span.startOffset, span.endOffset);
}

export function findRowLocks(
  program: AstNode,
  file: string,
  text: string,
  owner: Owner,
  inMigration: boolean,
): Fact[] {
  const facts: Fact[] = [];
  const anywhere = TRANSACTION.test(text);
  const add = (node: AstNode, lock: 'update' | 'share', shown: string, around: Around) => {
    const span = node.kind === 'call' ? callSpan(node) : spanOfNode(node);
    if (span === undefined) return;
    const call = node.kind === 'call' ? describeCall(node, text) : shown;
    facts.push({
      kind: 'row-lock',
      lock,
      text: shown,
      owner,
      inMigration,
      transaction: around.transaction ? 'inside' : anywhere ? 'unknown' : 'none',
      executed: node.kind !== 'call' || around.after.some((name) => RUNS.has(name)),
      origin: { file, span, call },
    });
  };
  const visit = (node: AstNode, inLockCall: boolean, around: Around) => {
    if (node.kind === 'method') {
      const method = (nameText(node.name) ?? '').toLowerCase();
      around = { method, transaction: TRANSACTION.test(sourceOf(node, text)), after: [] };
    }
    const { method } = around;
    let { transaction } = around;
    if (node.kind === 'call') {
      const name = (nameText(node.what?.offset) ?? '').toLowerCase();
      if (name === 'transaction') transaction = true;
      // A method that hands its own call on locks nothing itself: builders of one's own, generated IDE helpers.
      const lock = node.what?.kind !== 'name' && name !== method;
      if (lock && name === 'lockforupdate') add(node, 'update', '->lockForUpdate()', around);
      if (lock && name === 'sharedlock') add(node, 'share', '->sharedLock()', around);
      inLockCall = name === 'lock' && node.what?.kind !== 'name';
    }
    const sql = stringOf(node);
    if (sql !== undefined) {
      const match = SQL_LOCK.exec(sql) ?? (inLockCall ? CLAUSE.exec(sql) : null);
      if (match !== null) {
        const clause = (match[1] ?? '').replace(/\s+/g, ' ').toUpperCase();
        add(node, /UPDATE/.test(clause) ? 'update' : 'share', clause, around);
      }
      return;
    }
    // what is called on a query is called behind it
    const called = node.kind === 'propertylookup' || node.kind === 'nullsafepropertylookup';
    const after = called ? [...around.after, (nameText(node.offset) ?? '').toLowerCase()] : [];
    for (const child of childNodes(node)) {
      const on = child === node.what && (called || node.kind === 'call');
      visit(child, inLockCall, { method, transaction, after: on ? (called ? after : around.after) : [] });
    }
  };
  visit(program, false, { method: '', transaction: false, after: [] });
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
