/** One migration file in one direction on one target: finds the class, runs up() or down() through the interpreter. */
import type { AstNode } from '../../php/ast.ts';
import type { ClassDeclaration, FileDeclarations, PhpInstance } from '../../php/classes.ts';
import { PhpClosure } from '../../php/closures.ts';
import { PhpException, type Refusal } from '../../php/exceptions.ts';
import { Interpreter } from '../../php/interpreter.ts';
import { callDeclared, nowhere } from '../../php/invoke.ts';
import { outOfRoom } from '../../php/limits.ts';
import { declareAnonymous, findMethod, frameworkAncestors, instanceProperty } from '../../php/members.ts';
import { instantiate } from '../../php/objects.ts';
import { toBool } from '../../php/operators.ts';
import type { Frame } from '../../php/scope.ts';
import { PhpArray, PhpThrow, type PhpValue, Unknown } from '../../php/values.ts';
import { EvaluationLimit } from '../../php/work.ts';
import type { Direction, MigrationSource, Origin, Session } from '../../schema/index.ts';
import type { SourceCalls } from '../source-calls.ts';
import { isMigrationBase } from './framework-classes.ts';
import { FrameworkError } from './framework-error.ts';
import type { FrameworkState } from './framework-state.ts';
import { LaravelHost } from './host.ts';
import { Recorder } from './recorder.ts';
import { studly } from './str.ts';
import type { PassedOverCode } from './unreached.ts';

/** What judging a statement counts against the limit of evaluation: a loop that never ends may send one each turn. */
const STEPS_OF_A_STATEMENT = 100;
/** Of its SQL, so many characters count as a step; reading them takes several times as long as going over a text. */
const CHARACTERS_OF_A_STEP = 64;

interface Evaluated {
  /** false: the migration has nothing to run in this direction (no down()). */
  readonly ran: boolean;
}

export interface Evaluation extends Evaluated {
  readonly passedOver: PassedOverCode;
}

/** `again`: what a first evaluation has passed over. The second marks what happens there, on a state for any database. */
export function evaluateMigration(
  source: MigrationSource,
  declared: FileDeclarations,
  direction: Direction,
  session: Session,
  state: FrameworkState,
  calls: SourceCalls,
  again?: PassedOverCode,
): Evaluation {
  const recorder: Recorder = new Recorder(
    {
      target: session.target,
      catalog: (connection) => session.catalog(connection),
      execute: (statement, options) => {
        const steps = statement.kind === 'data' ? 40 : STEPS_OF_A_STATEMENT;
        recorder.interpreter?.step(steps + statement.sql.length / CHARACTERS_OF_A_STEP);
        return session.execute(statement, options);
      },
    },
    calls,
    declared.context,
    again,
  );
  return {
    ...evaluate(source, declared, direction, state, recorder),
    passedOver: recorder.passedOver,
  };
}

function evaluate(
  source: MigrationSource,
  declared: FileDeclarations,
  direction: Direction,
  state: FrameworkState,
  recorder: Recorder,
): Evaluated {
  const again = recorder.again ? recorder.passedOver.reasons : null;
  const php = new Interpreter(new LaravelHost(state, recorder, undefined), declared.context, again);
  recorder.interpreter = php;
  try {
    return php.bounded(
      () => runMigration(php, source, declared, direction, state, recorder, again),
      recorder.calls.hasGivenUp(`${direction} ${source.file}`),
    );
  } catch (error) {
    if (error instanceof PhpThrow || error instanceof FrameworkError) {
      // nothing in the migration catches it: the framework stops here
      const refusal = error instanceof PhpThrow ? refusalBehind(error.exception) : undefined;
      if (refusal !== undefined) {
        refusal.passedOn();
        return { ran: true };
      }
      recorder.send({
        kind: 'frameworkRefuses',
        sql: '',
        origin: php.placeOf(error) ?? startOf(source.file),
        message: error.message,
        ...(error instanceof PhpThrow ? { thrown: error.exception.className } : {}),
      });
      return { ran: true };
    }
    const reason = error instanceof EvaluationLimit ? error.message : outOfRoom(error);
    if (reason !== undefined) {
      if (!recorder.again) recorder.calls.giveUp(`${direction} ${source.file}`);
      // what is sent from here on is no longer the evaluated code's
      recorder.interpreter = undefined;
      recorder.notUnderstood(reason, startOf(source.file));
      recorder.send({ kind: 'notUnderstood', sql: '', origin: startOf(source.file), reason });
      return { ran: true };
    }
    throw error;
  }
}

