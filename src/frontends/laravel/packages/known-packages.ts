/**
 * What widespread packages bring to migrations: settings that the migrations they publish ask for, methods that they
 * add to the blueprint, models. It counts where a project requires a package and does not have it in vendor/; a
 * project's own configuration comes first. Each entry names the version that was read.
 */

/** A value of a configuration file. */
export type Setting = null | boolean | number | string | { readonly [key: string]: Setting };

/** What a call is handed: a literal, or what the caller hands to the macro. */
export type MacroArgument =
  | string
  | number
  | readonly string[]
  | { readonly given: number; readonly otherwise: string };

/** A chain of calls on the blueprint, on what it gives, and so on. */
export type MacroChain = readonly (readonly [method: string, ...args: readonly MacroArgument[]])[];

export interface KnownModel {
  /** The table, or the setting that names it. */
  readonly table: string | { readonly setting: string };
}

export interface OptionOfCall {
  /** The configuration file, as the first part of its keys. */
  readonly config: string;
  /** The call that has an array of options as its first argument. */
  readonly call: string;
  readonly option: string;
  /** The answer of the package's own configuration. */
  readonly otherwise: boolean;
}

export interface KnownPackage {
  /** As composer knows it. */
  readonly name: string;
  /** The version that was read, and where. */
  readonly version: string;
  readonly source: string;
  /** Files of configuration with their defaults, as far as migrations ask for them. */
  readonly config?: Readonly<Record<string, Setting>>;
  /** Methods that it adds to Illuminate\Database\Schema\Blueprint; a call gives what the last chain gives. */
  readonly macros?: Readonly<Record<string, readonly MacroChain[]>>;
  /** Static methods that do to the blueprint they are handed what a macro does. */
  readonly onBlueprint?: Readonly<Record<string, string>>;
  /** Static methods that give back what they are handed, unless the project says otherwise while it runs. */
  readonly identities?: readonly string[];
  /** Static methods that tell whether a call in the configuration switches an option on. */
  readonly options?: Readonly<Record<string, OptionOfCall>>;
  readonly models?: Readonly<Record<string, KnownModel>>;
}

const LFT_RGT_PARENT = ['_lft', '_rgt', 'parent_id'];

export const KNOWN_PACKAGES: readonly KnownPackage[] = [
  {
    name: 'laravel/framework',
    version: '12.56',
    source: 'https://github.com/laravel/framework/blob/12.x/config/auth.php',
    config: { auth: { providers: { users: { driver: 'eloquent', model: 'App\\Models\\User' } } } },
    models: { 'App\\Models\\User': { table: 'users' } },
  },
  {
    name: 'spatie/laravel-permission',
    version: '8.1.0',
    source: 'https://github.com/spatie/laravel-permission/blob/8.1.0/config/permission.php',
    config: {
      permission: {
        models: {
          permission: 'Spatie\\Permission\\Models\\Permission',
          role: 'Spatie\\Permission\\Models\\Role',
        },
        table_names: {
          roles: 'roles',
          permissions: 'permissions',
          model_has_permissions: 'model_has_permissions',
          model_has_roles: 'model_has_roles',
          role_has_permissions: 'role_has_permissions',
        },
        column_names: {
          role_pivot_key: null,
          permission_pivot_key: null,
          model_morph_key: 'model_id',
          team_foreign_key: 'team_id',
        },
        teams: false,
        // asked for by migrations that were published, and set by the package's own tests only
        testing: null,
        cache: { key: 'spatie.permission.cache', store: 'default' },
      },
    },
    models: {
      'Spatie\\Permission\\Models\\Role': { table: { setting: 'permission.table_names.roles' } },
      'Spatie\\Permission\\Models\\Permission': { table: { setting: 'permission.table_names.permissions' } },
    },
  },
  {
    // 5.0 has these settings no longer; the migrations that ask for them are older.
    name: 'spatie/laravel-activitylog',
    version: '4.7.3',
    source: 'https://github.com/spatie/laravel-activitylog/blob/4.7.3/config/activitylog.php',
    config: { activitylog: { table_name: 'activity_log', database_connection: null } },
  },
  {
    name: 'kalnoy/nestedset',
    version: '6.0.3',
    source: 'https://github.com/lazychaser/laravel-nestedset/blob/v6.0.3/src/NestedSet.php',
    macros: {
      nestedSet: [
        [
          ['unsignedInteger', '_lft'],
          ['default', 0],
        ],
        [
          ['unsignedInteger', '_rgt'],
          ['default', 0],
        ],
        [['unsignedInteger', 'parent_id'], ['nullable']],
        [['index', LFT_RGT_PARENT]],
      ],
      dropNestedSet: [[['dropIndex', LFT_RGT_PARENT]], [['dropColumn', LFT_RGT_PARENT]]],
    },
    onBlueprint: {
      'Kalnoy\\Nestedset\\NestedSet::columns': 'nestedSet',
      'Kalnoy\\Nestedset\\NestedSet::dropColumns': 'dropNestedSet',
    },
  },
  {
    name: 'spatie/laravel-schemaless-attributes',
    version: '2.6.0',
    source:
      'https://github.com/spatie/laravel-schemaless-attributes/blob/2.6.0/src/SchemalessAttributesServiceProvider.php',
    macros: {
      schemalessAttributes: [[['json', { given: 0, otherwise: 'schemaless_attributes' }], ['nullable']]],
    },
  },
  {
    name: 'laravel/fortify',
    version: '1.25.4',
    source: 'https://github.com/laravel/fortify/blob/v1.25.4/src/Fortify.php',
    options: {
      'Laravel\\Fortify\\Fortify::confirmsTwoFactorAuthentication': {
        config: 'fortify',
        call: 'Laravel\\Fortify\\Features::twoFactorAuthentication',
        option: 'confirm',
        otherwise: true,
      },
    },
  },
  {
    name: 'silber/bouncer',
    version: '1.0.4',
    source: 'https://github.com/JosephSilber/bouncer/blob/v1.0.4/src/Database/Models.php',
    identities: ['Silber\\Bouncer\\Database\\Models::table'],
    models: {
      'Silber\\Bouncer\\Database\\Role': { table: 'roles' },
      'Silber\\Bouncer\\Database\\Ability': { table: 'abilities' },
    },
  },
];
