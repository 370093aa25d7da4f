/**
 * Reads a PHP configuration file for its literal values, without running it: arrays, strings, `env()` with its
 * default, paths, concatenation, `?:` and `??`. Everything else is NotKnown with a reason, never guessed.
 */
import path from 'node:path';
import { outOfRoom } from '../php/limits.ts';
import { type Expression, type ParsedPhp, parsePhp, phpNumber } from '../php/parse.ts';
import type { Statement } from '../php/syntax-tree.ts';
import type { Provenance } from '../schema/index.ts';
import type { EnvEntry, Environment } from './env-file.ts';
import { asText, at, type ConfigArray, type Located, NotKnown, phpKey, truthy } from './located.ts';
import { callFunction, type Scalar, slashes } from './php-functions.ts';

export interface ConfigContext {
  /** Absolute path of the project's root: what `base_path()` answers. */
  readonly root: string;
  /** The file being read, relative to the root. */
  readonly file: string;
  readonly env: Environment;
  /** Answers calls of further functions; an argument that is not a known string is undefined. */
  call?(name: string, args: readonly (string | undefined)[]): string | readonly string[] | undefined;
}

export interface PhpConfig {
  readonly value: Located;
  readonly errors: ParsedPhp['errors'];
}

/** What the file returns. */
export function readPhpConfig(text: string, context: ConfigContext): PhpConfig {
  const parsed = parsePhp(text, context.file);
  return { value: evaluateConfig(parsed, context), errors: parsed.errors };
}

/** The same for a file that is parsed already: one text is asked in several environments. */
export function evaluateConfig(parsed: ParsedPhp, context: ConfigContext): Located {
  try {
    return new ConfigReader(context).run(parsed.ast?.children ?? []);
  } catch (error) {
    const reason = outOfRoom(error);
    if (reason === undefined) throw error;
    return { value: new NotKnown(reason), from: { file: context.file } };
  }
}

/** Evaluates expressions of one file. Also used for the paths that service providers register. */
export class ConfigReader {
  readonly #context: ConfigContext;
  readonly #variables = new Map<string, Located>();
  readonly #imports = new Map<string, string>();
  #namespace = '';

  constructor(context: ConfigContext) {
    this.#context = context;
  }

  run(statements: readonly Statement[]): Located {
    return this.#run(statements) ?? this.#unknown('it returns nothing that can be read', 1);
  }

