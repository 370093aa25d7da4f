/**
 * Evaluates PHP as far as a migration needs it, without running it: what cannot be known is Unknown, and contagious.
 *
 * Where a condition is Unknown, each branch is evaluated in turn as one that *may* run (`uncertain`), and what
 * the branches disagree on becomes Unknown.
 */

import type { Origin } from '../schema/index.ts';
import { prepareArguments } from './arguments.ts';
import { type AstNode, nameText, nodes } from './ast.ts';
import { CallSiteAt, type PreparedArguments } from './call-site.ts';
import { type ClassDeclaration, declareClass, PhpInstance } from './classes.ts';
import { PhpException } from './exceptions.ts';
import * as expressions from './expressions.ts';
import type { Host } from './host.ts';
import * as members from './members.ts';
import { toBool, toText } from './operators.ts';
import type { Leaving, PassedOver } from './passed-over.ts';
import { ElementRef, type FileContext, type Frame, type Ref, resolveClassName, variable } from './scope.ts';
import { spanOfNode } from './span.ts';
import { PhpArray, PhpObject, PhpThrow, type PhpValue, Unknown } from './values.ts';
import { bounded, EvaluationLimit, spend, spendSteps } from './work.ts';

/** How a statement ended, where it did not simply run to its end. */
export type Completion =
  | { readonly kind: 'return'; readonly value: PhpValue }
  | { readonly kind: 'break' | 'continue'; readonly depth: number };

/** Evaluation steps (statements and calls) that one migration may take on one target. Real ones stay below 30,000. */
const MAX_STEPS = 200_000;
/** The same for a second look at it, which is no more than an addition. */
const MAX_STEPS_AGAIN = 50_000;
/** Calls within calls. */
const MAX_DEPTH = 120;

export class Interpreter {
  readonly host: Host;
  /** The file whose lines the findings show; calls made elsewhere are related to it. */
  readonly entry: FileContext;
  /** Why what is being evaluated may not run at all; null: it runs. */
  uncertain: string | null = null;
  /** Why an earlier evaluation has passed over what is being evaluated now; null: it has not. */
  unreached: string | null = null;
  /** What an earlier evaluation has passed over, with the reasons; null: this is the first. */
  readonly #again: ReadonlyMap<AstNode, string> | null;
  /** Classes that the evaluated code declares without being found by name: anonymous ones. By lower-cased name. */
  readonly declared = new Map<string, ClassDeclaration>();
  /** Functions that the evaluated code declares inside of others. */
  readonly functions = new Map<string, { readonly node: AstNode; readonly file: FileContext }>();
  /** Constants of `const` and `define()`. */
  readonly constants = new Map<string, PhpValue>();
  /** The `?->`, or what hangs on it, that was evaluated last and found null; see `chained`. */
  shortCircuited: AstNode | undefined;
  readonly #statics = new WeakMap<AstNode, Map<string, Ref>>();
  readonly #maxSteps: number;
  #depth = 0;
  /** The innermost statement that the last exception came out of. */
  #thrown: { readonly error: unknown; readonly statement: AstNode; readonly frame: Frame } | undefined;

  constructor(host: Host, entry: FileContext, again: ReadonlyMap<AstNode, string> | null = null) {
    this.host = host;
    this.entry = entry;
    this.#again = again;
    this.#maxSteps = again === null ? MAX_STEPS : MAX_STEPS_AGAIN;
  }

  /** The static variables of a declared function. */
  staticsOf(node: AstNode): Map<string, Ref> {
    let statics = this.#statics.get(node);
    if (statics === undefined) {
      statics = new Map();
      this.#statics.set(node, statics);
    }
    return statics;
  }

