/**
 * What evaluation on a fresh database passes over. A second evaluation, on a database of which nothing is known, gets
 * to it: docs/decisions/0006.
 */
import { type AstNode, descendants, nameText, nodes } from '../../php/ast.ts';
import type { ClassDeclaration } from '../../php/classes.ts';
import { isBuiltin } from '../../php/functions/index.ts';
import { type PassedOver, whyPassedOver } from '../../php/passed-over.ts';
import { type FileContext, resolveClassName } from '../../php/scope.ts';
import type { Origin } from '../../schema/index.ts';
import type { Application } from './application.ts';
import { facadeOf, isHarmless } from './framework-classes.ts';
import type { Models } from './models.ts';
import { BLUEPRINT_METHODS } from './vocabulary.ts';

interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

/** Code that was passed over and that could change a schema. */
export class PassedOverCode {
  /** Why, by node. */
  readonly reasons = new Map<AstNode, string>();
  readonly #places: Place[] = [];
  readonly #entry: string;

  constructor(entry: string) {
    this.#entry = entry;
  }

  note(code: AstNode, why: PassedOver, file: FileContext): void {
    if (this.reasons.has(code)) return;
    const reason = whyPassedOver(why, file, this.#entry);
    this.reasons.set(code, reason);
    if (code.loc == null) return;
    this.#places.push({
      file: file.file,
      start: code.loc.start.offset,
      end: code.loc.end.offset,
      why: reason,
    });
  }

  /** Why the code around this place was passed over; undefined: it was not. The outermost reason counts. */
  around({ file, span }: Origin): string | undefined {
    let widest: Place | undefined;
    for (const place of this.#places) {
      if (place.file !== file || span.startOffset < place.start || span.endOffset > place.end) continue;
      if (widest === undefined || place.end - place.start > widest.end - widest.start) widest = place;
    }
    return widest?.why;
  }
}

const BLUEPRINT_WORDS = new Set(Object.keys(BLUEPRINT_METHODS).map((name) => name.toLowerCase()));

/** Methods of the schema builder and of connections that change a schema, and that no query has by the same name. */
const BUILDER_WORDS = new Set([
  'dropifexists',
  'dropcolumns',
  'statement',
  'unprepared',
  'affectingstatement',
]);

/** Where code stands, and what is known of the project around it. */
export interface Surroundings {
  readonly file: FileContext;
  /** The class that it stands in. */
  readonly self: ClassDeclaration | null;
  readonly application: Application;
  readonly models: Models;
}

const known = new WeakMap<AstNode, boolean>();

/**
 * Could this code change a schema? A look at its calls, and into the project's functions and methods that they name: it
 * spares most code that only reads or writes rows the second evaluation.
 */
export function mayChangeSchema(code: AstNode, around: Surroundings): boolean {
  let answer = known.get(code);
  if (answer === undefined) {
    answer = mayChange(code, around, new Set());
    known.set(code, answer);
  }
  return answer;
}

/** `seen`: code that is being looked at, or has been: it calls itself, or is called twice. */
function mayChange(code: AstNode, around: Surroundings, seen: Set<AstNode>): boolean {
  if (seen.has(code)) return false;
  seen.add(code);
  for (const node of descendants(code))
    if (node.kind === 'call' && callMayChangeSchema(node, around, seen)) return true;
  return false;
}

function callMayChangeSchema(node: AstNode, around: Surroundings, seen: Set<AstNode>): boolean {
  const what: AstNode = node.what;
  switch (what.kind) {
    case 'name':
      return functionMayChangeSchema((nameText(what) ?? '').replace(/^\\/, ''), around, seen);
    case 'propertylookup':
    case 'nullsafepropertylookup': {
      const name = nameText(what.offset)?.toLowerCase();
      // a name that is computed
      if (name === undefined) return true;
      if (what.what.kind === 'variable' && what.what.name === 'this')
        return methodMayChangeSchema(around.self ?? undefined, name, around, seen);
      // `$schema->create('t', …)`, where a model's create() and a query's table() have one argument
      if (name === 'create' || name === 'table') return nodes(node.arguments).length > 1;
      return BLUEPRINT_WORDS.has(name) || BUILDER_WORDS.has(name);
    }
    case 'staticlookup':
      return staticMayChangeSchema(what, (nameText(what.offset) ?? '').toLowerCase(), around, seen);
    default:
      // a closure in a variable, and the like
      return true;
  }
}

function functionMayChangeSchema(name: string, around: Surroundings, seen: Set<AstNode>): boolean {
  if (isBuiltin(name.toLowerCase())) return false;
  const { file, application } = around;
  return [file.functions.get(name.toLowerCase()) ?? name, `${file.namespace}\\${name}`].some((candidate) => {
    const found = application.loadFunction(candidate.toLowerCase());
    return (
      found?.node.body != null &&
      mayChange(found.node.body, { ...around, file: found.file, self: null }, seen)
    );
  });
}

function staticMayChangeSchema(
  what: AstNode,
  method: string,
  around: Surroundings,
  seen: Set<AstNode>,
): boolean {
  if (what.what.kind !== 'name') return methodMayChangeSchema(around.self ?? undefined, method, around, seen);
  const name = resolveClassName(nameText(what.what) ?? '', what.what.resolution, around.file);
  switch (facadeOf(name)) {
    case 'schema':
    case 'builder':
    case 'capsule':
      return !/^(has|get|is|connection$)/.test(method);
    case 'db':
      return BUILDER_WORDS.has(method);
    case undefined: {
      if (isHarmless(name)) return false;
      const declaration = around.application.loadClass(name);
      // what is not the project's is not followed, and a model's methods are queries
      if (declaration === undefined || around.models.isModel(name)) return false;
      return methodMayChangeSchema(declaration, method, around, seen);
    }
    default:
      return false;
  }
}

/** A method that is not declared in the class itself may be anything. */
function methodMayChangeSchema(
  declaration: ClassDeclaration | undefined,
  name: string,
  around: Surroundings,
  seen: Set<AstNode>,
): boolean {
  const method = declaration?.methods.get(name);
  if (method?.node.body == null) return true;
  return mayChange(method.node.body, { ...around, file: method.file, self: declaration ?? null }, seen);
}
