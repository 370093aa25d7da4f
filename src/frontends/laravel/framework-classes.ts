/** Class names of the framework: facades with their aliases, and code that never touches a schema. */

/** Facades by what they stand for. Global aliases are those of config/app.php (Laravel 8 to 13). */
const FACADES: Readonly<Record<string, string>> = {
  'illuminate\\support\\facades\\schema': 'schema',
  schema: 'schema',
  'illuminate\\support\\facades\\db': 'db',
  db: 'db',
  'illuminate\\database\\capsule\\manager': 'capsule',
  'illuminate\\database\\schema\\builder': 'builder',
  'illuminate\\support\\str': 'str',
  str: 'str',
  'illuminate\\support\\arr': 'arr',
  arr: 'arr',
  'illuminate\\support\\facades\\config': 'config',
  config: 'config',
  'illuminate\\support\\facades\\app': 'app',
  app: 'app',
  'illuminate\\support\\collection': 'collection',
  'illuminate\\support\\facades\\artisan': 'artisan',
  artisan: 'artisan',
  'illuminate\\support\\facades\\file': 'file',
  file: 'file',
};

/** What a class name means to the schema builder and its surroundings; undefined: nothing special. */
export function facadeOf(className: string): string | undefined {
  return FACADES[className.toLowerCase()];
}

/** Namespaces and classes whose code reads clocks, writes logs, moves files … but changes no schema. */
const HARMLESS =
  /^(carbon\\|illuminate\\(support\\(carbon|facades\\(log|cache|storage|file|hash|crypt|event|queue|bus|mail|notification|http|url|lang|auth|gate|date|session|cookie|redis|process|validator|view|route|request|broadcast|pipeline|concurrency)$|str|stringable|fluent|facades\\date)|filesystem\\|console\\|container\\|contracts\\|log\\|cache\\|foundation\\(?!auth)|encryption\\|hashing\\|http\\)|symfony\\|ramsey\\|psr\\|monolog\\|guzzlehttp\\|nesbot\\|doctrine\\dbal\\types\\|(log|cache|storage|file|hash|crypt|event|queue|mail|lang|auth|date|url|http|redis|session|datetime|datetimeimmutable|datetimezone|dateinterval|closure|stdclass|arrayobject|splfileinfo|reflectionclass|webpatser\\uuid\\.*)$)/i;

export function isHarmless(className: string): boolean {
  return HARMLESS.test(className);
}

/** Classes of the framework that a migration extends. */
export function isMigrationBase(className: string): boolean {
  return className.toLowerCase() === 'illuminate\\database\\migrations\\migration';
}

/** The base class of facades. */
export function isFacadeBase(className: string): boolean {
  return className.toLowerCase() === 'illuminate\\support\\facades\\facade';
}

/** The base class of Artisan commands. */
export function isCommandBase(className: string): boolean {
  return className.toLowerCase() === 'illuminate\\console\\command';
}

/** The base class of Laravel Pulse's published migrations: its driver() asks the connection (laravel/pulse 1.x). */
export function isPulseMigration(className: string): boolean {
  return className.toLowerCase() === 'laravel\\pulse\\support\\pulsemigration';
}

/** Artisan commands that change no schema and write no rows that migrations look at. */
const HARMLESS_COMMANDS =
  /^(cache|config|view|route|event|optimize|queue|storage|key|permission:cache|schedule|horizon|clear-compiled|lang|icons|filament:|passport:keys|module:|package:)/;

export function isHarmlessCommand(command: string): boolean {
  return HARMLESS_COMMANDS.test(command);
}
