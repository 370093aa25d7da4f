<?php

/**
 * Runs blueprints through a real Laravel 10 with doctrine/dbal against a real server, and prints what it sends: dbal
 * compiles from what the server answers. Each engine gets a database of its own, dropped afterwards.
 *
 *   php record-dbal.php <vendor/autoload.php> <engine> < cases.json > recorded.json
 */

[, $autoload, $engine] = $argv;
require $autoload;

use Illuminate\Database\Query\Expression;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\Builder;

// As Laravel's own handler: warnings are exceptions, deprecations are not.
set_error_handler(function ($level, $message) {
    if ($level & (E_DEPRECATED | E_USER_DEPRECATED)) {
        return true;
    }
    throw new ErrorException($message, 0, $level);
});
error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');

$database = 'dialint_dbal_'.bin2hex(random_bytes(6));
$server = null;
switch ($engine) {
    case 'mysql':
    case 'mariadb':
        $dsn = 'mysql:host=127.0.0.1;port='.($engine === 'mysql' ? 33061 : 33062).';charset=utf8mb4';
        $server = new PDO($dsn, 'root', '', [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        $server->exec("create database $database");
        register_shutdown_function(fn () => $server->exec("drop database if exists $database"));
        break;
    case 'postgres':
        $server = new PDO('pgsql:host=127.0.0.1;port=33063;dbname=postgres', 'postgres', '', [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        $server->exec("create database $database");
        register_shutdown_function(fn () => $server->exec("drop database if exists $database with (force)"));
        break;
}

/** An empty database, and Laravel's connection to it. */
function connection(string $engine, string $database, ?PDO $server, array $config)
{
    $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_STRINGIFY_FETCHES => false, PDO::ATTR_EMULATE_PREPARES => false];
    $prefix = $config['prefix'] ?? '';
    $settings = ['prefix' => $prefix, 'prefix_indexes' => true, 'database' => $database];
    if (! ($config['plain'] ?? false)) {
        $settings += ['charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci'];
    }
    switch ($engine) {
        case 'sqlite':
            $pdo = new PDO('sqlite::memory:', null, null, $options);
            $pdo->exec('pragma foreign_keys = 1');

            return new \Illuminate\Database\SQLiteConnection($pdo, ':memory:', $prefix, ['driver' => 'sqlite'] + $settings);
        case 'mysql':
        case 'mariadb':
            static $mysql = null;
            $mysql ??= new PDO('mysql:host=127.0.0.1;port='.($engine === 'mysql' ? 33061 : 33062).";dbname=$database;charset=utf8mb4", 'root', '', $options);
            $mysql->exec('set foreign_key_checks = 0');
            foreach ($mysql->query('show tables')->fetchAll(PDO::FETCH_COLUMN) as $table) {
                $mysql->exec("drop table `$table`");
            }
            $mysql->exec('set foreign_key_checks = 1');
            $mysql->exec("set names 'utf8mb4' collate 'utf8mb4_unicode_ci'");
            $mysql->exec("set session sql_mode='ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'");

            return new \Illuminate\Database\MySqlConnection($mysql, $database, $prefix, ['driver' => 'mysql'] + $settings);
        default:
            static $postgres = null;
            $postgres ??= new PDO("pgsql:host=127.0.0.1;port=33063;dbname=$database", 'postgres', '', $options);
            $postgres->exec('drop schema public cascade; create schema public');

            return new \Illuminate\Database\PostgresConnection($postgres, $database, $prefix, ['driver' => 'pgsql'] + $settings);
    }
}

function value_of($value)
{
    if (is_array($value) && array_key_exists('raw', $value)) {
        return new Expression($value['raw']);
    }

    return is_array($value) ? array_map(fn ($item) => value_of($item), $value) : $value;
}

function blueprint($connection, array $step): Blueprint
{
    $prefix = $connection->getConfig('prefix_indexes') ? $connection->getConfig('prefix') : '';

    return new Blueprint($step['table'], function ($table) use ($step) {
        if ($step['on'] === 'create') {
            $table->create();
        }
        foreach ($step['calls'] as $call) {
            [$method, $arguments, $chain] = [$call[0], $call[1] ?? [], array_slice($call, 2)];
            $result = $table->$method(...array_map(fn ($item) => value_of($item), $arguments));
            foreach ($chain as $next) {
                $result = $result->{$next[0]}(...array_map(fn ($item) => value_of($item), $next[1] ?? []));
            }
        }
    }, $prefix);
}

$recorded = [];
foreach (json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR) as $case) {
    $config = $case['config'] ?? [];
    Builder::defaultStringLength($config['stringLength'] ?? 255);
    $connection = connection($engine, $database, $server, $config);
    $connection->useDefaultSchemaGrammar();
    $result = ['case' => $case['name']];
    try {
        foreach ($case['setup'] as $step) {
            blueprint($connection, $step)->build($connection, $connection->getSchemaGrammar());
        }
    } catch (Throwable $error) {
        $recorded[] = $result + ['setup' => message($error)];
        continue;
    }
    try {
        $result['sql'] = blueprint($connection, $case)->toSql($connection, $connection->getSchemaGrammar());
    } catch (Throwable $error) {
        $recorded[] = $result + ['error' => message($error)];
        continue;
    }
    foreach ($result['sql'] as $position => $sql) {
        try {
            $connection->statement($sql);
        } catch (Throwable $error) {
            $previous = $error->getPrevious();
            $info = $previous instanceof PDOException ? $previous->errorInfo : null;
            $code = $engine === 'postgres' ? $info[0] ?? '' : $info[1] ?? '';
            $result['refused'] = ['at' => $position, 'code' => $code, 'message' => $info[2] ?? $error->getMessage()];
            break;
        }
    }
    $recorded[] = $result;
}
echo json_encode($recorded, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);

/** An exception's message, without the private database's name and paths. */
function message(Throwable $error): string
{
    global $database;
    $text = preg_replace('/,? (called )?in \S+ (on|and defined in \S+) ?line \d+/', '', $error->getMessage());

    return str_replace($database, 'test', $text);
}
