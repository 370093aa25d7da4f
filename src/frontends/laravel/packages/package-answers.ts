/** What the packages that a project requires answer to its migrations. */
import { type AstNode, descendants, nameText, nodes } from '../../../php/ast.ts';
import { NativeCallable } from '../../../php/closures.ts';
import { resolveClassName } from '../../../php/scope.ts';
import {
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
} from '../../../php/values.ts';
import { Blueprint } from '../blueprint.ts';
import type { ModelKey } from '../connection.ts';
import type { DeclaredCode } from '../project-code.ts';
import { classBasename, snake } from '../str.ts';
import type {
  KnownModel,
  KnownPackage,
  MacroArgument,
  MacroChain,
  OptionOfCall,
  Setting,
} from './known-packages.ts';

export class PackageAnswers {
  readonly #packages: readonly KnownPackage[];
  readonly #code: DeclaredCode;
  readonly #macros: ReadonlyMap<string, readonly MacroChain[]>;
  readonly #onBlueprint: ReadonlyMap<string, string>;
  readonly #identities: ReadonlySet<string>;
  readonly #options: ReadonlyMap<string, OptionOfCall>;
  readonly #models: ReadonlyMap<string, KnownModel>;

  constructor(packages: readonly KnownPackage[], code: DeclaredCode) {
    this.#packages = packages;
    this.#code = code;
    this.#macros = byName(packages.map(({ macros }) => macros));
    this.#onBlueprint = byName(packages.map(({ onBlueprint }) => onBlueprint));
    this.#identities = new Set(
      packages.flatMap(({ identities = [] }) => identities.map((name) => name.toLowerCase())),
    );
    this.#options = byName(packages.map(({ options }) => options));
    this.#models = byName(packages.map(({ models }) => models));
  }

  /** `config('a.b')`: undefined where no package defines it. */
  setting(key: string): PhpValue | undefined {
    for (const { config = {} } of this.#packages) {
      let here: Setting | undefined = config;
      for (const part of key.split('.')) {
        here = typeof here === 'object' && here !== null ? here[part] : undefined;
      }
      if (here !== undefined) return toPhp(here);
    }
    return undefined;
  }

  /** A macro of the blueprint, by its name as PHP compares it. */
  macro(blueprint: PhpObject, method: string): NativeCallable | undefined {
    const chains = this.#macros.get(method.toLowerCase());
    if (chains === undefined || !(blueprint instanceof Blueprint)) return undefined;
    return new NativeCallable((args, site) => play(blueprint, chains, args.positional, site));
  }

  /** undefined: no package has such a static method. */
  callStatic(method: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const name = method.toLowerCase();
    const macro = this.#onBlueprint.get(name);
    const [first = null, ...rest] = args.positional;
    if (macro !== undefined && first instanceof Blueprint) {
      return play(first, this.#macros.get(macro.toLowerCase()) ?? [], rest, call);
    }
    if (this.#identities.has(name)) return first;
    const option = this.#options.get(name);
    return option === undefined ? undefined : this.#isOn(option);
  }

  model(className: string, settingOf: (key: string) => PhpValue | undefined): ModelKey | undefined {
    const model = this.#models.get(className.toLowerCase());
    if (model === undefined) return undefined;
    const table = typeof model.table === 'string' ? model.table : settingOf(model.table.setting);
    if (typeof table !== 'string') return undefined;
    const foreignKey = `${snake(classBasename(className))}_id`;
    return { table, keyName: 'id', keyType: 'int', ulid: false, foreignKey };
  }

  #isOn({ config, call, option, otherwise }: OptionOfCall): boolean {
    const declared = this.#code.file(`config/${config}.php`);
    if (declared === null || declared.statements.length === 0) return otherwise;
    for (const { node: statement, file } of declared.statements) {
      for (const node of descendants(statement)) {
        if (node.kind !== 'call' || node.what?.kind !== 'staticlookup') continue;
        const name = resolveClassName(nameText(node.what.what) ?? '', node.what.what.resolution, file);
        if (`${name}::${nameText(node.what.offset) ?? ''}` !== call) continue;
        return isTrue(nodes(node.arguments)[0], option);
      }
    }
    return false;
  }
}

/** Names of classes, functions and methods are compared without case. */
function byName<T>(tables: readonly (Readonly<Record<string, T>> | undefined)[]): ReadonlyMap<string, T> {
  return new Map(
    tables.flatMap((table = {}) =>
      Object.entries(table).map(([name, value]) => [name.toLowerCase(), value] as const),
    ),
  );
}

/** Is `option => true` an entry of this array? */
function isTrue(array: AstNode | undefined, option: string): boolean {
  if (array?.kind !== 'array') return false;
  return nodes(array.items).some(
    (item) => item.key?.value === option && item.value?.kind === 'boolean' && item.value.value === true,
  );
}

function play(
  blueprint: Blueprint,
  chains: readonly MacroChain[],
  given: readonly PhpValue[],
  call: CallSite,
): PhpValue {
  let result: PhpValue = null;
  for (const chain of chains) {
    let target: PhpValue = blueprint;
    for (const [method, ...args] of chain) {
      if (!(target instanceof PhpObject)) break;
      const positional = args.map((argument) => argumentOf(argument, given));
      target = target.callMethod(method, { positional, named: new Map() }, call) ?? null;
    }
    result = target;
  }
  return result;
}

function argumentOf(argument: MacroArgument, given: readonly PhpValue[]): PhpValue {
  if (typeof argument !== 'object') return argument;
  if ('given' in argument) return given[argument.given] ?? argument.otherwise;
  return PhpArray.list(argument);
}

function toPhp(value: Setting): PhpValue {
  if (typeof value !== 'object' || value === null) return value;
  return PhpArray.of(Object.entries(value).map(([key, item]) => [key, toPhp(item)] as const));
}
