import path from 'node:path';

/** Where entries are kept: `DIALINT_CACHE_DIR`, else the system's folder for caches of this user; null: nowhere. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | null {
  const given = env.DIALINT_CACHE_DIR;
  if (given !== undefined && given !== '') return path.resolve(given);
  const home = env.HOME ?? env.USERPROFILE;
  if (platform === 'win32') {
    return env.LOCALAPPDATA === undefined ? null : path.join(env.LOCALAPPDATA, 'dialint', 'Cache');
  }
  if (env.XDG_CACHE_HOME !== undefined && path.isAbsolute(env.XDG_CACHE_HOME))
    return path.join(env.XDG_CACHE_HOME, 'dialint');
  if (home === undefined || !path.isAbsolute(home)) return null;
  return platform === 'darwin'
    ? path.join(home, 'Library', 'Caches', 'dialint')
    : path.join(home, '.cache', 'dialint');
}
