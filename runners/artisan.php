<?php

/**
 * Runs an application's migrations one by one, for `dialint replay --runner artisan`.
 *
 * The job stands in the environment (DIALINT_JOB, JSON): root, databases (the only ones that may be connected to), driver,
 * host, port. Orders come on standard input and answers go to file descriptor 3, a line of JSON each, since migrations may
 * print what they like. Before anything of the application is loaded, the factory of connections is put under guard: a
 * connection that leads anywhere else is refused before it is made.
 */

use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Database\QueryException;

error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
ini_set('display_errors', 'stderr');
$job = json_decode((string) getenv('DIALINT_JOB'), true, 512, JSON_THROW_ON_ERROR);
putenv('DIALINT_JOB');
unset($_ENV['DIALINT_JOB'], $_SERVER['DIALINT_JOB']);
$answers = fopen('php://fd/3', 'w');
$answer = function (array $row) use ($answers): void {
    fwrite($answers, json_encode($row, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE)."\n");
    fflush($answers);
};

chdir($job['root']);
if (! is_file('vendor/autoload.php') || ! is_file('bootstrap/app.php')) {
    $answer(['event' => 'unusable', 'message' => 'it has no vendor/autoload.php or no bootstrap/app.php: run composer install']);
    exit(0);
}
require 'vendor/autoload.php';

final class DialintForeignConnection extends RuntimeException
{
}

final class DialintGuardedFactory extends ConnectionFactory
{
    public static array $job;

    public function make(array $config, $name = null)
    {
        $why = self::foreign($config);
        if ($why !== null) {
            throw new DialintForeignConnection("the connection \"$name\" leads to $why, which the replay has not made");
        }

        return parent::make($config, $name);
    }

    /** Where it leads; null: to a database of the replay. */
    public static function foreign(array $config): ?string
    {
        foreach (['read', 'write'] as $side) {
            // One address, or several of which one is drawn.
            $addresses = isset($config[$side][0]) ? $config[$side] : (isset($config[$side]) ? [$config[$side]] : []);
            foreach ($addresses as $address) {
                $why = self::foreign($address + array_diff_key($config, ['read' => 0, 'write' => 0]));
                if ($why !== null) {
                    return $why;
                }
            }
        }
        $job = self::$job;
        $driver = $config['driver'] ?? '';
        $database = (string) ($config['database'] ?? '');
        if ($driver === 'sqlite') {
            return $job['driver'] === 'sqlite' && in_array($database, [...$job['databases'], ':memory:'], true) ? null : "the file $database";
        }
        $hosts = (array) ($config['host'] ?? []);
        $there = implode(', ', $hosts).':'.($config['port'] ?? '')."/$database ($driver)";
        $kinds = ['mysql' => ['mysql', 'mariadb'], 'mariadb' => ['mysql', 'mariadb'], 'pgsql' => ['pgsql']];
        if (! in_array($driver, $kinds[$job['driver']] ?? [], true) || ($config['unix_socket'] ?? '') !== '') {
            return $there;
        }
        if ($hosts !== [$job['host']] || (int) ($config['port'] ?? 0) !== $job['port'] || ! in_array($database, $job['databases'], true)) {
            return $there;
        }

        return null;
    }
}
DialintGuardedFactory::$job = $job;

