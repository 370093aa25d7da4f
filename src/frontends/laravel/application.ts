/**
 * The application around the migrations, as far as it decides what they do: its classes, configuration, models, and
 * what its providers set for the schema builder.
 */

import type { AstNode } from '../../php/ast.ts';
import type { ClassDeclaration } from '../../php/classes.ts';
import type { PhpClosure } from '../../php/closures.ts';
import type { FileContext } from '../../php/scope.ts';
import type { PhpValue, Unknown } from '../../php/values.ts';
import type { Project } from '../../schema/index.ts';
import type { DoctrineAdditions } from './doctrine/additions.ts';

export interface Application {
  readonly project: Project;
  /** `config('a.b.c')`: undefined where the project does not define it. */
  config(key: string): PhpValue | undefined;
  /** Is the configuration file that would hold this key the project's own, and known whole? What it lacks is null. */
  hasConfigFile(key: string): boolean;
  loadClass(name: string): ClassDeclaration | undefined;
  loadFunction(name: string): { readonly node: AstNode; readonly file: FileContext } | undefined;
  /** `env('X')`; undefined: not set. */
  env(name: string): PhpValue | Unknown | undefined;
  /** `Schema::defaultStringLength(n)` and the like in the application's providers. */
  readonly builderDefaults: BuilderDefaults;
  /** What the project's code adds to doctrine/dbal's types. */
  readonly doctrine?: DoctrineAdditions;
  /** Methods that providers add to the schema builder's classes, by lower-cased `class::method`. */
  readonly macros: ReadonlyMap<string, PhpClosure>;
}

export interface BuilderDefaults {
  /** Characters. */
  readonly stringLength: number | null;
  readonly morphKeyType: 'int' | 'uuid' | 'ulid';
}
