/** Which databases the code around a folder of SQL files can reach, by the drivers that its manifests name. */
import path from 'node:path';
import type { EngineName, Provenance } from '../../../schema/index.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';
import { inFolder } from './folder-files.ts';

type Driver = readonly [EngineName, RegExp];

/** Modules of go.mod that are required directly. */
const GO: readonly Driver[] = [
  ['mysql', /^[^/\n]*(?:github\.com\/go-sql-driver\/mysql|gorm\.io\/driver\/mysql)\s(?!.*\/\/ indirect)/m],
  [
    'postgres',
    /^[^/\n]*(?:github\.com\/lib\/pq|github\.com\/jackc\/pgx(?:\/v\d+)?|gorm\.io\/driver\/postgres)\s(?!.*\/\/ indirect)/m,
  ],
  [
    'sqlite',
    /^[^/\n]*(?:github\.com\/(?:mattn|ncruces)\/go-sqlite3|github\.com\/glebarez\/(?:go-)?sqlite|modernc\.org\/sqlite|gorm\.io\/driver\/sqlite)\s(?!.*\/\/ indirect)/m,
  ],
];

/** Features of sqlx, Diesel and SeaORM in Cargo.toml, and crates that are one database's. */
const crate = (feature: string, own: string): RegExp =>
  new RegExp(
    String.raw`^(?:(?:sqlx|diesel|diesel_migrations|sea-orm)\s*=[^\n]*features\s*=\s*\[[^\]]*"(?:${feature})[\w-]*"|(?:${own})\s*=)`,
    'm',
  );
const RUST: readonly Driver[] = [
  ['mysql', crate('mysql|sqlx-mysql', 'mysql|mysql_async')],
  ['postgres', crate('postgres|sqlx-postgres', 'postgres|tokio-postgres')],
  ['sqlite', crate('sqlite|sqlx-sqlite', 'rusqlite|libsqlite3-sys')],
];

const JAVA: readonly Driver[] = [
  ['mysql', /\bmysql-connector-(?:j|java)\b/],
  ['mariadb', /\bmariadb-java-client\b/],
  ['postgres', /\borg\.postgresql\b/],
  ['sqlite', /\bsqlite-jdbc\b/],
];

const NODE: readonly Driver[] = [
  ['mysql', /"mysql2?"\s*:/],
  ['mariadb', /"mariadb"\s*:/],
  ['postgres', /"(?:pg|postgres)"\s*:/],
  ['sqlite', /"(?:better-sqlite3|sqlite3|@libsql\/client)"\s*:/],
];

const MANIFESTS: readonly (readonly [string, readonly Driver[]])[] = [
  ['go.mod', GO],
  ['Cargo.toml', RUST],
  ['pom.xml', JAVA],
  ['build.gradle', JAVA],
  ['build.gradle.kts', JAVA],
  ['package.json', NODE],
];

/** Those of the nearest folder, from this one up, whose manifest names any. Empty: none does. */
export function driversNear(files: ProjectFiles, folder: string): ReadonlyMap<EngineName, Provenance> {
  const found = new Map<EngineName, Provenance>();
  for (let at = folder; ; at = path.posix.dirname(at)) {
    for (const [name, drivers] of MANIFESTS) {
      const file = inFolder(at, name);
      const text = files.exists(file) ? (files.read(file) ?? '') : '';
      for (const [engine, pattern] of drivers) {
        const match = pattern.exec(text);
        if (match !== null && !found.has(engine))
          found.set(engine, { file, line: lineOf(text, match.index) });
      }
    }
    if (found.size > 0 || at === '.') return found;
  }
}