/** The refused statement that is the reason for an exception; it has been told already. */
function refusalBehind(exception: PhpValue): Refusal | undefined {
  if (!(exception instanceof PhpException)) return undefined;
  return exception.refusal ?? refusalBehind(exception.previous);
}

function runMigration(
  plain: Interpreter,
  source: MigrationSource,
  declared: FileDeclarations,
  direction: Direction,
  state: FrameworkState,
  recorder: Recorder,
  again: PassedOverCode['reasons'] | null,
): Evaluated {
  let php = plain;
  const migration = findMigration(php, source, declared);
  if (migration === undefined) return arrayStyle(php, declared, direction, recorder);
  const object = instantiate(php, migration, { positional: [], named: new Map() }, nowhere(php));
  recorder.connection = connectionOf(php, object);
  if (recorder.connection !== undefined) {
    php = new Interpreter(new LaravelHost(state, recorder, recorder.connection), declared.context, again);
    php.declared.set(migration.name.toLowerCase(), migration);
    recorder.interpreter = php;
  }
  const method = findMethod(php, migration, direction);
  if (method === undefined) return withoutMethod(php, migration, direction, recorder);
  if (direction === 'up' && !shouldRun(php, object, recorder)) {
    const frame = { ...nowhere(php).frame, file: method.file, self: method.declaredIn };
    php.passOver(method.node.body, { said: 'shouldRun() is false' }, frame);
    return { ran: false };
  }
  return inTransaction(php, object, recorder, state, () => {
    callDeclared(php, method.node, method.file, { positional: [], named: new Map() }, nowhere(php), {
      self: method.declaredIn,
      static: migration,
      this: object,
      name: direction,
    });
  });
}

function startOf(file: string): Origin {
  const start = { line: 1, column: 1 };
  return { file, span: { start, end: start, startOffset: 0, endOffset: 0 }, call: '' };
}

/** The class that the migrator would run: the file's anonymous class, else the class named after the file, else any with up(). */
function findMigration(
  php: Interpreter,
  source: MigrationSource,
  declared: FileDeclarations,
): ClassDeclaration | undefined {
  for (const { node, file } of declared.statements) {
    const made: AstNode | null | undefined = node.kind === 'return' ? node.expr : null;
    if (made?.kind === 'new' && made.what?.kind === 'class') return declareAnonymous(php, made.what, file);
    if (made?.kind === 'new' && made.what?.kind === 'name') {
      const wanted = String(made.what.name).replace(/^.*\\/, '').toLowerCase();
      const found = declared.classes.find((item) => item.name.toLowerCase().endsWith(wanted));
      if (found !== undefined) return found;
    }
  }
  const classes = declared.classes.filter((item) => item.kind === 'class');
  const named = studly(source.name.split('_').slice(4).join('_')).toLowerCase();
  return (
    classes.find((item) => item.name.replace(/^.*\\/, '').toLowerCase() === named) ??
    classes.find((item) => item.methods.has('up')) ??
    classes.find((item) => item.parent !== null)
  );
}

