/** The files of a folder that a tool would run, and what their names say. */
import type { SqlFormat } from '../../../schema/index.ts';
import type { ProjectFiles } from '../../files.ts';
import { compareVersion, type NamedFile, readName, versionOf } from './names.ts';

export function inFolder(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

export function sqlNames(files: ProjectFiles, folder: string): string[] {
  return files
    .list(folder)
    .filter(({ name, kind }) => kind !== 'folder' && /\.sql$/i.test(name))
    .map(({ name }) => name);
}

export function flatFiles(files: ProjectFiles, folder: string, format: SqlFormat): NamedFile[] {
  return sqlNames(files, folder).flatMap((name) => {
    const named = readName(name, format);
    if (named !== undefined) return [named];
    files.notice(
      `no ${format === 'plain' ? 'number begins its name' : `${format} migration is named so`}: it is not read`,
      inFolder(folder, name),
    );
    return [];
  });
}

/** `00002_users.go`, which registers itself: goose runs it where its number stands among the files. */
export function gooseCode(files: ProjectFiles, folder: string): NamedFile[] {
  return files.list(folder).flatMap(({ name, kind }): NamedFile[] => {
    const version = versionOf(name);
    if (kind === 'folder' || version === undefined || !/(?<!_test)\.go$/.test(name)) return [];
    if (!/\bgoose\.Add\w*Migration/.test(files.read(inFolder(folder, name)) ?? '')) return [];
    return [{ fileName: name, name: name.replace(/\.go$/, ''), version, direction: 'up', code: 'Go' }];
  });
}

/** `20240101_users/migration.sql` (Prisma, and Drizzle from 1.0 on): in order of the folders' names. */
export function nestedFiles(files: ProjectFiles, folder: string): NamedFile[] {
  return files.folders(folder).flatMap((name): NamedFile[] => {
    const fileName = `${name}/migration.sql`;
    if (!files.exists(inFolder(folder, fileName))) return [];
    return [{ fileName, name, version: `~${name}`, direction: 'up' }];
  });
}

/**
 * `2024-01-01-120000_users/up.sql` and `down.sql`. The version is what stands before the first `_`, without dashes:
 * version_from_string and FileBasedMigrations of diesel_migrations 2.
 */
export function dieselFiles(files: ProjectFiles, folder: string): NamedFile[] {
  return files.folders(folder).flatMap((name): NamedFile[] => {
    if (!files.exists(inFolder(folder, `${name}/up.sql`))) return [];
    const digits = /^[\d-]+(?=_|$)/.exec(name)?.[0].replaceAll('-', '') ?? '';
    // MigrationVersion is compared as a text: 20240313 comes behind 20240306170000
    const version = `~${digits === '' ? name : digits}`;
    const metadata = inFolder(folder, `${name}/metadata.toml`);
    const settings = files.exists(metadata) ? (files.read(metadata) ?? '') : '';
    const alone = /^\s*run_in_transaction\s*=\s*false\b/m.test(settings);
    const up: NamedFile = {
      fileName: `${name}/up.sql`,
      name,
      version,
      direction: 'up',
      ...(alone ? { transaction: false } : {}),
    };
    const down = `${name}/down.sql`;
    return files.exists(inFolder(folder, down)) ? [up, { ...up, fileName: down, direction: 'down' }] : [up];
  });
}

/** `0.17`, `v1.2.0`, `2024`: the folders that are called as releases are, in their order. */
export function releasesIn(files: ProjectFiles, folder: string): string[] {
  return files
    .folders(folder)
    .filter((name) => RELEASE.test(name))
    .sort((a, b) => compareVersion(releaseVersion(a), releaseVersion(b)));
}

const RELEASE = /^v?\d+(?:[._]\d+){0,3}$/i;

/** Of four parts, so that what comes behind it is of a lower rank. */
function releaseVersion(name: string): string {
  const parts = name.replace(/^v/i, '').split(/[._]/);
  return [...parts, ...Array<string>(4 - parts.length).fill('0')].join('.');
}

/** Files in a folder for each release: by the release and then by their own numbers, which Flyway alone counts through. */
export function releaseFiles(files: ProjectFiles, folder: string, format: SqlFormat): NamedFile[] {
  return releasesIn(files, folder).flatMap((release) =>
    flatFiles(files, inFolder(folder, release), format).map((one) => ({
      ...one,
      fileName: `${release}/${one.fileName}`,
      ...(format === 'flyway'
        ? {}
        : { name: `${release}/${one.name}`, version: `${releaseVersion(release)}.${one.version}` }),
    })),
  );
}

/** What the journal lists, in its order. */
export function drizzleFiles(files: ProjectFiles, folder: string): NamedFile[] {
  const journal = inFolder(folder, 'meta/_journal.json');
  const text = files.read(journal);
  if (text === null) return nestedFiles(files, folder);
  const entries = (jsonObject(text)?.entries ?? null) as readonly { readonly tag?: unknown }[] | null;
  if (!Array.isArray(entries)) {
    files.notice('it is not a journal of Drizzle; the files are taken in order of name', journal);
    return flatFiles(files, folder, 'plain');
  }
  const listed = entries.flatMap(({ tag }) => (typeof tag === 'string' ? [tag] : []));
  for (const name of sqlNames(files, folder)) {
    if (!listed.includes(name.replace(/\.sql$/i, '')))
      files.notice('is never run: the journal does not list it', inFolder(folder, name));
  }
  return listed.flatMap((tag, index): NamedFile[] => {
    if (files.exists(inFolder(folder, `${tag}.sql`)))
      return [{ fileName: `${tag}.sql`, name: tag, version: String(index), direction: 'up' }];
    files.notice(`it lists ${tag}, and there is no such file`, journal);
    return [];
  });
}

export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
