<?php

/**
 * Compiles blueprints with a real Laravel and prints what it would send.
 *
 *   php record.php <vendor/autoload.php> <engine> < cases.json > recorded.json
 *
 * MySQL, MariaDB and PostgreSQL are never reached: their connections answer with the version given. SQLite is a
 * database in memory, since its rebuilds are compiled from what it answers.
 */

require __DIR__.'/bootstrap.php';
$engine = $argv[2];

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Query\Expression;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\Builder;

class User extends Model {}
if (trait_exists(\Illuminate\Database\Eloquent\Concerns\HasUuids::class)) {
    class WithUuid extends Model { use \Illuminate\Database\Eloquent\Concerns\HasUuids; }
    class WithUlid extends Model { use \Illuminate\Database\Eloquent\Concerns\HasUlids; }
} else {
    class WithUuid extends Model { protected $keyType = 'string'; public $incrementing = false; }
    class WithUlid extends Model { protected $keyType = 'string'; public $incrementing = false; }
}

$major = class_exists(\Illuminate\Database\MariaDbConnection::class) ? (method_exists(Blueprint::class, 'getPrefix') && (new ReflectionMethod(Blueprint::class, '__construct'))->getParameters()[0]->getName() === 'connection' ? 12 : 11) : 10;

function connect(string $engine, array $config, string $version)
{
    $settings = [
        'driver' => $engine === 'postgres' ? 'pgsql' : $engine,
        'prefix' => $config['prefix'] ?? '',
        'prefix_indexes' => $config['prefixIndexes'] ?? true,
        'database' => 'main',
    ];
    if (! ($config['plain'] ?? false)) {
        $settings += ['charset' => 'utf8mb4', 'collation' => 'utf8mb4_unicode_ci'];
    }
    $settings['engine'] = $config['engine'] ?? null;
    $none = fn () => throw new LogicException('no server is to be asked');
    $arguments = [$none, 'main', $settings['prefix'], $settings];
    $maria = $engine === 'mariadb';
    switch (true) {
        case $engine === 'sqlite':
            $pdo = new PDO('sqlite::memory:', null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
            $pdo->exec('pragma foreign_keys = 1');

            return new class($pdo, ':memory:', $settings['prefix'], $settings, $version) extends \Illuminate\Database\SQLiteConnection {
                public function __construct($pdo, $database, $prefix, $config, public string $version)
                {
                    parent::__construct($pdo, $database, $prefix, $config);
                }
                public function getServerVersion(): string
                {
                    return $this->version;
                }
            };
        case $maria && class_exists(\Illuminate\Database\MariaDbConnection::class):
            return new class(...[...$arguments, $version]) extends \Illuminate\Database\MariaDbConnection {
                public function __construct($pdo, $database, $prefix, $config, public string $version)
                {
                    parent::__construct($pdo, $database, $prefix, $config);
                }
                public function getServerVersion(): string
                {
                    return $this->version;
                }
            };
        case $maria || $engine === 'mysql':
            return new class(...[...$arguments, $version, $maria]) extends \Illuminate\Database\MySqlConnection {
                public function __construct($pdo, $database, $prefix, $config, public string $version, public bool $maria)
                {
                    parent::__construct($pdo, $database, $prefix, $config);
                }
                public function isMaria()
                {
                    return $this->maria;
                }
                public function getServerVersion(): string
                {
                    return $this->version;
                }
            };
        default:
            return new class(...[...$arguments, $version]) extends \Illuminate\Database\PostgresConnection {
                public function __construct($pdo, $database, $prefix, $config, public string $version)
                {
                    parent::__construct($pdo, $database, $prefix, $config);
                }
                public function getServerVersion(): string
                {
                    return $this->version;
                }
            };
    }
}

function value_of($value)
{
    if (is_array($value) && array_key_exists('raw', $value)) {
        return new Expression($value['raw']);
    }
    if (is_array($value) && array_key_exists('model', $value)) {
        return $value['model'];
    }
    if (is_array($value) && array_key_exists('calls', $value)) {
        return function ($table) use ($value) {
            run($value['calls'], $table);
        };
    }

    return is_array($value) ? array_map(fn ($item) => value_of($item), $value) : $value;
}

function run(array $calls, $table): void
{
    foreach ($calls as $call) {
        [$method, $arguments, $chain] = [$call[0], $call[1] ?? [], array_slice($call, 2)];
        $result = $table->$method(...array_map(fn ($item) => value_of($item), $arguments));
        foreach ($chain as $next) {
            $result = $result->{$next[0]}(...array_map(fn ($item) => value_of($item), $next[1] ?? []));
        }
    }
}

function compile($connection, array $step): array
{
    global $major;
    $connection->useDefaultSchemaGrammar();
    $connection->useDefaultPostProcessor();
    $fill = function ($table) use ($step) {
        if ($step['on'] === 'create') {
            $table->create();
        }
        foreach ($step['set'] ?? [] as $name => $value) {
            $table->$name = $value;
        }
        run($step['calls'], $table);
    };
    if ($major >= 12) {
        return (new Blueprint($connection, $step['table'], $fill))->toSql();
    }
    $prefix = $connection->getConfig('prefix_indexes') ? $connection->getConfig('prefix') : '';

    return (new Blueprint($step['table'], $fill, $prefix))->toSql($connection, $connection->getSchemaGrammar());
}

$versions = ['sqlite' => '3.40.1', 'mysql' => '8.4.3', 'mariadb' => '10.11.6', 'postgres' => '15.8'];
$recorded = [];
foreach (json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR) as $case) {
    $config = $case['config'] ?? [];
    Builder::defaultStringLength($config['stringLength'] ?? 255);
    Builder::$defaultMorphKeyType = $config['morphKey'] ?? 'int';
    if (property_exists(Builder::class, 'defaultTimePrecision')) {
        Builder::$defaultTimePrecision = array_key_exists('timePrecision', $config) ? $config['timePrecision'] : 0;
    }
    $connection = connect($engine, $config, $config['serverVersion'][$engine] ?? $versions[$engine]);
    try {
        if ($engine === 'sqlite') {
            foreach ($case['setup'] ?? [] as $step) {
                foreach (compile($connection, $step) as $sql) {
                    $connection->getPdo()->exec($sql);
                }
            }
        }
        $recorded[] = ['case' => $case['name'], 'sql' => compile($connection, $case)];
    } catch (Throwable $error) {
        $recorded[] = ['case' => $case['name'], 'error' => preg_replace('/ in \S+ on line \d+/', '', $error->getMessage())];
    }
}
echo json_encode($recorded, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