/** `return ['up' => function (Builder $schema) {…}, 'down' => …]`. */
function arrayStyle(
  php: Interpreter,
  declared: FileDeclarations,
  direction: Direction,
  recorder: Recorder,
): Evaluated {
  const returned = declared.statements.find(({ node }) => node.kind === 'return');
  if (returned === undefined) {
    if (direction === 'up')
      recorder.notUnderstood('there is no migration class in this file', startOf(declared.context.file));
    return { ran: false };
  }
  const site = nowhere(php);
  const frame: Frame = { ...site.frame, file: returned.file };
  // `return;`
  const value = returned.node.expr == null ? null : php.evaluate(returned.node.expr, frame);
  const callable: PhpValue =
    value instanceof PhpArray ? (value.get(direction) ?? null) : value instanceof Unknown ? value : null;
  if (callable instanceof PhpClosure) {
    site.invoke(callable, [(php.host as LaravelHost).database.schema]);
    return { ran: true };
  }
  if (direction === 'up' || callable !== null) {
    const reason =
      callable instanceof Unknown
        ? callable.reason
        : 'the file returns neither a migration nor closures for up and down';
    recorder.notUnderstoodAt(reason, returned.node.expr ?? null, returned.file);
    // a package's own migration, most likely: it has no business with the application's tables
    recorder.send({
      kind: 'notUnderstood',
      sql: '',
      origin: startOf(declared.context.file),
      reason,
      onlyNew: true,
    });
  }
  return { ran: direction === 'up' };
}

function withoutMethod(
  php: Interpreter,
  migration: ClassDeclaration,
  direction: Direction,
  recorder: Recorder,
): Evaluated {
  const [base] = frameworkAncestors(php, migration).filter(
    // no class or trait of the framework declares up() or down()
    (name) => !isMigrationBase(name) && !/^illuminate\\/i.test(name),
  );
  if (base === undefined) return { ran: false };
  const reason = `${direction}() may be inherited from ${base}, which is not in the project's code`;
  recorder.notUnderstood(reason, startOf(recorder.entry.file));
  if (direction === 'up')
    recorder.send({
      kind: 'notUnderstood',
      sql: '',
      origin: startOf(recorder.entry.file),
      reason,
      onlyNew: true,
    });
  return { ran: direction === 'up' };
}

/** The connection that the migration names, as Migrator::runMigration resolves it; undefined: the default one. */
function connectionOf(php: Interpreter, object: PhpInstance): string | undefined {
  const getter = findMethod(php, object.declaration, 'getConnection');
  const value =
    getter === undefined
      ? (instanceProperty(php, object, 'connection')?.value ?? null)
      : callDeclared(php, getter.node, getter.file, { positional: [], named: new Map() }, nowhere(php), {
          self: getter.declaredIn,
          static: object.declaration,
          this: object,
          name: 'getConnection',
        });
  // an unknown setting is most often null: the package's own connection is optional everywhere
  if (typeof value !== 'string' || value === '') return undefined;
  return (php.host as LaravelHost).database.sibling(value).name;
}

/** Migration::shouldRun() (Laravel 12). */
function shouldRun(php: Interpreter, object: PhpInstance, recorder: Recorder): boolean {
  const method = findMethod(php, object.declaration, 'shouldRun');
  if (method === undefined) return true;
  const value = toBool(
    callDeclared(php, method.node, method.file, { positional: [], named: new Map() }, nowhere(php), {
      self: method.declaredIn,
      static: object.declaration,
      this: object,
      name: 'shouldRun',
    }),
  );
  if (value instanceof Unknown) {
    recorder.notUnderstoodAt(
      `whether the migration runs cannot be known: ${value.reason}`,
      method.node,
      method.file,
    );
    return true;
  }
  return value;
}

/** Migrator::runMigration wraps a migration in a transaction where the grammar supports it for DDL: on PostgreSQL. */
function inTransaction(
  php: Interpreter,
  object: PhpInstance,
  recorder: Recorder,
  state: FrameworkState,
  body: () => void,
): Evaluated {
  const wanted = instanceProperty(php, object, 'withinTransaction')?.value !== false;
  if (!wanted || state.target.driver !== 'pgsql') {
    body();
    return { ran: true };
  }
  const origin = startOf(recorder.entry.file);
  recorder.send({ kind: 'transaction', action: 'begin', sql: 'begin', origin });
  body();
  recorder.send({ kind: 'transaction', action: 'commit', sql: 'commit', origin });
  return { ran: true };
}
