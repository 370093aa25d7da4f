/** The application of a real project on disk: its configuration, environment, classes and providers. */
import type { AstNode } from '../../php/ast.ts';
import type { ClassDeclaration } from '../../php/classes.ts';
import type { PhpClosure } from '../../php/closures.ts';
import type { FileContext } from '../../php/scope.ts';
import { PhpArray, type PhpValue, Unknown } from '../../php/values.ts';
import { NotKnown, type PlainValue, type ProjectConfiguration } from '../../project/index.ts';
import type { Project } from '../../schema/index.ts';
import { readProjectText } from '../project-text.ts';
import type { Application, BuilderDefaults } from './application.ts';
import { type BindingFiles, bindingOf } from './bindings.ts';
import { type Command, type CommandFiles, commandNamed } from './commands.ts';
import type { DoctrineAdditions } from './doctrine/additions.ts';
import type { KnownPackage } from './packages/known-packages.ts';
import { PackageAnswers } from './packages/package-answers.ts';
import type { DeclaredCode } from './project-code.ts';

export class ProjectApplication implements Application {
  readonly project: Project;
  readonly builderDefaults: BuilderDefaults;
  readonly macros: ReadonlyMap<string, PhpClosure>;
  readonly doctrine: DoctrineAdditions;
  readonly packages: PackageAnswers;
  readonly #configuration: ProjectConfiguration;
  readonly #code: DeclaredCode;
  readonly #bindings: BindingFiles;
  readonly #commands: CommandFiles;

  constructor(
    project: Project,
    configuration: ProjectConfiguration,
    code: DeclaredCode,
    builderDefaults: BuilderDefaults,
    macros: ReadonlyMap<string, PhpClosure>,
    doctrine: DoctrineAdditions,
    packages: readonly KnownPackage[],
    bindings: BindingFiles,
    commands: CommandFiles,
  ) {
    this.#bindings = bindings;
    this.#commands = commands;
    this.packages = new PackageAnswers(packages, code);
    this.doctrine = doctrine;
    this.macros = macros;
    this.project = project;
    this.builderDefaults = builderDefaults;
    this.#configuration = configuration;
    this.#code = code;
  }

  config(key: string): PhpValue | undefined {
    const answer = this.#configuration.configValue(key);
    if (answer.found) return toPhp(answer.value);
    // mergeConfigFrom() fills in what the project's own file lacks, but not what its arrays lack
    const [file, top, ...rest] = key.split('.');
    const own = rest.length > 0 && this.#configuration.configValue(`${file}.${top}`).found;
    return own ? undefined : this.packages.setting(key);
  }

  hasConfigFile(key: string): boolean {
    return this.#configuration.hasFile(key);
  }

  loadClass(name: string): ClassDeclaration | undefined {
    return this.#code.class(name);
  }

  loadFunction(name: string): { readonly node: AstNode; readonly file: FileContext } | undefined {
    return this.#code.function(name);
  }

  binding(abstract: string): PhpClosure | string | undefined {
    return bindingOf(abstract, this.#bindings, this.#code);
  }

  command(name: string): Command | undefined {
    return commandNamed(name, this.#commands, this.#code);
  }

  readFile(file: string): string | undefined {
    return readProjectText(this.project.root, file);
  }

  /** In production everything set in the environment is the operator's; the default is what the code itself says. */
  env(_name: string): PhpValue | undefined {
    return undefined;
  }
}

function toPhp(value: PlainValue): PhpValue {
  if (value instanceof NotKnown) return new Unknown(value.reason);
  if (typeof value === 'object' && value !== null) {
    return PhpArray.of([...value].map(([key, item]) => [key, toPhp(item)] as const));
  }
  return value;
}
