/** The application of a real project on disk: its configuration, environment, classes and providers. */
import type { AstNode } from '../../php/ast.ts';
import type { ClassDeclaration } from '../../php/classes.ts';
import type { PhpClosure } from '../../php/closures.ts';
import type { FileContext } from '../../php/scope.ts';
import { PhpArray, type PhpValue, Unknown } from '../../php/values.ts';
import { NotKnown, type PlainValue, type ProjectConfiguration } from '../../project/index.ts';
import type { Project } from '../../schema/index.ts';
import type { Application, BuilderDefaults } from './application.ts';
import type { DoctrineAdditions } from './doctrine/additions.ts';
import type { DeclaredCode } from './project-code.ts';

export class ProjectApplication implements Application {
  readonly project: Project;
  readonly builderDefaults: BuilderDefaults;
  readonly macros: ReadonlyMap<string, PhpClosure>;
  readonly doctrine: DoctrineAdditions;
  readonly #configuration: ProjectConfiguration;
  readonly #code: DeclaredCode;

  constructor(
    project: Project,
    configuration: ProjectConfiguration,
    code: DeclaredCode,
    builderDefaults: BuilderDefaults,
    macros: ReadonlyMap<string, PhpClosure>,
    doctrine: DoctrineAdditions,
  ) {
    this.doctrine = doctrine;
    this.macros = macros;
    this.project = project;
    this.builderDefaults = builderDefaults;
    this.#configuration = configuration;
    this.#code = code;
  }

  config(key: string): PhpValue | undefined {
    const answer = this.#configuration.configValue(key);
    return answer.found ? toPhp(answer.value) : undefined;
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