  /** Runs what comes in from outside: within it, steps are counted. `short`: it is not likely to come to its end. */
  bounded<T>(evaluation: () => T, short = false): T {
    return bounded(short ? Math.min(this.#maxSteps, MAX_STEPS_AGAIN) : this.#maxSteps, evaluation);
  }

  step(count = 1): void {
    spendSteps(count);
  }

  /** Where an exception was thrown; undefined: by no statement of the evaluated code. */
  placeOf(error: unknown): Origin | undefined {
    const thrown = this.#thrown;
    if (thrown === undefined || thrown.error !== error) return undefined;
    const { statement, frame } = thrown;
    const expression = statement.kind === 'expressionstatement' ? statement.expression : statement;
    return new CallSiteAt(this, expression, frame, []).origin;
  }

  /** Runs a function's body in a frame of its own. */
  callBody(body: AstNode | null, frame: Frame): PhpValue {
    if (this.#depth >= MAX_DEPTH) throw new EvaluationLimit(`calls are nested more than ${MAX_DEPTH} deep`);
    this.#depth += 1;
    const outer = this.uncertain;
    try {
      const statements = nodes(body?.children ?? body?.body);
      const completion =
        body === null || this.#again === null
          ? this.run(statements, frame)
          : this.marked(body, () => this.run(statements, frame));
      const value = completion?.kind === 'return' ? completion.value : null;
      return frame.maybe === null ? value : new Unknown(frame.maybe);
    } finally {
      this.#depth -= 1;
      this.uncertain = outer;
    }
  }

  /** Runs statements in order. */
  run(statements: readonly AstNode[], frame: Frame): Completion | undefined {
    let next = 0;
    try {
      for (; next < statements.length; next++) {
        const completion = this.execute(statements[next]!, frame);
        if (completion === undefined) continue;
        this.#leaves(statements, next, LEAVING[completion.kind], frame);
        return completion;
      }
    } catch (error) {
      if (this.#thrown?.error !== error) this.#thrown = { error, statement: statements[next]!, frame };
      if (error instanceof PhpThrow) this.#leaves(statements, next, 'ends with an exception', frame);
      throw error;
    }
    return undefined;
  }

  /** The statement at `last` has left the block: those behind it are passed over. */
  #leaves(statements: readonly AstNode[], last: number, how: Leaving, frame: Frame): void {
    for (let i = last + 1; i < statements.length; i++)
      this.passOver(statements[i], { leftBy: statements[last]!, how }, frame);
  }

  /** Tells the host of code that is not evaluated because a condition is known. */
  passOver(code: AstNode | null | undefined, why: PassedOver, frame: Frame): void {
    if (code === null || code === undefined) return;
    this.host.passedOver?.(code, why, frame);
  }

  /** Evaluates code of which an earlier evaluation may have passed over: what happens inside is marked then. */
  marked<T>(code: AstNode, evaluation: () => T): T {
    const why = this.unreached === null ? this.#again?.get(code) : undefined;
    if (why === undefined) return evaluation();
    this.unreached = why;
    try {
      return evaluation();
    } finally {
      this.unreached = null;
    }
  }

  block(node: AstNode | null | undefined, frame: Frame): Completion | undefined {
    if (node === null || node === undefined) return undefined;
    if (node.kind !== 'block') return this.execute(node, frame);
    if (this.#again === null) return this.run(nodes(node.children), frame);
    return this.marked(node, () => this.run(nodes(node.children), frame));
  }

  execute(node: AstNode, frame: Frame): Completion | undefined {
    if (this.#again === null) return this.#execute(node, frame);
    return this.marked(node, () => this.#execute(node, frame));
  }

  #execute(node: AstNode, frame: Frame): Completion | undefined {
    this.step();
    switch (node.kind) {
      case 'expressionstatement':
        this.evaluate(node.expression, frame);
        return undefined;
      case 'return':
        return { kind: 'return', value: node.expr == null ? null : this.evaluate(node.expr, frame) };
      case 'block':
        return this.run(nodes(node.children), frame);
      case 'if':
        return this.#if(node, frame);
      case 'foreach':
        return this.#foreach(node, frame);
      case 'for':
        for (const init of nodes(node.init)) this.evaluate(init, frame);
        return this.#loop(
          node,
          frame,
          () => this.#allOf(nodes(node.test), frame),
          true,
          () => {
            for (const increment of nodes(node.increment)) this.evaluate(increment, frame);
          },
        );
      case 'while':
        return this.#loop(node, frame, () => this.evaluate(node.test, frame), true);
      case 'do':
        return this.#loop(node, frame, () => this.evaluate(node.test, frame), false);
      case 'switch':
        return this.#switch(node, frame);
      case 'try':
        return this.#try(node, frame);
      case 'throw':
        this.throwValue(this.evaluate(node.what, frame));
        return undefined;
      case 'break':
      case 'continue':
        return {
          kind: node.kind,
          depth: typeof node.level?.value === 'number' ? node.level.value : Number(node.level?.value ?? 1),
        };
      case 'echo':
        for (const expression of nodes(node.expressions)) this.evaluate(expression, frame);
        return undefined;
      case 'static':
        for (const item of nodes(node.variables)) {
          const name = nameText(item.variable) ?? '';
          const known = frame.statics?.get(name);
          const ref = known ?? {
            value: item.defaultValue == null ? null : this.evaluate(item.defaultValue, frame),
          };
          frame.statics?.set(name, ref);
          frame.variables.set(name, ref);
        }
        return undefined;
      case 'global':
        for (const item of nodes(node.items)) {
          variable(frame, nameText(item) ?? '').value = new Unknown('a global variable', spanOfNode(item));
        }
        return undefined;
      case 'unset':
        for (const item of nodes(node.variables)) expressions.unset(this, item, frame);
        return undefined;
      case 'function':
        this.functions.set(inNamespace(nameText(node.name) ?? '', frame.file).toLowerCase(), {
          node,
          file: frame.file,
        });
        return undefined;
      case 'class':
      case 'interface':
      case 'trait':
      case 'enum': {
        const name = inNamespace(nameText(node.name) ?? '', frame.file).toLowerCase();
        if (members.classByName(this, name) === undefined)
          this.declared.set(name, declareClass(node, frame.file));
        return undefined;
      }
      case 'constantstatement':
        for (const item of nodes(node.constants))
          this.constants.set(
            inNamespace(nameText(item.name) ?? '', frame.file),
            this.evaluate(item.value, frame),
          );
        return undefined;
      case 'declare':
        return this.run(nodes(node.children), frame);
      case 'goto':
        throw new EvaluationLimit('evaluation was given up at a goto');
      case 'inline':
      case 'nop':
      case 'noop':
      case 'usegroup':
      case 'label':
        return undefined;
      default:
        // an expression in a statement's place (php-parser leaves some unwrapped)
        this.evaluate(node, frame);
        return undefined;
    }
  }

  evaluate(node: AstNode, frame: Frame): PhpValue {
    return expressions.evaluate(this, node, frame);
  }

  throwValue(value: PhpValue): never {
    if (value instanceof PhpObject) {
      const message =
        value instanceof PhpException ? value.message : toText(value.getProperty('message') ?? '');
      throw new PhpThrow(value, message instanceof Unknown ? '' : message);
    }
    throw new PhpThrow(
      new PhpException('Exception', 'an exception that is not known'),
      'an exception that is not known',
    );
  }

  /** The value as true or false, or undefined with the reason reported to the caller through `onUnknown`. */
  #allOf(tests: readonly AstNode[], frame: Frame): PhpValue {
    let last: PhpValue = true;
    for (const test of tests) last = this.evaluate(test, frame);
    return last;
  }

  #if(node: AstNode, frame: Frame): Completion | undefined {
    const test = toBool(this.evaluate(node.test, frame));
    if (test === true) {
      if (node.alternate != null) this.passOver(node.alternate, { condition: node.test, is: 'true' }, frame);
      return this.block(node.body, frame);
    }
    if (test === false) {
      this.passOver(node.body, { condition: node.test, is: 'false' }, frame);
      return this.block(node.alternate, frame);
    }
    return this.branches(test, node.test, frame, [
      () => this.block(node.body, frame),
      () => this.block(node.alternate, frame),
    ]);
  }

  /**
   * Evaluates branches of which one will run, but not known which. Effects inside are uncertain; variables that the
   * branches leave different become Unknown; a branch that leaves the function makes the rest of it uncertain.
   */
  branches(
    unknown: Unknown,
    condition: AstNode,
    frame: Frame,
    alternatives: readonly (() => Completion | undefined)[],
  ): Completion | undefined {
    const reason = unknown.reason;
    const before = snapshot(this, frame);
    const effects = this.host.effects();
    const outer = this.uncertain;
    const results: ReturnType<typeof snapshot>[] = [];
    const completions: (Completion | undefined)[] = [];
    let thrown: PhpThrow | undefined;
    this.uncertain = outer ?? reason;
    for (const alternative of alternatives) {
      restore(before);
      try {
        completions.push(alternative());
        results.push(snapshot(this, frame));
      } catch (error) {
        // Taken, this branch would end the migration: whatever follows does so where another one was taken.
        if (!(error instanceof PhpThrow)) throw error;
        thrown = error;
      }
    }
    this.uncertain = outer;
    if (thrown !== undefined && results.length === 0) throw thrown;
    merge(before, results, reason);
    const left = completions.filter((completion) => completion !== undefined);
    const acted = this.host.effects() > effects;
    if (left.length === completions.length && left.length > 0) {
      if (acted)
        this.host.notUnderstood(`a condition that cannot be known: ${reason}`, condition, frame.file);
      const first = left[0]!;
      return first.kind === 'return' ? { kind: 'return', value: new Unknown(reason) } : first;
    }
    if (left.some((completion) => completion?.kind === 'return')) {
      // some branch has left the function: what follows may not run
      const rest = this.host.effects();
      frame.maybe ??= reason;
      this.uncertain ??= reason;
      this.#pending.push({ effects: acted ? -1 : rest, reason, condition, frame });
    } else if (left.length > 0) {
      // some branch has left the loop, or this turn of it
      this.uncertain ??= reason;
      this.#jumps.push({
        stops: left.some((completion) => completion?.kind === 'break'),
        effects: acted ? -1 : this.host.effects(),
        variables: snapshot(this, frame),
        reason,
        condition,
      });
    } else if (acted)
      this.host.notUnderstood(`a condition that cannot be known: ${reason}`, condition, frame.file);
    return undefined;
  }

