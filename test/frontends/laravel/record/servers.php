<?php

/**
 * Databases of their own on a real server, dropped when the script ends. What the script is told: the engine, and the
 * URL of its server (empty for SQLite).
 */

[, , $engine, $url] = $argv;

$database = 'dialint_record_'.bin2hex(random_bytes(6));
$server = match ($engine) {
    'sqlite' => null,
    'postgres' => server('postgres'),
    default => server(null),
};
if ($server !== null) {
    $server->exec("create database $database");
    $force = $engine === 'postgres' ? ' with (force)' : '';
    register_shutdown_function(fn () => $server->exec("drop database if exists $database$force"));
}

/** A connection of PDO to the server. */
function server(?string $database, array $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]): PDO
{
    global $engine, $url;
    $parts = parse_url($url) + ['user' => '', 'pass' => ''];
    $dsn = ($engine === 'postgres' ? 'pgsql:' : 'mysql:')."host={$parts['host']};port={$parts['port']}"
        .($database === null ? '' : ";dbname=$database").($engine === 'postgres' ? '' : ';charset=utf8mb4');

    return new PDO($dsn, $parts['user'], $parts['pass'], $options);
}

/** The database, without a table, as the connections of Laravel set it up. */
function emptied(): PDO
{
    global $engine, $database;
    static $kept = null;
    $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_STRINGIFY_FETCHES => false, PDO::ATTR_EMULATE_PREPARES => false];
    switch ($engine) {
        case 'sqlite':
            $pdo = new PDO('sqlite::memory:', null, null, $options);
            $pdo->exec('pragma foreign_keys = 1');

            return $pdo;
        case 'mysql':
        case 'mariadb':
            $kept ??= server($database, $options);
            $kept->exec('set foreign_key_checks = 0');
            foreach ($kept->query('show full tables')->fetchAll(PDO::FETCH_NUM) as [$name, $type]) {
                $kept->exec(($type === 'VIEW' ? 'drop view' : 'drop table')." `$name`");
            }
            $kept->exec('set foreign_key_checks = 1');
            $kept->exec("set names 'utf8mb4' collate 'utf8mb4_unicode_ci'");
            $kept->exec("set session sql_mode='ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'");

            return $kept;
        default:
            $kept ??= server($database, $options);
            $kept->exec('drop schema public cascade; create schema public');

            return $kept;
    }
}

/** Laravel's connection to it. */
function connection(array $config = [])
{
    global $engine, $database;
    $prefix = $config['prefix'] ?? '';
    $settings = ['prefix' => $prefix, 'prefix_indexes' => true, 'database' => $database];
    if (! ($config['plain'] ?? false)) {
        $settings += ['charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci'];
    }
    $maria = \Illuminate\Database\MariaDbConnection::class;
    [$class, $driver] = match (true) {
        $engine === 'sqlite' => [\Illuminate\Database\SQLiteConnection::class, 'sqlite'],
        $engine === 'postgres' => [\Illuminate\Database\PostgresConnection::class, 'pgsql'],
        $engine === 'mariadb' && class_exists($maria) => [$maria, 'mariadb'],
        default => [\Illuminate\Database\MySqlConnection::class, 'mysql'],
    };
    $connection = new $class(emptied(), $engine === 'sqlite' ? ':memory:' : $database, $prefix, ['driver' => $driver] + $settings);
    $connection->useDefaultSchemaGrammar();

    return $connection;
}

/** A message without the database's name and paths. */
function cleaned(string $message): string
{
    global $database;
    $text = preg_replace("/,? (called )?in \S+( : eval\(\)'d code)? (on|and defined in \S+) ?line \d+/", '', $message);

    return str_replace($database, 'test', $text);
}