  #run(statements: readonly Statement[]): Located | undefined {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'namespace': {
          this.#namespace = statement.name;
          const result = this.#run(statement.children);
          if (result !== undefined) return result;
          break;
        }
        case 'usegroup':
          for (const item of statement.items) {
            const full = statement.name === null ? item.name : `${statement.name}\\${item.name}`;
            const alias = item.alias?.name ?? full.slice(full.lastIndexOf('\\') + 1);
            this.#imports.set(alias.toLowerCase(), full.replace(/^\\/, ''));
          }
          break;
        case 'expressionstatement':
          this.assign(statement.expression);
          break;
        case 'return':
          return statement.expr === null ? undefined : this.evaluate(statement.expr);
        case 'if':
        case 'foreach':
        case 'for':
        case 'while':
        case 'switch':
        case 'try':
          // What happens in there is not followed, so what was known of variables is known no longer.
          for (const [name, old] of this.#variables) {
            this.#variables.set(name, {
              value: new NotKnown(`$${name} may change on the way`),
              from: old.from,
            });
          }
          break;
        default:
          break;
      }
    }
    return undefined;
  }

  /** Remembers `$name = value`. */
  assign(expression: Expression): void {
    if (expression.kind !== 'assign' || expression.left.kind !== 'variable') return;
    if (typeof expression.left.name !== 'string') return;
    const value =
      expression.operator === '='
        ? this.evaluate(expression.right)
        : this.#unknown(`$${expression.left.name} is changed with ${expression.operator}`, expression);
    this.#variables.set(expression.left.name, value);
  }

  /** `node` is undefined where a syntax error has left a part out. */
  evaluate(node: Expression | undefined): Located {
    if (node === undefined) return this.#unknown('a syntax error is there', 1);
    switch (node.kind) {
      case 'string':
      case 'nowdoc':
      case 'boolean':
        return this.#known(node.value, node);
      case 'number':
        return this.#known(phpNumber(node.value), node);
      case 'nullkeyword':
        return this.#known(null, node);
      case 'array':
        return this.#array(node);
      case 'bin':
        return this.#binary(node);
      case 'unary': {
        const { value } = this.evaluate(node.what);
        if (value instanceof NotKnown) return { value, from: this.#from(node) };
        if (node.type === '!') return this.#known(!truthy(value), node);
        return typeof value === 'number'
          ? this.#known(node.type === '-' ? -value : value, node)
          : this.#unknown(`${node.type} of no number`, node);
      }
      case 'retif': {
        const test = this.evaluate(node.test);
        if (test.value instanceof NotKnown) return { value: test.value, from: this.#from(node) };
        if (!truthy(test.value)) return this.evaluate(node.falseExpr);
        return node.trueExpr === null ? test : this.evaluate(node.trueExpr);
      }
      case 'cast':
        return this.#cast(node);
      case 'silent':
        return this.evaluate(node.expr);
      case 'encapsed': {
        let text = '';
        for (const part of node.value) {
          const value = asText(this.evaluate(part.expression).value);
          if (value === undefined) return this.#unknown('it is put together from what is not known', node);
          text += value;
        }
        return this.#known(text, node);
      }
      case 'variable':
        return (
          (typeof node.name === 'string' ? this.#variables.get(node.name) : undefined) ??
          this.#unknown(`$${String(node.name)} is not known`, node)
        );
      case 'magic':
        if (node.value.toUpperCase() === '__DIR__') return this.#known(path.dirname(this.#file), node);
        if (node.value.toUpperCase() === '__FILE__') return this.#known(this.#file, node);
        return this.#unknown(node.value, node);
      case 'name':
        if (/^\\?DIRECTORY_SEPARATOR$/.test(node.name)) return this.#known('/', node);
        return this.#unknown(`constant ${node.name}`, node);
      case 'staticlookup':
        if (node.offset.kind === 'identifier' && node.what.kind === 'name') {
          const name = this.#className(node.what.name);
          if (node.offset.name.toLowerCase() === 'class') return this.#known(name, node);
          return this.#unknown(`constant ${name}::${node.offset.name}`, node);
        }
        return this.#unknown('class constant', node);
      case 'offsetlookup': {
        const array = this.evaluate(node.what);
        const key = node.offset === false ? undefined : this.evaluate(node.offset).value;
        if (typeof key !== 'string' && typeof key !== 'number') return this.#unknown('array element', node);
        return at(array, [key]) ?? this.#known(null, node);
      }
      case 'call':
        return this.#call(node);
      default:
        return this.#unknown(`${node.kind} is not evaluated`, node);
    }
  }

  #call(node: Extract<Expression, { kind: 'call' }>): Located {
    const { what } = node;
    let name = '';
    if (what.kind === 'name') name = what.name.replace(/^\\/, '').toLowerCase();
    else if (what.kind === 'staticlookup' && what.what.kind === 'name' && what.offset.kind === 'identifier') {
      const owner = this.#className(what.what.name);
      if (owner === 'Illuminate\\Support\\Env' && what.offset.name.toLowerCase() === 'get') name = 'env';
      else return this.#unknown(`${owner}::${what.offset.name}()`, node);
    } else return this.#unknown('a method call', node);
    const args = node.arguments.map((item): Located | undefined => {
      if (item.kind === 'variadic' || item.kind === 'variadicplaceholder') return undefined;
      return this.evaluate(item.kind === 'namedargument' ? item.value : item);
    });
    if (name === 'env' || name === 'getenv') return this.#env(args[0], args[1], node, name);
    if (name === 'array_merge') return this.#merge(args, node);
    const scalars = args.map((item) => {
      const value = item?.value;
      return value instanceof Map || value instanceof NotKnown ? undefined : (value as Scalar | undefined);
    });
    const answer =
      callFunction(name, scalars, this.#context.root) ??
      this.#context.call?.(
        name,
        scalars.map((value) => (typeof value === 'string' ? value : undefined)),
      );
    if (answer === undefined) return this.#unknown(`${name}()`, node);
    return typeof answer === 'object' && answer !== null
      ? this.#list(answer, node)
      : this.#known(answer, node);
  }

  #merge(parts: readonly (Located | undefined)[], node: Expression): Located {
    const entries = new Map<string | number, Located>();
    let next = 0;
    for (const part of parts) {
      if (!(part?.value instanceof Map)) return this.#unknown('array_merge() of what is not known', node);
      for (const [key, item] of part.value as ConfigArray) {
        entries.set(typeof key === 'number' ? next++ : key, item);
      }
    }
    return { value: entries, from: this.#from(node) };
  }

  #env(name: Located | undefined, fallback: Located | undefined, node: Expression, call: string): Located {
    if (typeof name?.value !== 'string') return this.#unknown(`${call}() of what is not known`, node);
    const entry: EnvEntry | undefined = this.#context.env.get(name.value);
    if (entry !== undefined) {
      return { value: entry.value, from: { file: entry.file, line: entry.line, note: name.value } };
    }
    if (fallback !== undefined) return { value: fallback.value, from: this.#from(node) };
    return this.#known(call === 'getenv' ? false : null, node);
  }

  #array(node: Extract<Expression, { kind: 'array' }>): Located {
    const entries = new Map<string | number, Located>();
    let next = 0;
    for (const item of node.items) {
      if (item.kind !== 'entry') return this.#unknown('an array with gaps', node);
      const value = this.evaluate(item.value);
      if (item.unpack) {
        if (!(value.value instanceof Map)) return this.#unknown('it unpacks what is not known', node);
        for (const [key, inner] of value.value as ConfigArray)
          entries.set(typeof key === 'number' ? next++ : key, inner);
        continue;
      }
      if (item.key === null) {
        entries.set(next++, value);
        continue;
      }
      const key = this.evaluate(item.key).value;
      // A key that is not known (PDO::MYSQL_ATTR_SSL_CA) cannot be asked for by name either.
      if (typeof key !== 'string' && typeof key !== 'number') continue;
      const normal = phpKey(key);
      entries.set(normal, value);
      if (typeof normal === 'number' && normal >= next) next = Math.floor(normal) + 1;
    }
    return { value: entries, from: this.#from(node) };
  }

  #binary(node: Extract<Expression, { kind: 'bin' }>): Located {
    const left = this.evaluate(node.left);
    if (node.type === '??') {
      if (left.value instanceof NotKnown) return left;
      return left.value === null ? this.evaluate(node.right) : left;
    }
    if (left.value instanceof NotKnown) return { value: left.value, from: this.#from(node) };
    if (node.type === '&&' && !truthy(left.value)) return this.#known(false, node);
    if (node.type === '||' && truthy(left.value)) return this.#known(true, node);
    const right = this.evaluate(node.right);
    if (right.value instanceof NotKnown) return { value: right.value, from: this.#from(node) };
    switch (node.type) {
      case '.': {
        const [a, b] = [asText(left.value), asText(right.value)];
        if (a === undefined || b === undefined) break;
        return this.#known(a + b, node);
      }
      case '&&':
      case '||':
        return this.#known(truthy(right.value), node);
      case '===':
        return this.#known(left.value === right.value, node);
      case '!==':
        return this.#known(left.value !== right.value, node);
      case '==':
      case '!=':
        if (typeof left.value !== typeof right.value) break;
        return this.#known((left.value === right.value) === (node.type === '=='), node);
      default: {
        const [a, b] = [left.value, right.value];
        if (typeof a !== 'number' || typeof b !== 'number') break;
        if (node.type === '+') return this.#known(a + b, node);
        if (node.type === '-') return this.#known(a - b, node);
        if (node.type === '*') return this.#known(a * b, node);
        if (node.type === '/' && b !== 0) return this.#known(a / b, node);
      }
    }
    return this.#unknown(`${node.type} is not evaluated`, node);
  }

  #cast(node: Extract<Expression, { kind: 'cast' }>): Located {
    const { value } = this.evaluate(node.expr);
    if (value instanceof NotKnown) return { value, from: this.#from(node) };
    switch (node.type) {
      case 'string': {
        const text = asText(value);
        return text === undefined ? this.#unknown('an array as string', node) : this.#known(text, node);
      }
      case 'bool':
        return this.#known(truthy(value), node);
      case 'int':
        if (value instanceof Map) break;
        return this.#known(Math.trunc(Number.parseFloat(asText(value as string) ?? '0')) || 0, node);
      default:
    }
    return this.#unknown(`(${node.type})`, node);
  }

  #className(name: string): string {
    if (name.startsWith('\\')) return name.slice(1);
    const [first = '', ...rest] = name.split('\\');
    const imported = this.#imports.get(first.toLowerCase());
    if (imported !== undefined) return [imported, ...rest].join('\\');
    return this.#namespace === '' ? name : `${this.#namespace}\\${name}`;
  }

  get #file(): string {
    return path.posix.join(slashes(this.#context.root), this.#context.file);
  }

  #list(items: readonly string[], node: Expression): Located {
    return {
      value: new Map(items.map((item, index) => [index, this.#known(item, node)])),
      from: this.#from(node),
    };
  }

  #from(node: Expression | number): Provenance {
    const line = typeof node === 'number' ? node : node.loc.start.line;
    return { file: this.#context.file, line };
  }

  #known(value: null | boolean | number | string, node: Expression): Located {
    return { value, from: this.#from(node) };
  }

  #unknown(reason: string, node: Expression | number): Located {
    return { value: new NotKnown(reason), from: this.#from(node) };
  }
}