  /** Conditions that made the rest of a loop's body uncertain. */
  readonly #jumps: {
    stops: boolean;
    effects: number;
    variables: Snapshot;
    reason: string;
    condition: AstNode;
  }[] = [];

  /** A loop's body, once; `stopped`: why the turns after it may not happen. */
  #turn(body: AstNode | null | undefined, frame: Frame): { end: Completion | undefined; stopped?: string } {
    const outer = this.uncertain;
    const start = this.#jumps.length;
    const end = this.block(body, frame);
    if (this.#jumps.length === start) return { end };
    const jumps = this.#jumps.splice(start);
    this.uncertain = outer ?? frame.maybe;
    for (const jump of jumps) {
      merge(jump.variables, [jump.variables, snapshot(this, frame)], jump.reason);
      if (jump.effects < 0 || this.host.effects() > jump.effects)
        this.host.notUnderstood(
          `a condition that cannot be known: ${jump.reason}`,
          jump.condition,
          frame.file,
        );
    }
    const stop = jumps.find((jump) => jump.stops);
    // a turn that may have been left early leaves nothing certain to return
    const left = end?.kind === 'return' ? { ...end, value: new Unknown(jumps[0]!.reason) } : end;
    return stop === undefined ? { end: left } : { end: left, stopped: stop.reason };
  }

  /** Conditions that made the rest of a function uncertain; reported only if something followed that matters. */
  readonly #pending: { effects: number; reason: string; condition: AstNode; frame: Frame }[] = [];

  settle(frame: Frame): void {
    for (let i = this.#pending.length - 1; i >= 0; i--) {
      const entry = this.#pending[i]!;
      if (entry.frame !== frame) continue;
      this.#pending.splice(i, 1);
      if (entry.effects < 0 || this.host.effects() > entry.effects) {
        this.host.notUnderstood(
          `a condition that cannot be known: ${entry.reason}`,
          entry.condition,
          frame.file,
        );
      }
    }
  }

  #foreach(node: AstNode, frame: Frame): Completion | undefined {
    const byReference = node.value.byref === true || node.value.kind === 'byref';
    const source = this.evaluate(node.source, frame);
    const iterable = source instanceof PhpObject ? expressions.iterate(this, source) : source;
    if (iterable instanceof Unknown || iterable === null || !(iterable instanceof PhpArray)) {
      const unknown =
        iterable instanceof Unknown
          ? iterable
          : new Unknown('the loop is over something that is not an array');
      if (iterable === null || typeof iterable !== 'object') return undefined;
      return this.branches(unknown, node.source, frame, [
        () => {
          expressions.assign(this, node.value, new Unknown(unknown.reason, unknown.span), frame);
          if (node.key != null)
            expressions.assign(this, node.key, new Unknown(unknown.reason, unknown.span), frame);
          const { end: completion } = this.#turn(node.body, frame);
          return completion?.kind === 'return' ? completion : undefined;
        },
        () => undefined,
      ]);
    }
    if (iterable.size === 0) this.passOver(node.body, { condition: node.source, is: 'empty' }, frame);
    const outer = this.uncertain;
    const origin = byReference ? expressions.place(this, node.source, frame) : null;
    const turns = byReference ? iterable : iterable.copy();
    for (const key of iterable.keys()) {
      this.step();
      let last: Ref | undefined;
      if (origin !== null && node.value.kind === 'variable') {
        if (!(origin.value instanceof PhpArray) || !origin.value.has(key)) continue;
        last = new ElementRef(origin, key);
        frame.variables.set(nameText(node.value) ?? '', last);
      } else {
        const value = turns.get(key) ?? null;
        expressions.assign(this, node.value, value instanceof PhpArray ? value.copy() : value, frame);
      }
      if (node.key != null) expressions.assign(this, node.key, key, frame);
      const { end: completion, stopped } = this.#turn(node.body, frame);
      if (stopped !== undefined) this.uncertain ??= stopped;
      const end = loopEnd(completion);
      if (end === 'next') continue;
      this.uncertain = outer ?? frame.maybe;
      return end === 'stop' ? undefined : end;
    }
    this.uncertain = outer ?? frame.maybe;
    return undefined;
  }

  #loop(
    node: AstNode,
    frame: Frame,
    test: () => PhpValue,
    testFirst: boolean,
    after: () => void = () => {},
  ): Completion | undefined {
    for (let turn = 0; ; turn++) {
      this.step();
      if (testFirst || turn > 0) {
        const value = toBool(test());
        if (value instanceof Unknown) {
          return this.branches(value, node.test?.[0] ?? node.test ?? node, frame, [
            () => {
              const { end: completion } = this.#turn(node.body, frame);
              after();
              return completion?.kind === 'return' ? completion : undefined;
            },
            () => undefined,
          ]);
        }
        if (!value) {
          const condition: AstNode = node.test?.[0] ?? node.test ?? node;
          if (turn === 0) this.passOver(node.body, { condition, is: 'false' }, frame);
          return undefined;
        }
      }
      const { end: completion, stopped } = this.#turn(node.body, frame);
      const end = stopped === undefined ? loopEnd(completion) : 'stop';
      if (end === 'stop') return undefined;
      if (end !== 'next') return end;
      after();
    }
  }

  #switch(node: AstNode, frame: Frame): Completion | undefined {
    const subject = this.evaluate(node.test, frame);
    const cases = nodes(node.body?.children ?? node.body);
    let last = -1;
    const bodyFrom = (start: number): Completion | undefined => {
      for (last = start; last < cases.length; last++) {
        const { end: completion } = this.#turn(cases[last]!.body, frame);
        if (completion === undefined) continue;
        if (completion.kind === 'return') return completion;
        return completion.depth > 1 ? { ...completion, depth: completion.depth - 1 } : undefined;
      }
      return undefined;
    };
    /** The cases from the one that is known to be meant. */
    const chosen = (start: number): Completion | undefined => {
      const end = start < 0 ? undefined : bodyFrom(start);
      for (const [index, item] of cases.entries())
        if (index < start || index > last)
          this.passOver(item.body, { condition: node.test, is: 'something else' }, frame);
      return end;
    };
    let fallback = -1;
    for (const [index, item] of cases.entries()) {
      if (item.test == null) {
        fallback = index;
        continue;
      }
      const equal = toBool(expressions.looseEquality(subject, this.evaluate(item.test, frame)));
      if (equal instanceof Unknown) {
        return this.branches(
          equal,
          node.test,
          frame,
          [...cases.keys()].map((start) => () => bodyFrom(start)),
        );
      }
      if (equal) return chosen(index);
    }
    return chosen(fallback);
  }

  #try(node: AstNode, frame: Frame): Completion | undefined {
    let completion: Completion | undefined;
    try {
      this.#handlers.push({ catches: nodes(node.catches), frame });
      try {
        completion = this.block(node.body, frame);
      } finally {
        this.#handlers.pop();
      }
      completion = this.#untaken(node, frame, completion);
    } catch (error) {
      if (!(error instanceof PhpThrow)) throw error;
      const handler = this.#handlerFor(error.exception, nodes(node.catches), frame);
      if (handler === undefined) {
        const last = this.block(node.always, frame);
        if (last !== undefined) return last;
        throw error;
      }
      if (error.exception instanceof PhpException) error.exception.refusal?.caught();
      const name = nameText(handler.variable);
      if (name !== undefined) variable(frame, name).value = error.exception;
      try {
        completion = this.block(handler.body, frame);
      } catch (again) {
        if (!(again instanceof PhpThrow)) throw again;
        const last = this.block(node.always, frame);
        if (last !== undefined) return last;
        throw again;
      }
    }
    return this.block(node.always, frame) ?? completion;
  }

  /** The catch blocks of a try block that has come to its end: passed over, or what an earlier evaluation has. */
  #untaken(node: AstNode, frame: Frame, completion: Completion | undefined): Completion | undefined {
    const catches = nodes(node.catches);
    if (this.#again === null) {
      for (const { body } of catches) this.passOver(body, { nothingThrown: true }, frame);
      return completion;
    }
    const wanted = catches.filter(({ body }) => this.#again?.has(body));
    if (wanted.length === 0) return completion;
    const unknown = new Unknown('whether an exception is thrown');
    return this.branches(unknown, node, frame, [
      () => completion,
      ...wanted.map((handler) => () => {
        const name = nameText(handler.variable);
        if (name !== undefined) variable(frame, name).value = unknown;
        return this.block(handler.body, frame);
      }),
    ]);
  }

  readonly #handlers: { readonly catches: readonly AstNode[]; readonly frame: Frame }[] = [];

  #handlerFor(exception: PhpObject, catches: readonly AstNode[], frame: Frame): AstNode | undefined {
    return catches.find((item) =>
      nodes(item.what).some((type) =>
        this.isInstance(exception, resolveClassName(nameText(type) ?? '', type.resolution, frame.file)),
      ),
    );
  }

  /** Would the evaluated code catch this exception, were it thrown now? */
  catches(exception: PhpObject): boolean {
    return this.#handlers.some(
      (handler) => this.#handlerFor(exception, handler.catches, handler.frame) !== undefined,
    );
  }

  /** Runs `body` as if in a try block that catches everything (`rescue()`). */
  rescued<T>(body: () => T, fallback: () => T): T {
    const all = [{ kind: 'catch', what: [{ kind: 'name', name: 'Throwable', resolution: 'fqn' }] }];
    this.#handlers.push({ catches: all, frame: { file: this.entry } as Frame });
    try {
      return body();
    } catch (error) {
      if (!(error instanceof PhpThrow)) throw error;
      if (error.exception instanceof PhpException) error.exception.refusal?.caught();
      return fallback();
    } finally {
      this.#handlers.pop();
    }
  }

  /** `instanceof`, through the classes of the project and of the framework. */
  isInstance(object: PhpObject, name: string): boolean {
    if (object.isInstanceOf(name)) return true;
    const seen = new Set<string>();
    const visit = (className: string): boolean => {
      if (className.toLowerCase() === name.toLowerCase()) return true;
      if (seen.has(className.toLowerCase())) return false;
      seen.add(className.toLowerCase());
      const declaration =
        'declaration' in object && className === object.className
          ? (object.declaration as ClassDeclaration)
          : members.classByName(this, className);
      if (declaration === undefined) return this.host.isFrameworkSubclass(className, name);
      return [declaration.parent, ...declaration.interfaces].some(
        (ancestor) => ancestor !== null && visit(ancestor),
      );
    };
    return visit(object.className);
  }

  callSite(node: AstNode, frame: Frame, argumentNodes: readonly AstNode[]): CallSiteAt {
    return new CallSiteAt(this, node, frame, argumentNodes);
  }

  arguments(list: readonly AstNode[], frame: Frame): PreparedArguments {
    return prepareArguments(this, list, frame);
  }
}

