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
import type { Command } from './commands.ts';
import type { DoctrineAdditions } from './doctrine/additions.ts';
import type { PackageAnswers } from './packages/package-answers.ts';

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
  /** What a provider binds in the container: a closure that makes it, or the name of a class. */
  binding?(abstract: string): PhpClosure | string | undefined;
  /** A command of the application's own. */
  command?(name: string): Command | undefined;
  /** A file of the project by its path, which begins at the project's root; undefined: there is none, or it is no text. */
  readFile?(path: string): string | undefined;
  /** What packages that are required but not installed here answer; absent: there are none. */
  readonly packages?: PackageAnswers;
  /** Methods that providers add to the schema builder's classes, by lower-cased `class::method`. */
  readonly macros: ReadonlyMap<string, PhpClosure>;
}

export interface BuilderDefaults {
  /** Characters. */
  readonly stringLength: number | null;
  readonly morphKeyType: 'int' | 'uuid' | 'ulid';
  /** Fractional seconds of time columns; null: none are written. */
  readonly timePrecision: number | null;
  readonly nativeOperations: boolean;
}
