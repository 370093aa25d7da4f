/** What reflection on the real classes found: fixtures/recorded/laravel-12.72/reflection.json and its like, made by reflect.php. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORDED } from './recordings.ts';

export interface ReflectedClass {
  /** Fully qualified. */
  readonly extends: string | null;
  /** Public methods with their parameters as PHP writes them: `static ($length)`. */
  readonly methods: Readonly<Record<string, string>>;
  /** What its methods return, where that takes modifiers: `ColumnDefinition`. */
  readonly definitions: Readonly<Record<string, string>>;
  /** `@method` tags with their parameters. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Reflection {
  /** `12.72`. */
  readonly version: string;
  /** The class of this name; one that the version does not have is empty. */
  of(className: string): ReflectedClass;
}

const NONE: ReflectedClass = { extends: null, methods: {}, definitions: {}, tags: {} };

export const SCHEMA = 'Illuminate\\Database\\Schema\\';
export const FLUENT = 'Illuminate\\Support\\Fluent';
export const FACADE = 'Illuminate\\Support\\Facades\\Schema';

export function readReflections(): Reflection[] {
  const folders = readdirSync(RECORDED).filter((name) => existsSync(join(RECORDED, name, 'reflection.json')));
  return folders.map((folder) => {
    const text = readFileSync(join(RECORDED, folder, 'reflection.json'), 'utf8');
    const { classes } = JSON.parse(text) as { classes: Record<string, ReflectedClass> };
    return {
      version: folder.slice('laravel-'.length),
      of: (className) => classes[className] ?? NONE,
    };
  });
}

/** What a migration can call on an object: no `__call` and its like, and no static methods unless asked for. */
export function callable({ methods }: ReflectedClass, statics = true): Map<string, string> {
  return new Map(
    Object.entries(methods)
      .filter(([name, signature]) => !name.startsWith('__') && (statics || !signature.startsWith('static ')))
      .map(([name, signature]) => [name, parametersOf(signature)]),
  );
}

/** `static (array $columns, ?string $name = null)` as vocabulary.ts has it: `array columns, name = null`. */
function parametersOf(signature: string): string {
  const list = signature.slice(signature.indexOf('(') + 1, -1);
  return list
    .split(/, (?=[^$=]*\$)/)
    .map((text) => {
      const match = /^(?:(\S+) )?(?:&?\.\.\.)?\$(\w+)(.*)$/.exec(text);
      return match === null ? text : `${match[1] === 'array' ? 'array ' : ''}${match[2]}${match[3]}`;
    })
    .join(', ');
}