const LEAVING = { return: 'returns', break: 'leaves the loop', continue: 'skips the rest' } as const;

/** What a loop does after its body ended in this way. */
function loopEnd(completion: Completion | undefined): 'next' | 'stop' | Completion {
  if (completion === undefined) return 'next';
  if (completion.kind === 'return') return completion;
  if (completion.depth > 1) return { ...completion, depth: completion.depth - 1 };
  return completion.kind === 'break' ? 'stop' : 'next';
}

/** The places that a function's code can reach, by the table that holds them: variables, and objects' properties. */
type Snapshot = ReadonlyMap<
  Map<string, Ref>,
  ReadonlyMap<string, { readonly ref: Ref; readonly value: PhpValue }>
>;

/** What keeping a place, giving it back or comparing it costs, next to going over an element of an array. */
const UNITS_OF_A_PLACE = 4;

function snapshot(php: Interpreter, frame: Frame): Snapshot {
  const taken = new Map<Map<string, Ref>, Map<string, { ref: Ref; value: PhpValue }>>();
  const take = (table: Map<string, Ref>) => {
    if (taken.has(table)) return;
    const values = new Map<string, { ref: Ref; value: PhpValue }>();
    taken.set(table, values);
    spend(table.size * UNITS_OF_A_PLACE);
    for (const [name, ref] of table) {
      const { value } = ref;
      values.set(name, { ref, value: value instanceof PhpArray ? value.copy() : value });
      if (value instanceof PhpInstance) visit(value);
    }
  };
  const visit = (object: PhpInstance) => {
    if (taken.has(object.properties)) return;
    members.materialize(php, object);
    take(object.properties);
  };
  take(frame.variables);
  if (frame.this instanceof PhpInstance) visit(frame.this);
  for (const self of [frame.self, frame.static]) if (self !== null) take(self.statics);
  return taken;
}

