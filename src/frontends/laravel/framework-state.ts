/** What lasts from one migration to the next on one target: the schema builder's static settings, tables with rows. */
import { type Unseen, whatIsUnseen } from '../../project/index.ts';
import { type ConnectionSettings, compareVersions, type Target } from '../../schema/index.ts';
import type { Application } from './application.ts';

/** Tables of laravel/laravel 8 to 13, and of the commands that make migrations (`make:notifications-table`). */
const SKELETON_TABLES: ReadonlySet<string> = new Set(
  (
    'users password_resets password_reset_tokens failed_jobs personal_access_tokens sessions cache cache_locks jobs ' +
    'job_batches notifications'
  ).split(' '),
);

export class FrameworkState {
  readonly target: Target;
  readonly application: Application;
  defaultStringLength = 255;
  defaultStringLengthGiven = false;
  /** Fractional seconds; null: none are written. */
  defaultTimePrecision: number | null = 0;
  defaultMorphKeyType: 'int' | 'uuid' | 'ulid';
  /** Schema::useNativeSchemaOperationsIfPossible(): Laravel 9 and 10 rename and change columns without doctrine/dbal. */
  nativeSchemaOperations = false;
  /** What may be there although no migration that is read makes it; null: nothing, or nobody can say. */
  readonly #unseen: Unseen | null;
  /**
   * Is this not a fresh database but any that the project may have, on any of its installations? Then what rows there
   * are and what the environment says cannot be known.
   */
  readonly anywhere: boolean;
  /** Tables that a migration has written rows into, lower case, prefix included. `*`: any. */
  readonly tablesWithRows = new Set<string>();

  constructor(target: Target, application: Application, anywhere = false) {
    this.target = target;
    this.application = application;
    this.anywhere = anywhere;
    if (anywhere) this.tablesWithRows.add('*');
    const { stringLength, morphKeyType, timePrecision, nativeOperations } = application.builderDefaults;
    if (stringLength !== null) {
      this.defaultStringLength = stringLength;
      this.defaultStringLengthGiven = true;
    }
    this.defaultMorphKeyType = morphKeyType;
    this.defaultTimePrecision = timePrecision;
    this.nativeSchemaOperations = nativeOperations;
    this.#unseen = anywhere ? null : whatIsUnseen(application.project, target);
  }

  /**
   * Why a table may be there that the catalog does not list; null: it counts as absent. `open`: the catalog's own
   * reason. Packages rarely make a table that the application makes as well; and of an application that is not here a
   * package knows what every new Laravel has.
   */
  mayBeThere(open: string | null, table?: string): string | null {
    if (open === null || open !== this.#unseen?.reason) return open;
    if (this.#unseen.kind === 'packages') return null;
    const known = this.#unseen.kind === 'application' && table !== undefined;
    return known && !SKELETON_TABLES.has(table.toLowerCase()) ? null : open;
  }

  /** The same, at this moment, for any database and installation; `application` is a copy of this one's. */
  elsewhere(application: Application): FrameworkState {
    const state = new FrameworkState(this.target, application, true);
    state.defaultStringLength = this.defaultStringLength;
    state.defaultStringLengthGiven = this.defaultStringLengthGiven;
    state.defaultTimePrecision = this.defaultTimePrecision;
    state.defaultMorphKeyType = this.defaultMorphKeyType;
    state.nativeSchemaOperations = this.nativeSchemaOperations;
    return state;
  }

  /** All that evaluations may leave here, as a text. */
  get lasting(): string {
    return JSON.stringify([
      this.defaultStringLength,
      this.defaultStringLengthGiven,
      this.defaultTimePrecision,
      this.defaultMorphKeyType,
      this.nativeSchemaOperations,
      ...[...this.tablesWithRows].sort(),
    ]);
  }

  /** Takes over what evaluations have left: a `lasting` of the same target. */
  last(lasting: string): void {
    const [stringLength, given, precision, morphKeyType, nativeOperations, ...tables] = JSON.parse(lasting);
    this.defaultStringLength = stringLength;
    this.defaultStringLengthGiven = given;
    this.defaultTimePrecision = precision;
    this.defaultMorphKeyType = morphKeyType;
    this.nativeSchemaOperations = nativeOperations;
    this.tablesWithRows.clear();
    for (const table of tables) this.tablesWithRows.add(table);
  }

  get settings(): ConnectionSettings {
    return this.target.settings;
  }

  get frameworkVersion(): string {
    return knownVersion(this.application.project.frameworkVersion.value);
  }

  /** The default connection's name: on each target the one that leads there. */
  get defaultConnection(): string {
    const declared = this.application.project.defaultConnection.value;
    const { driver } = this.target;
    const driverOf = this.application.config(`database.connections.${declared}.driver`);
    return driverOf === driver || (driverOf === undefined && declared === driver) ? declared : driver;
  }

  /** What `getDriverName()` answers. */
  get driverName(): string {
    return this.target.driver;
  }

  mayHaveRows(table: string): boolean {
    return this.tablesWithRows.has('*') || this.tablesWithRows.has(table.toLowerCase());
  }
}

/** The oldest and newest Laravel whose schema builder is known. */
export const OLDEST_LARAVEL = '8';
export const NEWEST_LARAVEL = '13';

/** The version itself, or the nearest one that is known. */
export function knownVersion(version: string): string {
  if (compareVersions(version, OLDEST_LARAVEL) < 0) return OLDEST_LARAVEL;
  return compareVersions(version, String(Number(NEWEST_LARAVEL) + 1)) >= 0 ? NEWEST_LARAVEL : version;
}
