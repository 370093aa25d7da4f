/** The Laravels that are recorded, and how composer installs them into frameworks/ (which git ignores). */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareVersions } from '../../../../src/schema/index.ts';
import { assertSees, type Php } from './php-command.ts';

export interface Framework {
  /** Exactly this release, so that what is recorded anew differs only where our side changed. */
  readonly version: string;
  /** The least PHP that it runs on. */
  readonly php: string;
  /** What is installed beside it. */
  readonly packages?: Readonly<Record<string, string>>;
}

/** In the order in which they are recorded: what one has in common with an earlier one is stored with that. */
export const FRAMEWORKS: readonly Framework[] = [
  { version: '12.72.0', php: '8.2' },
  { version: '11.57.1', php: '8.2' },
  { version: '10.50.4', php: '8.1' },
  { version: '9.52.23', php: '8.0' },
  { version: '8.83.25', php: '7.3' },
  { version: '13.42.0', php: '8.3' },
];

/** Below Laravel 11, doctrine/dbal changes columns. */
export const DBAL_FRAMEWORKS: readonly Framework[] = FRAMEWORKS.filter(({ version }) =>
  /^(?:10|9|8)\./.test(version),
).map((framework) => ({ ...framework, packages: { 'doctrine/dbal': '3.10.7' } }));

/** `12.72`. */
export const shortVersion = ({ version }: Framework): string => version.replace(/\.\d+$/, '');

/** The folder under fixtures/recorded. */
export const folderOf = (framework: Framework): string =>
  `laravel-${shortVersion(framework)}${framework.packages === undefined ? '' : '-dbal'}`;

/**
 * What laravel/framework requires and its database and support classes never load. Without it an installation is small,
 * and a copy of the registry that lacks a package of these will do.
 */
const NOT_LOADED = [
  'dragonmantank/cron-expression',
  'egulias/email-validator',
  'fruitcake/php-cors',
  'guzzlehttp/guzzle',
  'guzzlehttp/promises',
  'guzzlehttp/psr7',
  'guzzlehttp/uri-template',
  'laravel/prompts',
  'laravel/serializable-closure',
  'league/commonmark',
  'league/flysystem',
  'league/flysystem-local',
  'league/uri',
  'monolog/monolog',
  'nesbot/carbon',
  'nunomaduro/termwind',
  'opis/closure',
  'psr/http-message',
  'swiftmailer/swiftmailer',
  'symfony/console',
  'symfony/error-handler',
  'symfony/finder',
  'symfony/http-foundation',
  'symfony/http-kernel',
  'symfony/mailer',
  'symfony/mime',
  // What Laravel takes from PHP 8.5 is in bootstrap.php.
  'symfony/polyfill-php85',
  'symfony/polyfill-php86',
  'symfony/process',
  'symfony/routing',
  'symfony/uid',
  'symfony/var-dumper',
  'tijsverkoyen/css-to-inline-styles',
  'vlucas/phpdotenv',
];

const ROOT = new URL('./frameworks/', import.meta.url).pathname;

export class InstallError extends Error {}

/**
 * Installs a framework, unless it is there already, and gives its vendor/autoload.php.
 *
 * @param source A folder with laravel/framework itself, for a release that the registry does not have.
 */
export function install(framework: Framework, php: Php, source?: string): string {
  const folder = join(ROOT, folderOf(framework));
  const autoload = join(folder, 'vendor', 'autoload.php');
  const manifest = `${JSON.stringify(manifestOf(framework, php, source), null, 2)}\n`;
  const manifestFile = join(folder, 'composer.json');
  const installed =
    existsSync(autoload) && existsSync(manifestFile) && readFileSync(manifestFile, 'utf8') === manifest;
  if (!installed) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(manifestFile, manifest);
    try {
      composer(framework, folder);
    } catch (error) {
      // A manifest without what it asks for would pass for an installation.
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }
  assertSees(php, autoload);
  return autoload;
}

function manifestOf(framework: Framework, php: Php, source: string | undefined): object {
  const { version, packages } = framework;
  return {
    require: { 'laravel/framework': version, ...packages },
    replace: Object.fromEntries(NOT_LOADED.map((name) => [name, '*'])),
    ...(source === undefined
      ? {}
      : {
          repositories: [
            {
              type: 'path',
              url: resolve(source),
              options: { symlink: false, versions: { 'laravel/framework': version } },
            },
          ],
        }),
    config: {
      platform: { php: php.version },
      // Old releases are recorded, not run.
      audit: { 'block-insecure': false },
    },
  };
}

function composer(framework: Framework, folder: string): void {
  const command = ['update', '--no-interaction', '--no-progress', '--no-scripts', '--no-plugins'];
  const { status, error, stdout, stderr } = spawnSync('composer', command, {
    cwd: folder,
    env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' },
    encoding: 'utf8',
  });
  if (error !== undefined) throw new InstallError(`composer cannot be started: ${error.message}`);
  if (status === 0) return;
  const output = `${stdout}${stderr}`.trim();
  const name = `laravel/framework ${framework.version}`;
  if (UNREACHABLE.test(output)) {
    throw new InstallError(`composer's registry is unreachable, so ${name} is not installed:\n${output}`);
  }
  throw new InstallError(
    `composer does not install ${name}. If its registry does not have this release, unpack it and name the folder: ` +
      `--framework ${Number.parseInt(framework.version, 10)} --source DIR\n${output}`,
  );
}

/** Composer's words for a network that fails; its exit code says so only in newer versions. */
const UNREACHABLE =
  /could not be (?:fully loaded|downloaded)|could not resolve host|failed to open stream|curl error \d|connection (?:refused|timed out)/i;

/** Does this PHP run the framework? */
export const runs = (framework: Framework, php: Php): boolean =>
  compareVersions(php.version, framework.php) >= 0;
