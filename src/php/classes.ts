/** Classes, traits, enums and functions that the evaluated code declares. */
import { type AstNode, nameText, nodes } from './ast.ts';
import { type FileContext, type Ref, resolveClassName } from './scope.ts';
import { PhpObject, type PhpValue } from './values.ts';

export interface MethodDeclaration {
  readonly name: string;
  readonly node: AstNode;
  readonly file: FileContext;
  readonly declaredIn: ClassDeclaration;
  readonly isStatic: boolean;
  readonly isPrivate: boolean;
}

/** `use A { x as y; }` and `use A, B { A::x insteadof B; }`. */
export interface TraitAlias {
  readonly trait: string | null;
  readonly method: string;
  readonly alias: string;
}

/** How the name of an anonymous class begins, as in PHP. */
export const ANONYMOUS = 'class@anonymous';

export interface PropertyDeclaration {
  readonly value: AstNode | null;
  readonly isStatic: boolean;
  readonly isPublic: boolean;
}

/** A class, interface, trait or enum as declared. */
export interface ClassDeclaration {
  /** Fully qualified; of an anonymous one, `class@anonymous` with its place. */
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'trait' | 'enum';
  readonly node: AstNode;
  readonly file: FileContext;
  readonly parent: string | null;
  readonly interfaces: readonly string[];
  readonly traits: readonly string[];
  readonly traitAliases: readonly TraitAlias[];
  /** `trait::method`, lower-cased: left out in favour of another trait's. */
  readonly traitExclusions: ReadonlySet<string>;
  /** By lower-cased name. */
  readonly methods: ReadonlyMap<string, MethodDeclaration>;
  readonly constants: ReadonlyMap<string, AstNode>;
  readonly cases: ReadonlyMap<string, AstNode | null>;
  readonly properties: ReadonlyMap<string, PropertyDeclaration>;
  /** Values of static properties, made when first used. */
  readonly statics: Map<string, Ref>;
  readonly caseObjects: Map<string, PhpEnumCase>;
}

/** An object of a class that the evaluated code declares. */
export class PhpInstance extends PhpObject {
  readonly declaration: ClassDeclaration;
  readonly properties = new Map<string, Ref>();
  /** `__toString()`; undefined: the class has none. */
  stringify: (() => PhpValue) | undefined;

  constructor(declaration: ClassDeclaration) {
    super();
    this.declaration = declaration;
  }

  override get className(): string {
    return this.declaration.name;
  }

  override toText(): string | undefined {
    const text = this.stringify?.();
    return typeof text === 'string' ? text : undefined;
  }

  override getProperty(name: string): PhpValue | undefined {
    return this.properties.get(name)?.value;
  }

  override setProperty(name: string, value: PhpValue): boolean {
    const ref = this.properties.get(name);
    if (ref === undefined) this.properties.set(name, { value });
    else ref.value = value;
    return true;
  }
}

export class PhpEnumCase extends PhpInstance {
  readonly name: string;
  /** undefined for a case without a value. */
  readonly value: PhpValue | undefined;

  constructor(declaration: ClassDeclaration, name: string, value: PhpValue | undefined) {
    super(declaration);
    this.name = name;
    this.value = value;
    this.properties.set('name', { value: name });
    if (value !== undefined) this.properties.set('value', { value });
  }

  override setProperty(): boolean {
    return false;
  }
}

/** PHP's own class for objects without methods, as `(object) […]` makes them. */
export const STANDARD_CLASS: ClassDeclaration = declareClass(
  { kind: 'class', name: 'stdClass', body: [] },
  { file: '', text: '', namespace: '', classes: new Map(), functions: new Map(), constants: new Map() },
);

export function standardObject(entries: Iterable<readonly [string | number, PhpValue]>): PhpInstance {
  const object = new PhpInstance(STANDARD_CLASS);
  for (const [name, value] of entries) object.properties.set(String(name), { value });
  return object;
}