function restore(before: Snapshot): void {
  for (const [table, values] of before) {
    spend(values.size * UNITS_OF_A_PLACE);
    table.clear();
    for (const [name, { ref, value }] of values) {
      table.set(name, ref);
      if (!expressions.sameValue(ref.value, value))
        ref.value = value instanceof PhpArray ? value.copy() : value;
    }
  }
}

/** What the branches agree on stays known. */
function merge(before: Snapshot, results: readonly Snapshot[], reason: string): void {
  if (results.length === 0) {
    restore(before);
    return;
  }
  for (const [table, old] of before) {
    const names = new Set(results.flatMap((result) => [...(result.get(table)?.keys() ?? [])]));
    spend(names.size * UNITS_OF_A_PLACE);
    for (const name of names) {
      const values = results.map((result) => result.get(table)?.get(name)?.value ?? null);
      const first = values[0] ?? null;
      const same = values.every((value) => value === first || expressions.sameValue(value, first));
      const ref = old.get(name)?.ref ?? table.get(name) ?? { value: null };
      table.set(name, ref);
      const value = same ? first : new Unknown(reason);
      if (!expressions.sameValue(ref.value, value)) ref.value = value;
    }
  }
}

function inNamespace(name: string, file: FileContext): string {
  return file.namespace === '' ? name : `${file.namespace}\\${name}`;
}
