/** What lasts from one migration to the next on one target: the schema builder's static settings, tables with rows. */
import type { ConnectionSettings, Target } from '../../schema/index.ts';
import type { Application } from './application.ts';

export class FrameworkState {
  readonly target: Target;
  readonly application: Application;
  defaultStringLength = 255;
  defaultStringLengthGiven = false;
  /** Fractional seconds; null: none are written. */
  defaultTimePrecision: number | null = 0;
  defaultMorphKeyType: 'int' | 'uuid' | 'ulid';
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
  }

  get settings(): ConnectionSettings {
    return this.target.settings;
  }

  get frameworkVersion(): string {
    return this.application.project.frameworkVersion.value;
  }

  /** What `getDriverName()` answers. */
  get driverName(): string {
    return this.target.driver;
  }

  mayHaveRows(table: string): boolean {
    return this.tablesWithRows.has('*') || this.tablesWithRows.has(table.toLowerCase());
  }
}