$statements = 0;
$milliseconds = 0.0;
try {
    $app = require 'bootstrap/app.php';
    $app->extend('db.factory', fn ($factory, $app) => new DialintGuardedFactory($app));
    $app->make(Illuminate\Contracts\Console\Kernel::class)->bootstrap();
    $config = $app['config'];
    // What the environment has not reached: nothing leaves the process.
    foreach (['mail.default' => 'array', 'queue.default' => 'sync', 'cache.default' => 'array', 'session.driver' => 'array', 'broadcasting.default' => 'null'] as $key => $value) {
        if ($config->has($key)) {
            $config->set($key, $value);
        }
    }
    if (method_exists(Illuminate\Http\Client\Factory::class, 'preventStrayRequests')) {
        $app[Illuminate\Http\Client\Factory::class]->preventStrayRequests();
    }
    $app['events']->listen(Illuminate\Database\Events\QueryExecuted::class, function ($query) use (&$statements, &$milliseconds): void {
        $statements++;
        $milliseconds += (float) $query->time;
    });
    $default = $config['database.default'];
    $foreign = [];
    foreach (array_unique([$default, ...($job['connections'] ?? [])]) as $name) {
        $settings = $config["database.connections.$name"];
        if (! is_array($settings)) {
            continue;
        }
        $settings = (new Illuminate\Support\ConfigurationUrlParser)->parseConfiguration($settings);
        $why = DialintGuardedFactory::foreign($settings);
        if ($why !== null) {
            $foreign[] = "the connection \"$name\" leads to $why";
        }
    }
    if ($foreign !== []) {
        $answer(['event' => 'foreign', 'message' => implode('; ', $foreign)]);
        exit(0);
    }
    $migrator = $app['migrator'];
    $migrator->setConnection(null);
    $repository = $migrator->getRepository();
    if (! $repository->repositoryExists()) {
        $repository->createRepository();
    }
    $table = $config['database.migrations'];
    $answer([
        'event' => 'ready',
        'version' => $app->version(),
        'tables' => [$app['db']->connection()->getTablePrefix().(is_array($table) ? $table['table'] : $table)],
    ]);
} catch (Throwable $error) {
    $answer(['event' => $error instanceof DialintForeignConnection ? 'foreign' : 'unusable', 'message' => $error->getMessage()]);
    exit(0);
}

$run = function (string $path, string $direction) use ($migrator): void {
    $method = new ReflectionMethod($migrator, $direction === 'up' ? 'runUp' : 'runDown');
    $name = $migrator->getMigrationName($path);
    $method->invoke($migrator, $path, $direction === 'up' ? 1 : (object) ['migration' => $name], false);
};

/** Without a down() there is nothing to run, and the framework says nothing. */
$has = function (string $path, string $direction) use ($migrator): bool {
    $instance = (new ReflectionMethod($migrator, 'resolvePath'))->invoke($migrator, $path);

    return method_exists($instance, $direction);
};

/** The application's own exception, whatever the framework has wrapped around it. */
$described = function (Throwable $error, string $path): array {
    $line = realpath($error->getFile()) === realpath($path) ? $error->getLine() : null;
    foreach ($line === null ? $error->getTrace() : [] as $frame) {
        if (isset($frame['file']) && realpath($frame['file']) === realpath($path)) {
            $line = $frame['line'] ?? null;
            break;
        }
    }
    $info = $error instanceof QueryException ? ($error->errorInfo ?? $error->getPrevious()?->errorInfo ?? null) : null;

    return [
        'sqlstate' => $info[0] ?? null,
        'errno' => $info[1] ?? null,
        'message' => $info[2] ?? $error->getMessage(),
        'sql' => $error instanceof QueryException ? $error->getSql() : null,
        'class' => $error::class,
        'line' => $line,
    ];
};

while (($order = fgets(STDIN)) !== false) {
    ['path' => $path, 'direction' => $direction] = json_decode($order, true, 512, JSON_THROW_ON_ERROR);
    $statements = 0;
    $milliseconds = 0.0;
    $row = ['event' => 'ran'];
    try {
        if (! $has($path, $direction)) {
            $answer($row + ['nothing' => true, 'statements' => 0, 'ms' => 0]);
            continue;
        }
        $run($path, $direction);
    } catch (DialintForeignConnection $error) {
        $answer(['event' => 'foreign', 'message' => $error->getMessage()]);
        exit(0);
    } catch (Throwable $error) {
        $previous = $error;
        while ($previous !== null && ! $previous instanceof DialintForeignConnection) {
            $previous = $previous->getPrevious();
        }
        if ($previous !== null) {
            $answer(['event' => 'foreign', 'message' => $previous->getMessage()]);
            exit(0);
        }
        $row['error'] = $described($error, $path);
        try {
            while ($app['db']->connection()->transactionLevel() > 0) {
                $app['db']->connection()->rollBack();
            }
        } catch (Throwable) {
        }
    }
    $answer($row + ['statements' => $statements, 'ms' => (int) round($milliseconds)]);
}
