/** Eloquent models of the project: which table they stand for, and how their key looks. */
import { nodes } from '../../php/ast.ts';
import type { ClassDeclaration } from '../../php/classes.ts';
import type { Application } from './application.ts';
import type { ModelKey } from './connection.ts';
import { classBasename, pluralStudly, snake } from './str.ts';

/** Base classes that make a class a model. */
const MODEL_BASES = new Set([
  'illuminate\\database\\eloquent\\model',
  'illuminate\\foundation\\auth\\user',
  'illuminate\\database\\eloquent\\relations\\pivot',
  'illuminate\\database\\eloquent\\relations\\morphpivot',
  'illuminate\\notifications\\databasenotification',
  'laravel\\sanctum\\personalaccesstoken',
  'jenssegers\\mongodb\\eloquent\\model',
]);

export class Models {
  readonly #application: Application;

  constructor(application: Application) {
    this.#application = application;
  }

  /** The chain of classes from this one up, as far as the project declares them; the last name may be the framework's. */
  #chain(className: string): { readonly declared: ClassDeclaration[]; readonly base: string | null } {
    const declared: ClassDeclaration[] = [];
    let name: string | null = className;
    while (name !== null && declared.length < 20) {
      const declaration = this.#application.loadClass(name);
      if (declaration === undefined) return { declared, base: name };
      declared.push(declaration);
      name = declaration.parent;
    }
    return { declared, base: null };
  }

  isModel(className: string): boolean {
    const { base } = this.#chain(className);
    if (base === null) return false;
    return MODEL_BASES.has(base.toLowerCase()) || this.#ofPackage(base) !== undefined;
  }

  /**
   * Is it a model by its name, or by that of a base class, although that class is not to be seen: one of a package, such
   * as `Spatie\MediaLibrary\MediaCollections\Models\Media`?
   */
  isModelElsewhere(className: string): boolean {
    const { base } = this.#chain(className);
    return base !== null && /(?:^|\\)(?:\w*Model|Models\\\w+)$/i.test(base);
  }

  /** undefined: the class is no model of the project, or its table is not a literal. */
  key(className: string): ModelKey | undefined {
    const { declared, base } = this.#chain(className);
    const [model] = declared;
    if (base === null) return undefined;
    const ofPackage = this.#ofPackage(base);
    if (model === undefined) return ofPackage;
    const traits = this.#traits(declared);
    const ulid = traits.includes('hasulids');
    const property = (name: string): string | boolean | null | undefined => literal(declared, name);
    const table = property('table');
    if (table === null || (table === undefined && this.#overrides(declared, 'getTable'))) return undefined;
    const base_ = classBasename(className);
    const keyName = property('primaryKey') ?? 'id';
    const unique = this.#uniqueIds(declared);
    if (unique === null) return undefined;
    const generated = ulid || traits.some((trait) => /^has(version\d)?uuids$/.test(trait));
    const generatesKey = generated && (unique?.includes(String(keyName)) ?? true);
    const keyType = property('keyType') ?? (generatesKey ? 'string' : 'int');
    if (typeof keyName !== 'string' || typeof keyType !== 'string') return undefined;
    const pivot = base.toLowerCase().endsWith('pivot');
    return {
      table:
        typeof table === 'string'
          ? table
          : ofPackage !== undefined
            ? ofPackage.table
            : pivot
              ? snake(base_)
              : snake(pluralStudly(base_)),
      keyName,
      keyType: keyType === 'int' || keyType === 'integer' ? 'int' : 'string',
      ulid,
      foreignKey: `${snake(base_)}_${keyName}`,
    };
  }

  #ofPackage(className: string): ModelKey | undefined {
    const { packages } = this.#application;
    return packages?.model(className, (key) => this.#application.config(key));
  }

  /** Lower-cased base names of all traits, those that traits use among them. */
  #traits(declared: readonly ClassDeclaration[]): string[] {
    const names: string[] = [];
    const visit = (name: string, depth: number) => {
      names.push(classBasename(name).toLowerCase());
      const trait = depth < 8 ? this.#application.loadClass(name) : undefined;
      for (const used of trait?.traits ?? []) visit(used, depth + 1);
    };
    for (const name of declared.flatMap((item) => item.traits)) visit(name, 0);
    return names;
  }

  /** What the model's own uniqueIds() lists; undefined: the trait's stands (the key), null: it is not a literal list. */
  #uniqueIds(declared: readonly ClassDeclaration[]): string[] | undefined | null {
    const traits = declared.flatMap((item) => item.traits).map((name) => this.#application.loadClass(name));
    for (const declaration of [...declared, ...traits]) {
      const method = declaration?.methods.get('uniqueids');
      if (method === undefined) continue;
      const [statement] = nodes(method.node.body?.children);
      if (statement?.kind !== 'return' || statement.expr?.kind !== 'array') return null;
      const items = nodes(statement.expr.items).map((item) => (item.kind === 'entry' ? item.value : item));
      return items.every((item) => item.kind === 'string') ? items.map((item) => String(item.value)) : null;
    }
    return undefined;
  }

  #overrides(declared: readonly ClassDeclaration[], method: string): boolean {
    return declared.some((item) => item.methods.has(method.toLowerCase()));
  }
}

/** A property's literal value: undefined where none is declared, null where it is not a literal. */
function literal(declared: readonly ClassDeclaration[], name: string): string | boolean | null | undefined {
  for (const declaration of declared) {
    const property = declaration.properties.get(name);
    if (property === undefined) continue;
    const node = property.value;
    if (node === null) return undefined;
    if (node.kind === 'string') return String(node.value);
    if (node.kind === 'boolean') return node.value === true;
    return null;
  }
  return undefined;
}
