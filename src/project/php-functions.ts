/** The few functions that configuration files and service providers use on literals. */
import path from 'node:path';

export type Scalar = null | boolean | number | string;

/** Laravel's path helpers, and the folder that each one answers. */
const FOLDERS: Readonly<Record<string, string>> = {
  base_path: '',
  app_path: 'app',
  config_path: 'config',
  database_path: 'database',
  public_path: 'public',
  resource_path: 'resources',
  storage_path: 'storage',
  lang_path: 'lang',
};

/** An argument that is no known scalar is undefined. The answer is undefined where it is not known. */
export function callFunction(
  name: string,
  args: readonly (Scalar | undefined)[],
  root: string,
): Scalar | readonly string[] | undefined {
  const [first, second] = args;
  const folder = FOLDERS[name];
  if (folder !== undefined) {
    if (args.length > 0 && typeof first !== 'string') return undefined;
    return path.posix.join(slashes(root), folder, typeof first === 'string' ? first : '');
  }
  if (typeof first !== 'string') return undefined;
  switch (name) {
    case 'dirname': {
      const levels = args.length > 1 ? second : 1;
      if (typeof levels !== 'number') return undefined;
      let result = first;
      for (let i = 0; i < levels; i++) result = path.posix.dirname(result);
      return result;
    }
    case 'realpath':
      return first;
    case 'explode':
      return typeof second === 'string' && first !== '' && args.length === 2
        ? second.split(first)
        : undefined;
    case 'trim':
      return args.length === 1 ? first.trim() : undefined;
    case 'strtolower':
      return first.toLowerCase();
    case 'strtoupper':
      return first.toUpperCase();
    default:
      return undefined;
  }
}

export function slashes(file: string): string {
  return file.split(path.sep).join('/');
}
