/** SQL files as migrations, in the order in which their tools run them. */
import {
  ENGINE_NAMES,
  type EngineName,
  type MigrationSource,
  type Provenance,
  type SqlScript,
} from '../../../schema/index.ts';
import type { ProjectFiles } from '../../files.ts';
import type { Dialect } from './dialects.ts';
import { inFolder } from './folder-files.ts';
import type { SqlFolder } from './folders.ts';
import { compareVersion, type NamedFile } from './names.ts';

export interface OrderedFiles {
  readonly migrations: readonly MigrationSource[];
  /** The engines for which there are files, and where that is told: none where no file is of a dialect. */
  readonly dialects: ReadonlyMap<EngineName, Provenance>;
}

interface SqlFileIn {
  readonly named: NamedFile;
  readonly folder: SqlFolder;
  readonly file: string;
  readonly dialect?: Dialect;
}

export function orderSqlFiles(files: ProjectFiles, folders: readonly SqlFolder[]): OrderedFiles {
  const dialects = new Map<EngineName, Provenance>();
  noticeUnjudged(files, folders);
  const sets = [...new Set(folders.filter(({ dialect }) => dialect?.engine !== null).map(({ set }) => set))];
  const migrations = sets.flatMap((set) => {
    const own = folders.filter((folder) => folder.set === set);
    return migrationsOf(files, own, sets.length === 1 ? 'default' : set, dialects);
  });
  return { migrations, dialects };
}

function migrationsOf(
  files: ProjectFiles,
  folders: readonly SqlFolder[],
  set: string,
  dialects: Map<EngineName, Provenance>,
): MigrationSource[] {
  const all = folders.flatMap((folder): SqlFileIn[] =>
    folder.files.map((named) => {
      const dialect = named.dialect ?? folder.dialect;
      const file = inFolder(folder.folder, named.fileName);
      return { named, folder, file, ...(dialect === undefined ? {} : { dialect }) };
    }),
  );
  const judged = all.filter(({ dialect }) => dialect?.engine !== null);
  const own = new Map<EngineName, Provenance>();
  for (const { dialect, named, file, folder } of judged) {
    if (dialect?.engine == null || own.has(dialect.engine)) continue;
    own.set(dialect.engine, named.dialect === undefined ? folder.from : { file });
  }
  for (const [engine, from] of own) if (!dialects.has(engine)) dialects.set(engine, from);
  const covered = enginesOf([...own.keys()]);

  const byVersion = new Map<string, SqlFileIn[]>();
  for (const one of judged) {
    // what has no number is told apart by its name; a number counts whatever zeros stand before it
    const key = one.named.version.replace(/(^|\.)0+(?=\d)/g, '$1');
    byVersion.set(key, [...(byVersion.get(key) ?? []), one]);
  }
  const migrations: (MigrationSource & { readonly at: string })[] = [];
  for (const group of byVersion.values()) {
    // what is written for no dialect is run where no file is written for the engine's own
    const restOf = (direction: 'up' | 'down') => {
      const specific = group.flatMap(({ named, dialect }) =>
        named.direction === direction && dialect?.engine != null ? [dialect.engine] : [],
      );
      const taken = new Set(withMariadb(specific, own));
      return covered.length === 0 && taken.size === 0
        ? undefined
        : (covered.length === 0 ? ENGINE_NAMES : covered).filter((engine) => !taken.has(engine));
    };
    const enginesFor = ({ dialect, named }: SqlFileIn) =>
      dialect?.engine == null ? restOf(named.direction) : withMariadb([dialect.engine], own);
    const downs = group.filter(({ named }) => named.direction === 'down');
    const ups = group.filter(({ named }) => named.direction === 'up');
    const used = new Set<SqlFileIn>();
    for (const up of ups) {
      const { named, folder, file, dialect } = up;
      const engines = enginesFor(up);
      const ways = downs.flatMap((down): SqlScript[] => {
        const those = enginesFor(down);
        const both = engines?.filter((engine) => those?.includes(engine) !== false) ?? those;
        if (both?.length === 0) return [];
        used.add(down);
        return [{ file: down.file, path: files.absolute(down.file), ...(both && { engines: both }) }];
      });
      migrations.push({
        at: named.version,
        file,
        path: files.absolute(file),
        name: named.name,
        owner: { kind: 'app' },
        set,
        reported: true,
        sql: {
          format: folder.format,
          version: named.version,
          ...(engines === undefined ? {} : { engines }),
          ...(dialect === undefined ? {} : { dialect: dialect.word }),
          ...(ways.length === 0 ? {} : { downs: ways }),
          ...(named.transaction === undefined ? {} : { transaction: named.transaction }),
        },
      });
    }
    for (const down of downs)
      if (!used.has(down)) files.notice('there is no way up that it would take back', down.file);
  }
  const sorted = migrations
    .sort(
      (a, b) =>
        compareVersion(a.at, b.at) ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : a.file < b.file ? -1 : a.file > b.file ? 1 : 0),
    )
    .map(({ at: _at, ...migration }) => migration);
  return withCode(
    sorted,
    new Map(all.flatMap(({ named, file }) => (named.code === undefined ? [] : [[file, named.code]]))),
  );
}

/** Migrations in code among those in SQL: the first tells of all. */
function withCode(
  migrations: readonly MigrationSource[],
  code: ReadonlyMap<string, string>,
): MigrationSource[] {
  const [first] = migrations.filter(({ file }) => code.has(file));
  const more = code.size - 1;
  return migrations.map((migration) => {
    const language = code.get(migration.file);
    if (language === undefined || migration.sql === undefined) return migration;
    const others = more === 0 ? '' : `, as ${more === 1 ? 'is 1 more' : `are ${more} more`} in this history`;
    const reason = `the migration is written in ${language}, which is not read${others}`;
    return { ...migration, sql: { ...migration.sql, unread: { reason, told: migration !== first } } };
  });
}

/** MariaDB is reached through the drivers of MySQL, whose files it is sent where it has none of its own. */
function withMariadb(
  engines: readonly EngineName[],
  own: ReadonlyMap<EngineName, unknown>,
): readonly EngineName[] {
  return engines.includes('mysql') && !own.has('mariadb') ? [...engines, 'mariadb'] : engines;
}

function enginesOf(own: readonly EngineName[]): EngineName[] {
  const all = withMariadb(own, new Map(own.map((engine) => [engine, true])));
  return ENGINE_NAMES.filter((engine) => all.includes(engine));
}

function noticeUnjudged(files: ProjectFiles, folders: readonly SqlFolder[]): void {
  for (const folder of folders) {
    const counts = new Map<string, number>();
    for (const { dialect = folder.dialect } of folder.files)
      if (dialect?.title !== undefined) counts.set(dialect.title, (counts.get(dialect.title) ?? 0) + 1);
    for (const [title, count] of counts) {
      files.notice(
        `${count} ${count === 1 ? 'file is' : 'files are'} written for ${title}, which dialint does not judge`,
        folder.folder,
      );
    }
  }
}
