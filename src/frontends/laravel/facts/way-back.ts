/** Does a migration's class have a down(), and is there anything in it? */
import { nodes } from '../../../php/ast.ts';
import {
  ANONYMOUS,
  type ClassDeclaration,
  declareClass,
  type FileDeclarations,
} from '../../../php/classes.ts';
import { spanOfNode } from '../../../php/span.ts';
import type { FactOf } from '../../../schema/index.ts';
import { isMigrationBase } from '../framework-classes.ts';

/** Bytes that a migration must contain: one that returns closures has no class. */
export const WAY_BACK_WORDS = /function\s+up\s*\(/i;

export function findWayBack(declared: FileDeclarations, file: string): FactOf<'way-back'> | undefined {
  const migration = classesOf(declared).find((declaration) => declaration.methods.has('up'));
  const up = migration?.methods.get('up');
  if (migration === undefined || up === undefined) return undefined;
  const down = migration.methods.get('down');
  const { node } = down ?? up;
  const span = spanOfNode(node.name) ?? spanOfNode(node);
  if (span === undefined) return undefined;
  const statements = nodes(down?.node.body?.children).filter(
    (statement) => statement.kind !== 'noop' && !(statement.kind === 'return' && statement.expr == null),
  );
  return {
    kind: 'way-back',
    down: down === undefined ? 'missing' : statements.length === 0 ? 'empty' : 'present',
    inherited:
      down === undefined &&
      (migration.traits.length > 0 || (migration.parent !== null && !isMigrationBase(migration.parent))),
    ...(migration.name.startsWith(ANONYMOUS) ? {} : { className: migration.name }),
    origin: { file, span, call: `${(down ?? up).name}()` },
  };
}

/** The file's classes, and the anonymous one that it returns. */
function classesOf(declared: FileDeclarations): ClassDeclaration[] {
  const returned = declared.statements.flatMap(({ node, file }) => {
    const made = node.kind === 'return' ? node.expr : null;
    return made?.kind === 'new' && made.what?.kind === 'class' ? [declareClass(made.what, file)] : [];
  });
  return [...returned, ...declared.classes];
}
