/** What lasts from one migration to the next on one target: the schema builder's static settings, tables with rows. */
import { whatIsUnseen } from '../../project/index.ts';
import { type ConnectionSettings, compareVersions, type Target } from '../../schema/index.ts';
import type { Application } from './application.ts';

export class FrameworkState {
  readonly target: Target;
  readonly application: Application;
  defaultStringLength = 255;
  defaultStringLengthGiven = false;
  /** Fractional seconds; null: none are written. */
  defaultTimePrecision: number | null = 0;
  defaultMorphKeyType: 'int' | 'uuid' | 'ulid';
  /** The reason for an open catalog that does not keep a table from counting as absent: packages that are not installed. */
  readonly unseenPackages: string | null;
  /** Tables that a migration has written rows into, lower case, prefix included. `*`: any. */
  readonly tablesWithRows = new Set<string>();

  constructor(target: Target, application: Application) {
    this.target = target;
    this.application = application;
    const { stringLength, morphKeyType } = application.builderDefaults;
    if (stringLength !== null) {
      this.defaultStringLength = stringLength;
      this.defaultStringLengthGiven = true;
    }
    this.defaultMorphKeyType = morphKeyType;
    const unseen = whatIsUnseen(application.project, target);
    this.unseenPackages = unseen?.kind === 'packages' ? unseen.reason : null;
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
