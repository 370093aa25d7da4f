/** Which `.env` files a project has, and which of them speak for production and for the tests. */
import { type EnvEntry, Environment, readEnv } from './env-file.ts';
import type { ProjectFiles } from './files.ts';

export interface EnvFile {
  readonly file: string;
  readonly entries: ReadonlyMap<string, EnvEntry>;
}

export interface EnvLayers {
  /** Files that describe how the application is run, the most telling first. */
  readonly production: readonly EnvFile[];
  /** Further files (`.env.staging`, `.env.docker`): asked only where those above name no server. */
  readonly others: readonly EnvFile[];
  /** `.env.testing` and the like. */
  readonly testing: readonly EnvFile[];
}

const PRODUCTION = /^\.env[.-](production|prod|live)([.-].*)?$/;
const OWN = ['.env', '.env.example', '.env.dist', '.env.sample'];
const TESTING = /^\.env[.-](testing|test|tests|phpunit|ci|unit-tests)([.-].*)?$/;
/** Left out: they describe one person's machine or a browser test, and may name anything. */
const NOT_ASKED = /^\.env[.-](local|dusk|travis|gitlab|github)([.-].*)?$|^\.envrc$/;

export function readEnvLayers(files: ProjectFiles): EnvLayers {
  const names = files
    .list('.')
    .filter((entry) => entry.kind !== 'folder' && /^\.env([.-]|$)/.test(entry.name))
    .map((entry) => entry.name);
  const read = (name: string): EnvFile => ({ file: name, entries: readEnv(files.read(name) ?? '', name) });
  const production = names.filter((name) => PRODUCTION.test(name));
  const own = OWN.filter((name) => names.includes(name));
  const testing = names.filter((name) => TESTING.test(name));
  const others = names.filter(
    (name) =>
      !production.includes(name) && !own.includes(name) && !testing.includes(name) && !NOT_ASKED.test(name),
  );
  return {
    production: [...production, ...own].map(read),
    others: others.map(read),
    testing: testing
      // Laravel itself loads `.env.testing`; the rest is what people copy there
      .sort((a, b) => Number(b === '.env.testing') - Number(a === '.env.testing'))
      .map(read),
  };
}

export function productionEnvironment(layers: EnvLayers): Environment {
  return new Environment(layers.production.map((file) => file.entries));
}
