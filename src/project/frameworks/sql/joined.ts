/**
 * Which folders share a database: one whose files speak of a table that they do not make, and that those of one other
 * folder do. A tool is handed both, and runs them by number: Flyway's locations, popx's merged file systems.
 */
import type { ProjectFiles } from '../../files.ts';
import { inFolder } from './folder-files.ts';
import type { SqlFolder } from './folders.ts';

interface Tables {
  readonly set: string;
  /** The first of its folders. */
  readonly folder: string;
  readonly makes: ReadonlySet<string>;
  readonly needs: ReadonlySet<string>;
  /** By engine, with their numbers. */
  readonly versions: ReadonlySet<string>;
  readonly engines: ReadonlySet<string>;
  readonly formats: ReadonlySet<string>;
}

const NAME = String.raw`(?:["\`\w]+\s*\.\s*)?["\`]?(\w+)["\`]?`;
const MADE = new RegExp(
  String.raw`\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?${NAME}|\brename\s+to\s+${NAME}`,
  'gi',
);
const NEEDED = new RegExp(
  String.raw`\breferences\s+${NAME}|\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}|\binsert\s+into\s+${NAME}|\bupdate\s+${NAME}\s+set\b|\bdelete\s+from\s+${NAME}|\bcreate\s+(?:unique\s+)?index\s[^;(]*?\son\s+${NAME}`,
  'gi',
);

/** Folders of one database bear the name of one set. */
export function joined(files: ProjectFiles, folders: readonly SqlFolder[]): SqlFolder[] {
  const sets = [...new Set(folders.filter(({ dialect }) => dialect?.engine !== null).map(({ set }) => set))];
  if (sets.length < 2) return [...folders];
  const known = sets.map((set) =>
    tablesOf(
      files,
      set,
      folders.filter((folder) => folder.set === set),
    ),
  );
  const names = new Map(sets.map((set) => [set, set]));
  for (const one of known) {
    const makers = known.filter(
      (other) => other !== one && [...one.needs].some((table) => other.makes.has(table)),
    );
    const [maker] = makers;
    if (maker === undefined || makers.length > 1 || !canJoin(one, maker)) continue;
    const table = [...one.needs].find((needed) => maker.makes.has(needed));
    files.notice(
      `is read as of one database with ${maker.folder}, which makes the table ${table}`,
      one.folder,
    );
    const [from, to] = [names.get(one.set), names.get(maker.set)!];
    for (const [set, name] of names) if (name === from) names.set(set, to);
  }
  return folders.map((folder) => ({ ...folder, set: names.get(folder.set) ?? folder.set }));
}

function canJoin(one: Tables, maker: Tables): boolean {
  const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
    [...a].some((item) => b.has(item));
  return (
    meet(one.engines, maker.engines) &&
    meet(one.formats, maker.formats) &&
    !meet(one.versions, maker.versions) &&
    !meet(one.makes, maker.makes)
  );
}

function tablesOf(files: ProjectFiles, set: string, folders: readonly SqlFolder[]): Tables {
  const makes = new Set<string>();
  const needs = new Set<string>();
  const versions = new Set<string>();
  const engines = new Set<string>();
  for (const folder of folders) {
    for (const { fileName, version, direction, dialect = folder.dialect } of folder.files) {
      if (dialect?.engine === null) continue;
      engines.add(dialect?.engine ?? '');
      versions.add(`${dialect?.engine ?? ''} ${version.replace(/(^|\.)0+(?=\d)/g, '$1')}`);
      if (direction === 'down') continue;
      const text = withoutComments(files.read(inFolder(folder.folder, fileName)) ?? '');
      for (const found of text.matchAll(MADE)) makes.add(nameIn(found));
      for (const found of text.matchAll(NEEDED)) needs.add(nameIn(found));
    }
  }
  for (const made of makes) needs.delete(made);
  const { folder } = folders[0]!;
  return {
    set,
    folder,
    makes,
    needs,
    versions,
    engines,
    formats: new Set(folders.map(({ format }) => format)),
  };
}

function nameIn(found: RegExpExecArray): string {
  return (found.slice(1).find((group) => group !== undefined) ?? '').toLowerCase();
}

function withoutComments(text: string): string {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, ' ');
}
