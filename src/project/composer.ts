/** What composer.json and composer.lock tell: is this Laravel, which version, is it a package? */
import type { Provenance, Sourced } from '../schema/index.ts';
import { lineOf, type ProjectFiles } from './files.ts';

/** dialint knows frameworks up to this major version. */
export const NEWEST_FRAMEWORK = 13;

export interface Composer {
  /** `vendor/name`, where composer.json says one. */
  readonly name: string | null;
  /** The requirement by which Laravel was recognised: package, constraint, line in composer.json. */
  readonly laravel: { readonly package: string; readonly constraint: string; readonly line: number } | null;
  /** Laravel comes with `require-dev` only: a package that is tested with it. */
  readonly devOnly: boolean;
  /** A CMS on top of Laravel, whose own parts lie under `modules/`. */
  readonly cms: boolean;
}

const CMS = ['winter/storm', 'october/rain'];

/** The first that is required decides. The components follow the framework's version; the others do not. */
const LARAVEL_PACKAGES = [
  'laravel/framework',
  'illuminate/database',
  'illuminate/support',
  'illuminate/contracts',
  'laravel/lumen-framework',
  'laravel-zero/framework',
  'winter/storm',
  'october/rain',
  'orchestra/testbench',
  'orchestra/testbench-core',
];

const LOCKED = ['laravel/framework', 'illuminate/database', 'illuminate/support'];

/** Laravel's major version for the major version of a package that follows a count of its own. */
const OTHER_COUNTS: Readonly<Record<string, (major: number) => number | null>> = {
  'orchestra/testbench': (major) => major + 2,
  'orchestra/testbench-core': (major) => major + 2,
  'laravel-zero/framework': (major) => major,
  'winter/storm': () => 9,
  'october/rain': (major) => (major >= 4 ? 12 : major === 3 ? 9 : 6),
};

export function readComposer(files: ProjectFiles): Composer | null {
  const text = files.read('composer.json');
  if (text === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const message = (error as Error).message;
    const offset = /position (\d+)/.exec(message)?.[1];
    const line = offset === undefined ? undefined : lineOf(text, Number(offset));
    files.notice('composer.json is not valid JSON; what it says is not known', 'composer.json', line);
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const { name, require, 'require-dev': requireDev } = json as Record<string, unknown>;
  const find = (section: unknown) => {
    if (typeof section !== 'object' || section === null) return null;
    const requirements = section as Record<string, unknown>;
    const found =
      LARAVEL_PACKAGES.find((item) => typeof requirements[item] === 'string') ??
      Object.keys(requirements).find((item) => item.startsWith('illuminate/'));
    if (found === undefined) return null;
    const line = lineOf(
      text,
      Math.max(text.indexOf(`"${found}"`), text.indexOf(`"${found.replace('/', '\\/')}"`)),
    );
    return { package: found, constraint: String(requirements[found]), line };
  };
  const required = find(require);
  return {
    name: typeof name === 'string' ? name : null,
    laravel: required ?? find(requireDev),
    devOnly: required === null,
    cms: CMS.some((item) => Object.hasOwn(Object(require), item)),
  };
}

/**
 * Who requires a package on their own account, by their composer.json: without a lock this is how it comes to be there.
 * winter/storm 1.0 to 1.2, october/rain 1 to 3, backpack/crud 4 to 7.
 */
const BROUGHT_BY: Readonly<Record<string, readonly string[]>> = {
  'doctrine/dbal': ['winter/storm', 'october/rain', 'backpack/crud'],
};

/** Is the package installed (composer.lock), or at least asked for (composer.json)? */
export function hasPackage(files: ProjectFiles, name: string): boolean {
  const quoted = (item: string) => `"${item.replace('/', '\\\\?/')}"`;
  const lock = files.read('composer.lock');
  if (lock !== null) return new RegExp(`"name":\\s*${quoted(name)}`).test(lock);
  const required = files.read('composer.json') ?? '';
  return [name, ...(BROUGHT_BY[name] ?? [])].some((item) =>
    new RegExp(`${quoted(item)}\\s*:`).test(required),
  );
}

/** The version in composer.lock, else the newest that composer.json allows, else the newest. */
export function frameworkVersion(files: ProjectFiles, composer: Composer | null): Sourced<string> {
  const locked = lockedVersion(files);
  if (locked !== null) return locked;
  if (composer?.laravel) {
    const { package: name, constraint, line } = composer.laravel;
    const from: Provenance = { file: 'composer.json', line, note: `${name} ${constraint}` };
    const other = OTHER_COUNTS[name];
    const major = highestMajor(constraint, other === undefined ? NEWEST_FRAMEWORK : 99);
    const version = major === null || other === undefined ? major : other(major);
    if (version !== null) return { value: String(Math.min(version, NEWEST_FRAMEWORK)), from };
  }
  return { value: String(NEWEST_FRAMEWORK), from: { note: 'assumed: the newest that dialint knows' } };
}

/** Looked for in the text: parsing half a megabyte of JSON for one version would cost more than all the rest. */
function lockedVersion(files: ProjectFiles): Sourced<string> | null {
  const text = files.read('composer.lock');
  if (text === null) return null;
  for (const name of LOCKED) {
    const at = text.search(new RegExp(`"name":\\s*"${name.replace('/', '\\\\?/')}"`));
    if (at < 0) continue;
    const version = /"version":\s*"v?([^"]+)"/.exec(text.slice(at, at + 400));
    const number = /^\d+(\.\d+)*/.exec(version?.[1] ?? '')?.[0];
    if (number === undefined) continue;
    return {
      value: number,
      from: { file: 'composer.lock', line: lineOf(text, at + (version?.index ?? 0)), note: name },
    };
  }
  return null;
}

/** The highest major version that a composer constraint allows, at most `newest`; null: it names none. */
export function highestMajor(constraint: string, newest: number): number | null {
  let highest: number | null = null;
  for (const alternative of constraint.split(/\s*\|\|?\s*/)) {
    const top = highestOf(alternative.trim(), newest);
    if (top !== null && (highest === null || top > highest)) highest = top;
  }
  return highest === null ? null : Math.min(highest, newest);
}

function highestOf(range: string, newest: number): number | null {
  const alias = /\sas\s+(\S+)$/.exec(range)?.[1];
  if (alias !== undefined) return highestOf(alias, newest);
  const hyphen = /^v?\d[\w.]*\s+-\s+v?(\d+)/.exec(range);
  if (hyphen) return Number(hyphen[1]);
  let top: number | null = null;
  let named = false;
  for (const part of range.split(/[\s,]+(?![\d])|,\s*/)) {
    const match = /^(\^|~|>=|>|<=|<|=|!=)?\s*v?(\d+|\*)((?:\.[\dx*]+)*)/i.exec(part.replace(/^dev-/, ''));
    if (!match) continue;
    const [, operator = '', majorText = '', rest = ''] = match;
    if (operator === '!=') continue;
    named = true;
    let bound: number;
    if (majorText === '*' || operator === '>=' || operator === '>') bound = newest;
    else {
      bound = Number(majorText);
      // `<12` and `<12.0` end before 12; `<12.5` does not.
      if (operator === '<' && /^(\.0)*$/.test(rest)) bound -= 1;
    }
    top = top === null ? bound : Math.min(top, bound);
  }
  return named ? top : null;
}
