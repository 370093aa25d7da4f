/** The application's own Artisan commands, by name, and what they are called with. */
import type { AstNode } from '../../php/ast.ts';
import type { ClassDeclaration } from '../../php/classes.ts';
import { PhpArray, type PhpValue, Unknown } from '../../php/values.ts';
import type { DeclaredCode } from './project-code.ts';

const WORDS = /\$signature\b|\$name\b|AsCommand/;
const COMMAND = /\bextends\s+[\w\\]*Command\b/;

/** Files that hold commands, with their bytes. */
export class CommandFiles {
  readonly #files: { readonly file: string; readonly raw: string }[] = [];

  look(file: string, raw: string): void {
    if (COMMAND.test(raw) && WORDS.test(raw)) this.#files.push({ file, raw });
  }

  naming(name: string): string[] {
    return this.#files.filter(({ raw }) => raw.includes(name)).map(({ file }) => file);
  }
}

export interface Command {
  readonly declaration: ClassDeclaration;
  /** What stands behind the name: `{user} {--force} {--queue=default}`. */
  readonly signature: string;
}

export function commandNamed(name: string, files: CommandFiles, code: DeclaredCode): Command | undefined {
  for (const file of files.naming(name)) {
    for (const declaration of code.file(file)?.classes ?? []) {
      const text = literalOf(declaration, 'signature') ?? literalOf(declaration, 'name') ?? '';
      const [own = '', ...rest] = text.trim().split(/\s+/);
      if (own === name) return { declaration, signature: rest.join(' ') };
    }
  }
  return undefined;
}

function literalOf(declaration: ClassDeclaration, property: string): string | undefined {
  const node: AstNode | null | undefined = declaration.properties.get(property)?.value;
  return node?.kind === 'string' ? String(node.value) : undefined;
}

/** The name and the options of `Artisan::call('name --force user', ['--queue' => 'x'])`. */
export interface CommandLine {
  readonly name: string;
  /** By name, options with their dashes. */
  readonly given: ReadonlyMap<string, PhpValue>;
}

export function commandLine(text: string, parameters: PhpValue | undefined): CommandLine {
  const [name = '', ...words] = text.trim().split(/\s+/);
  const given = new Map<string, PhpValue>();
  let position = 0;
  for (const word of words) {
    const [, option, value] = /^(--[\w-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (option === undefined) given.set(String(position++), word);
    else given.set(option, value ?? true);
  }
  if (parameters instanceof PhpArray)
    for (const [key, value] of parameters.entries) given.set(String(key), value);
  return { name, given };
}

/** `$this->option('queue')`: what was given, else what the signature says. */
export function optionOf(signature: string, given: CommandLine['given'], name: string): PhpValue {
  const own = given.get(`--${name}`);
  if (own !== undefined) return own;
  const declared = [...signature.matchAll(/\{\s*--(?:\w\|)?([\w-]+)(=[^\s:}]*)?/g)].find(
    ([, option]) => option === name,
  );
  if (declared === undefined) return new Unknown(`the option --${name}`);
  const [, , fallback] = declared;
  if (fallback === undefined) return false;
  if (fallback === '=*') return new PhpArray();
  return fallback === '=' ? null : fallback.slice(1);
}

/** `$this->argument('user')`. */
export function argumentOf(signature: string, given: CommandLine['given'], name: string): PhpValue {
  const names = [...signature.matchAll(/\{\s*(\w+)([?*]?)(=[^\s:}]*)?/g)];
  const position = names.findIndex((match) => match[1] === name);
  const own = given.get(name) ?? given.get(String(position));
  if (own !== undefined) return own;
  const declared = names[position];
  if (declared === undefined) return new Unknown(`the argument ${name}`);
  if (declared[3] !== undefined) return declared[3].slice(1);
  return declared[2] === '*' ? new PhpArray() : null;
}