/** Reads a class, trait, interface or enum node. */
export function declareClass(node: AstNode, file: FileContext): ClassDeclaration {
  const own = nameText(node.name);
  const resolve = (name: AstNode) => resolveClassName(nameText(name) ?? '', name.resolution, file);
  const name =
    own === undefined || node.isAnonymous
      ? `${ANONYMOUS}:${file.file}:${node.loc?.start.offset ?? 0}`
      : file.namespace === ''
        ? own
        : `${file.namespace}\\${own}`;
  const methods = new Map<string, MethodDeclaration>();
  const constants = new Map<string, AstNode>();
  const cases = new Map<string, AstNode | null>();
  const properties = new Map<string, PropertyDeclaration>();
  const traits: string[] = [];
  const traitAliases: TraitAlias[] = [];
  const traitExclusions = new Set<string>();
  const declaration: ClassDeclaration = {
    name,
    kind:
      node.kind === 'trait'
        ? 'trait'
        : node.kind === 'interface'
          ? 'interface'
          : node.kind === 'enum'
            ? 'enum'
            : 'class',
    node,
    file,
    parent: node.kind === 'class' && node.extends != null ? resolve(node.extends) : null,
    interfaces: nodes(node.kind === 'interface' ? node.extends : node.implements).map(resolve),
    traits,
    traitAliases,
    traitExclusions,
    methods,
    constants,
    cases,
    properties,
    statics: new Map(),
    caseObjects: new Map(),
  };
  for (const member of nodes(node.body)) {
    switch (member.kind) {
      case 'method': {
        const method = nameText(member.name) ?? '';
        methods.set(method.toLowerCase(), {
          name: method,
          node: member,
          file,
          declaredIn: declaration,
          isStatic: member.isStatic === true,
          isPrivate: member.visibility === 'private',
        });
        if (method.toLowerCase() === '__construct') {
          // a promoted parameter declares a property
          for (const parameter of nodes(member.arguments)) {
            if (parameter.flags > 0)
              properties.set(nameText(parameter.name) ?? '', {
                value: null,
                isStatic: false,
                isPublic: parameter.flags === 1,
              });
          }
        }
        break;
      }
      case 'classconstant':
        for (const constant of nodes(member.constants))
          constants.set(nameText(constant.name) ?? '', constant.value);
        break;
      case 'enumcase':
        cases.set(nameText(member.name) ?? '', member.value ?? null);
        break;
      case 'propertystatement':
        for (const property of nodes(member.properties)) {
          properties.set(nameText(property.name) ?? '', {
            value: property.value ?? null,
            isStatic: member.isStatic === true,
            isPublic: member.visibility !== 'private' && member.visibility !== 'protected',
          });
        }
        break;
      case 'traituse':
        for (const trait of nodes(member.traits)) traits.push(resolve(trait));
        for (const adaptation of nodes(member.adaptations)) {
          const trait = adaptation.trait == null ? null : resolve(adaptation.trait);
          const method = nameText(adaptation.method) ?? '';
          if (adaptation.kind === 'traitprecedence') {
            for (const other of nodes(adaptation.instead))
              traitExclusions.add(`${resolve(other)}::${method}`.toLowerCase());
          } else if (adaptation.as != null) {
            traitAliases.push({ trait, method, alias: (nameText(adaptation.as) ?? '').toLowerCase() });
          }
        }
        break;
    }
  }
  return declaration;
}

/** What a file declares at its top level, and the code that runs when it is included. */
export interface FileDeclarations {
  readonly context: FileContext;
  readonly classes: readonly ClassDeclaration[];
  /** By lower-cased fully qualified name. */
  readonly functions: ReadonlyMap<string, { readonly node: AstNode; readonly file: FileContext }>;
  readonly statements: readonly { readonly node: AstNode; readonly file: FileContext }[];
}

/** Reads a program's namespaces, imports and declarations. `file` is relative to the project's root. */
export function readDeclarations(program: AstNode, file: string, text: string): FileDeclarations {
  const classes: ClassDeclaration[] = [];
  const functions = new Map<string, { node: AstNode; file: FileContext }>();
  const statements: { node: AstNode; file: FileContext }[] = [];
  let first: FileContext | undefined;
  const fresh = (namespace: string) => {
    const context = {
      file,
      text,
      namespace,
      classes: new Map<string, string>(),
      functions: new Map<string, string>(),
      constants: new Map<string, string>(),
    };
    first ??= context;
    return context;
  };
  const declareFunction = (node: AstNode, context: ReturnType<typeof fresh>) => {
    const name = nameText(node.name) ?? '';
    functions.set((context.namespace === '' ? name : `${context.namespace}\\${name}`).toLowerCase(), {
      node,
      file: context,
    });
  };
  const visit = (list: readonly AstNode[], context: ReturnType<typeof fresh>) => {
    for (const node of list) if (node.kind === 'usegroup') readImports(node, context);
    for (const node of list) {
      switch (node.kind) {
        case 'namespace':
          visit(nodes(node.children), fresh(nameText(node.name)?.replace(/^\\/, '') ?? ''));
          break;
        case 'usegroup':
          break;
        case 'class':
        case 'trait':
        case 'interface':
        case 'enum':
          classes.push(declareClass(node, context));
          break;
        case 'function':
          declareFunction(node, context);
          break;
        case 'if':
          // `if (! function_exists('x')) { function x() … }`: how helper files are written
          statements.push({ node, file: context });
          for (const inner of nodes(node.body?.children))
            if (inner.kind === 'function') declareFunction(inner, context);
          break;
        case 'declare':
          statements.push({ node, file: context });
          visit(nodes(node.children), context);
          break;
        default:
          statements.push({ node, file: context });
      }
    }
  };
  const root = fresh('');
  visit(nodes(program.children), root);
  const context =
    [
      ...classes.map((declaration) => declaration.file),
      ...statements.map((statement) => statement.file),
    ][0] ??
    first ??
    root;
  return { context, classes, functions, statements };
}

function readImports(
  group: AstNode,
  context: { classes: Map<string, string>; functions: Map<string, string>; constants: Map<string, string> },
): void {
  const prefix = nameText(group.name);
  for (const item of nodes(group.items)) {
    const path = (nameText(item.name) ?? '').replace(/^\\/, '');
    const full = prefix === undefined || prefix === '' ? path : `${prefix.replace(/^\\/, '')}\\${path}`;
    const alias = nameText(item.alias) ?? full.slice(full.lastIndexOf('\\') + 1);
    const kind = item.type ?? group.type;
    if (kind === 'function') context.functions.set(alias.toLowerCase(), full);
    else if (kind === 'const') context.constants.set(alias, full);
    else context.classes.set(alias.toLowerCase(), full);
  }
}
