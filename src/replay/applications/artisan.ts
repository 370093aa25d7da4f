/** Laravel's own `artisan migrate`, through runners/artisan.php. */
import path from 'node:path';
import type { RealAddress, RealEngine, Target } from '../../schema/index.ts';
import type { Application } from '../application-process.ts';

export interface ArtisanOptions {
  /** The application's folder; absolute. */
  readonly root: string;
  readonly target: Target;
  readonly engine: RealEngine;
  /** Absolute path of artisan.php. */
  readonly script: string;
  /** The PHP command, with its first arguments. */
  readonly php: readonly string[];
  /** Connections that the migrations are known to use besides the default one. */
  readonly connections: readonly string[];
}

export function artisan({ root, target, engine, script, php, connections }: ArtisanOptions): Application {
  const address = engine.address ?? null;
  return {
    runtime: 'PHP',
    command: [...php, script],
    root,
    toRunOn: (database, folder) => ({
      environment: environment(target, address, database, folder),
      job: {
        root,
        driver: target.driver,
        databases: [database],
        host: address?.host ?? '',
        port: address?.port ?? 0,
        connections,
      },
    }),
  };
}

/**
 * What leads the application to the replay's database and keeps it to itself: no cached configuration, no URL that would
 * overrule the host, nothing sent by mail, queue or broadcast.
 */
function environment(
  { driver }: Target,
  address: RealAddress | null,
  database: string,
  folder: string,
): Record<string, string> {
  const connection =
    address === null
      ? { DB_DATABASE: database }
      : {
          DB_HOST: address.host,
          DB_PORT: String(address.port),
          DB_DATABASE: database,
          DB_USERNAME: address.user,
          DB_PASSWORD: address.password,
          DB_SOCKET: '',
        };
  const cache = (name: string) => path.join(folder, `${name}.php`);
  return {
    DB_CONNECTION: driver,
    ...connection,
    DB_URL: '',
    DATABASE_URL: '',
    APP_CONFIG_CACHE: cache('config'),
    APP_ROUTES_CACHE: cache('routes'),
    APP_EVENTS_CACHE: cache('events'),
    APP_SERVICES_CACHE: cache('services'),
    APP_PACKAGES_CACHE: cache('packages'),
    MAIL_MAILER: 'array',
    MAIL_DRIVER: 'array',
    QUEUE_CONNECTION: 'sync',
    QUEUE_DRIVER: 'sync',
    CACHE_STORE: 'array',
    CACHE_DRIVER: 'array',
    SESSION_DRIVER: 'array',
    BROADCAST_CONNECTION: 'null',
    BROADCAST_DRIVER: 'null',
    TELESCOPE_ENABLED: 'false',
    PULSE_ENABLED: 'false',
    SCOUT_DRIVER: 'null',
  };
}
