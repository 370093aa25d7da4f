<?php

/**
 * Runs a project's migrations on one real engine, without the project's vendor folder and without its service providers.
 *
 *   php run-migrations.php JOB.json
 *
 * The job, written by compare.mjs: root, vendor (a folder with laravel/framework), engine, connection (Laravel's array,
 * with the server's host and port), connectionName, environment, migrations [{file, path, set}] in order, composer (the
 * project's composer.json files), skip (files that ended an earlier process), out (where one JSON line for each run goes).
 * Creates databases of random name, one for each set of migrations, and drops them.
 */

use Illuminate\Config\Repository;
use Illuminate\Database\Connection;
use Illuminate\Database\Migrations\DatabaseMigrationRepository;
use Illuminate\Database\Migrations\Migrator;
use Illuminate\Database\QueryException;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Foundation\AliasLoader;
use Illuminate\Foundation\Application;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Facade;
use Illuminate\Support\Facades\Schema;

error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
ini_set('memory_limit', '1G');
date_default_timezone_set('UTC');

$job = json_decode(file_get_contents($argv[1]), true, 512, JSON_THROW_ON_ERROR);
$root = $job['root'];
$out = fopen($job['out'], 'a');
$emit = function (array $row) use ($out): void {
    fwrite($out, json_encode($row, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR)."\n");
};

if (! function_exists('array_first')) {
    function array_first(array $array) { foreach ($array as $value) { return $value; } return null; }
}
if (! function_exists('array_last')) {
    function array_last(array $array) { return $array ? end($array) : null; }
}
$loader = require $job['vendor'].'/autoload.php';
if (! interface_exists('Symfony\\Component\\Clock\\ClockInterface') && interface_exists('Psr\\Clock\\ClockInterface')) {
    // Carbon 3 implements it; a framework installed without its suggestions may lack it
    eval('namespace Symfony\\Component\\Clock; interface ClockInterface extends \\Psr\\Clock\\ClockInterface { public function sleep(float|int $seconds): void; public function withTimeZone(\\DateTimeZone|string $timezone): static; }');
}

// ---- the project's classes

foreach ($job['composer'] as $file) {
    $composer = json_decode(@file_get_contents($file), true);
    foreach (['autoload', 'autoload-dev'] as $section) {
        foreach ($composer[$section]['psr-4'] ?? [] as $prefix => $folders) {
            if ($prefix !== '') {
                foreach ((array) $folders as $folder) {
                    $loader->addPsr4($prefix, dirname($file).'/'.trim($folder, '/'));
                }
            }
        }
        foreach ($composer[$section]['classmap'] ?? [] as $folder) {
            foreach (glob(dirname($file).'/'.trim($folder, '/').'/*.php') ?: [] as $path) {
                $loader->addClassMap([basename($path, '.php') => $path]);
            }
        }
    }
}
$loader->unregister();

/**
 * The file's class may use traits and implement interfaces of packages that are not installed: empty ones take their place.
 */
$standIns = function (string $file) use ($loader, &$standIns): void {
    $text = @file_get_contents($file) ?: '';
    $namespace = preg_match('/^\s*namespace\s+([\w\\\\]+)/m', $text, $m) ? $m[1] : '';
    preg_match_all('/^use\s+([\w\\\\]+)(?:\s+as\s+(\w+))?\s*;/m', $text, $m, PREG_SET_ORDER);
    $imports = [];
    foreach ($m as $use) {
        $imports[strtolower($use[2] ?? basename(str_replace('\\', '/', $use[1])))] = $use[1];
    }
    $full = function (string $name) use ($namespace, $imports): string {
        $name = trim($name);
        if (str_starts_with($name, '\\')) {
            return substr($name, 1);
        }
        [$first, $rest] = explode('\\', $name, 2) + [1 => null];
        if (isset($imports[strtolower($first)])) {
            return $imports[strtolower($first)].($rest === null ? '' : '\\'.$rest);
        }

        return ($namespace === '' ? '' : $namespace.'\\').$name;
    };
    $make = function (string $name, string $kind, string $body = '') use ($loader): void {
        if (class_exists($name, false) || interface_exists($name, false) || trait_exists($name, false) || $loader->findFile($name)) {
            return;
        }
        $at = strrpos($name, '\\');
        eval(($at === false ? '' : 'namespace '.substr($name, 0, $at).'; ').$kind.' '.($at === false ? $name : substr($name, $at + 1))." { $body }");
    };
    preg_match_all('/^[ \t]+use\s+([\w\\\\]+(?:\s*,\s*[\w\\\\]+)*)\s*(?:;|\{([^}]*)\})/m', $text, $m, PREG_SET_ORDER);
    foreach ($m as $use) {
        // what the class takes of a trait under another name has to be in it
        preg_match_all('/(\w+)\s+(?:as|insteadof)\b/', $use[2] ?? '', $taken);
        $methods = implode(' ', array_map(fn ($method) => "public function $method() {}", array_unique($taken[1])));
        foreach (explode(',', $use[1]) as $name) {
            $make($full($name), 'trait', $methods);
            $methods = '';
        }
    }
    if (preg_match('/^(?:abstract\s+|final\s+|readonly\s+)*(?:class|enum)\s+\w+[^{]*?\simplements\s+([^{]+)\{/m', $text, $m)) {
        foreach (explode(',', $m[1]) as $name) {
            $make($full($name), 'interface');
        }
    }
};
/** PHP 8.3 gives constants a type; an older PHP reads a copy without. */
$readable = function (string $file) use (&$scratch): string {
    $text = (string) @file_get_contents($file);
    $plain = PHP_VERSION_ID >= 80300 ? $text : preg_replace('/\bconst\s+\??(?:string|int|array|bool|float)\s+(?=[A-Za-z_]\w*\s*=)/', 'const ', $text);
    if ($plain === $text) {
        return $file;
    }
    $plain = str_replace('__DIR__', var_export(dirname($file), true), $plain);
    file_put_contents($copy = "$scratch/".basename($file), $plain);

    return $copy;
};
$scratch = sys_get_temp_dir().'/dialint-corpus-'.bin2hex(random_bytes(6));
mkdir("$scratch/storage/framework/views", 0777, true);
mkdir("$scratch/storage/framework/cache", 0777, true);
spl_autoload_register(function (string $class) use ($loader, $standIns, $readable, $root): void {
    $file = $loader->findFile($class);
    if ($file === false) {
        return;
    }
    $real = realpath($file);
    if ($real !== false && str_starts_with($real, $root.'/')) {
        $standIns($real);
        $file = $readable($real);
    }
    require_once $file;
});

// ---- the environment: as the example file has it

$environment = [];
foreach (['.env', '.env.example', '.env.dist', '.env.sample'] as $name) {
    if (is_file("$root/$name")) {
        try {
            $environment += Dotenv\Dotenv::parse(file_get_contents("$root/$name"));
        } catch (Throwable) {
        }
    }
}
$environment = array_merge($environment, ['APP_ENV' => $job['environment'], 'DB_CONNECTION' => $job['connectionName']]);
foreach ($environment as $name => $value) {
    $_ENV[$name] = $_SERVER[$name] = $value;
}

// ---- the application, without its own providers

$app = new Application($root);
$app->useStoragePath("$scratch/storage");
$app->instance('env', $job['environment']);
$app->detectEnvironment(fn () => $job['environment']);
$app->instance('request', Illuminate\Http\Request::create('http://localhost'));
Facade::setFacadeApplication($app);
Facade::clearResolvedInstances();

$items = [];
$read = function (string $file) {
    return (static fn () => require $file)();
};
foreach (["{$job['vendor']}/laravel/framework/config", "$root/config"] as $folder) {
    foreach (glob("$folder/*.php") ?: [] as $file) {
        $level = ob_get_level();
        ob_start();
        try {
            $app->instance('config', new Repository($items));
            $value = $read($file);
            if (is_array($value)) {
                $items[basename($file, '.php')] = $value;
            }
        } catch (Throwable) {
            // a class of a package in it: config() answers null then
        } finally {
            while (ob_get_level() > $level) {
                ob_end_clean();
            }
        }
    }
}
foreach (glob("$root/config/*", GLOB_ONLYDIR) ?: [] as $folder) {
    foreach (glob("$folder/*.php") ?: [] as $file) {
        try {
            $value = $read($file);
            if (is_array($value)) {
                $items[basename($folder)][basename($file, '.php')] = $value;
            }
        } catch (Throwable) {
        }
    }
}
// Packages of the project's own merge theirs in their providers.
foreach ($job['providers'] as $file) {
    $text = (string) @file_get_contents($file);
    $folder = dirname($file);
    preg_match_all('/mergeConfigFrom\(\s*(?:dirname\(__DIR__\)|__DIR__)\s*\.\s*[\'"]([^\'"]+)[\'"]\s*,\s*[\'"]([\w.-]+)[\'"]/', $text, $merges, PREG_SET_ORDER);
    foreach ($merges as $merge) {
        $merges[$merge[2]] = [$folder.$merge[1], dirname($folder).$merge[1]];
    }
    if (preg_match('/mergeConfigFrom\(\s*"[^"]*\/config\/\{?\$\w+\}?\.php"\s*,\s*"(\w+)\.\{?\$\w+\}?"/', $text, $merge)) {
        foreach (glob(dirname($folder).'/config/*.php') ?: [] as $path) {
            $merges[$merge[1].'.'.basename($path, '.php')] = [$path];
        }
    }
    foreach ($merges as $key => $paths) {
        foreach (is_string($key) ? array_filter($paths, 'is_file') : [] as $path) {
            try {
                $value = $read($path);
                if (is_array($value)) {
                    Illuminate\Support\Arr::set($items, $key, array_merge($value, Illuminate\Support\Arr::get($items, $key) ?? []));
                }
            } catch (Throwable) {
            }
        }
    }
}
$config = new Repository($items);
$app->instance('config', $config);
foreach ([
    'app.key' => 'base64:'.base64_encode(str_repeat('k', 32)), 'app.env' => $job['environment'], 'app.cipher' => 'AES-256-CBC',
    'cache.default' => 'array', 'cache.stores.array' => ['driver' => 'array'], 'queue.default' => 'sync', 'session.driver' => 'array',
    'queue.connections.sync' => ['driver' => 'sync'],
    'mail.default' => 'array', 'mail.mailers.array' => ['transport' => 'array'], 'broadcasting.default' => 'null',
    'logging.default' => 'null', 'logging.channels.null' => ['driver' => 'monolog', 'handler' => Monolog\Handler\NullHandler::class],
    'view.paths' => ["$root/resources/views"], 'view.compiled' => "$scratch/storage/framework/views",
    'filesystems.default' => 'local', 'filesystems.disks' => array_map(
        fn ($disk) => ['driver' => 'local', 'root' => "$scratch/storage/disk"], ($items['filesystems']['disks'] ?? []) + ['local' => [], 'public' => []],
    ),
    'hashing' => ['driver' => 'bcrypt', 'bcrypt' => ['rounds' => 4]],
] as $key => $value) {
    $config->set($key, $value);
}
// Below Laravel 9 they stand in the application's configuration.
AliasLoader::getInstance(method_exists(Facade::class, 'defaultAliases') ? Facade::defaultAliases()->all() : [
    'App' => Illuminate\Support\Facades\App::class, 'Arr' => Illuminate\Support\Arr::class, 'Artisan' => Illuminate\Support\Facades\Artisan::class,
    'Auth' => Illuminate\Support\Facades\Auth::class, 'Cache' => Illuminate\Support\Facades\Cache::class, 'Config' => Illuminate\Support\Facades\Config::class,
    'Crypt' => Illuminate\Support\Facades\Crypt::class, 'DB' => DB::class, 'Eloquent' => Illuminate\Database\Eloquent\Model::class,
    'Event' => Illuminate\Support\Facades\Event::class, 'File' => Illuminate\Support\Facades\File::class, 'Hash' => Illuminate\Support\Facades\Hash::class,
    'Lang' => Illuminate\Support\Facades\Lang::class, 'Log' => Illuminate\Support\Facades\Log::class, 'Mail' => Illuminate\Support\Facades\Mail::class,
    'Request' => Illuminate\Support\Facades\Request::class, 'Schema' => Schema::class, 'Storage' => Illuminate\Support\Facades\Storage::class,
    'Str' => Illuminate\Support\Str::class, 'URL' => Illuminate\Support\Facades\URL::class,
])->register();
foreach ([
    'Bus\BusServiceProvider', 'Cache\CacheServiceProvider', 'Cookie\CookieServiceProvider', 'Database\DatabaseServiceProvider',
    'Encryption\EncryptionServiceProvider', 'Filesystem\FilesystemServiceProvider', 'Hashing\HashServiceProvider',
    'Mail\MailServiceProvider', 'Notifications\NotificationServiceProvider', 'Pagination\PaginationServiceProvider',
    'Pipeline\PipelineServiceProvider', 'Queue\QueueServiceProvider', 'Session\SessionServiceProvider',
    'Translation\TranslationServiceProvider', 'Validation\ValidationServiceProvider', 'View\ViewServiceProvider',
    'Auth\AuthServiceProvider', 'Concurrency\ConcurrencyServiceProvider',
] as $provider) {
    if (class_exists("Illuminate\\$provider")) {
        $app->register("Illuminate\\$provider");
    }
}
$silent = new class { public function __call($name, $arguments) { return $name === 'output' ? '' : 0; } };
$app->instance(Illuminate\Contracts\Console\Kernel::class, $silent);
$app->bind(Illuminate\Contracts\Debug\ExceptionHandler::class, fn () => $silent);
$app->boot();

foreach ($job['composer'] as $file) {
    $composer = json_decode(@file_get_contents($file), true);
    foreach ($composer['autoload']['files'] ?? [] as $path) {
        try {
            if (is_file(dirname($file).'/'.$path)) {
                require_once dirname($file).'/'.$path;
            }
        } catch (Throwable) {
        }
    }
}

// Providers are not run; what they tell the schema builder is picked out of their text.
foreach ($job['providers'] as $file) {
    $text = (string) @file_get_contents($file);
    $text = preg_replace('~^\s*(//|\*|#).*$~m', '', $text);
    if (preg_match('/(?:Schema|Builder)::defaultStringLength\(\s*(\d+)\s*\)/', $text, $m)) {
        Illuminate\Database\Schema\Builder::defaultStringLength((int) $m[1]);
    }
    if (preg_match('/(?:Schema|Builder)::morphUsing(Uuids|Ulids)\(\)/', $text, $m)) {
        Illuminate\Database\Schema\Builder::defaultMorphKeyType($m[1] === 'Uuids' ? 'uuid' : 'ulid');
    }
    if (preg_match('/(?:Schema|Builder)::defaultMorphKeyType\(\s*[\'"](int|uuid|ulid)[\'"]\s*\)/', $text, $m)) {
        Illuminate\Database\Schema\Builder::defaultMorphKeyType($m[1]);
    }
}

// ---- databases of our own

$engine = $job['engine'];
$base = $job['connection'];
$made = [];
$admin = fn () => $engine === 'postgres'
    ? new PDO("pgsql:host={$base['host']};port={$base['port']};dbname=postgres", $base['username'], $base['password'])
    : new PDO("mysql:host={$base['host']};port={$base['port']}", $base['username'], $base['password'], [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$create = function () use ($engine, $base, $admin, &$made, $scratch): string {
    $name = 'dlc_'.bin2hex(random_bytes(6));
    if ($engine === 'sqlite') {
        $folder = is_dir('/dev/shm') ? '/dev/shm' : $scratch;
        touch($path = "$folder/$name.sqlite");

        return $made[] = $path;
    }
    $made[] = $name;
    $admin()->exec($engine === 'postgres'
        ? "create database $name"
        : 'create database '.$name.' character set '.($base['charset'] ?? 'utf8mb4').' collate '.($base['collation'] ?? 'utf8mb4_unicode_ci'));

    return $name;
};

$current = null;
register_shutdown_function(function () use (&$current, &$made, $emit, $engine, $admin, $scratch): void {
    if ($current !== null) {
        $emit($current + ['outcome' => 'fatal', 'message' => error_get_last()['message'] ?? 'the process ended']);
    }
    try {
        DB::purge();
    } catch (Throwable) {
    }
    foreach ($made as $name) {
        if ($engine === 'sqlite') {
            array_map('unlink', glob("$name*"));
        } else {
            $admin()->exec("drop database if exists $name".($engine === 'postgres' ? ' with (force)' : ''));
        }
    }
    (new Filesystem)->deleteDirectory($scratch);
});

class OneByOne extends Migrator
{
    public function load(string $path): object
    {
        return $this->resolvePath($path);
    }

    public function run1(object $migration, string $direction): void
    {
        $this->runMigration($migration, $direction);
    }
}

$log = null;
$listen = function (Connection $connection) use (&$log): void {
    $connection->beforeExecuting(function (string $sql, array $bindings) use (&$log): void {
        if ($log !== null) {
            $log[] = ['sql' => $sql, 'bindings' => array_map(fn ($value) => is_scalar($value) || $value === null ? $value : (string) get_debug_type($value), $bindings)];
        }
    });
};

$codes = [1 => 'SQLITE_ERROR', 5 => 'SQLITE_BUSY', 6 => 'SQLITE_LOCKED', 18 => 'SQLITE_TOOBIG', 19 => 'SQLITE_CONSTRAINT', 20 => 'SQLITE_MISMATCH'];

/** What an exception says of the engine, the framework, or of what is missing here. */
$judge = function (Throwable $error) use ($engine, $codes): array {
    $pdo = $error;
    while ($pdo !== null && ! $pdo instanceof PDOException) {
        $pdo = $pdo->getPrevious();
    }
    if ($pdo !== null) {
        $inner = $pdo->getPrevious() instanceof PDOException ? $pdo->getPrevious() : $pdo;
        $info = $inner->errorInfo;
        $code = $info === null ? null : match ($engine) {
            'sqlite' => $codes[$info[1] & 0xFF] ?? 'SQLITE_'.$info[1],
            'postgres' => $info[0],
            default => (string) $info[1],
        };
        $query = $error;
        while ($query !== null && ! $query instanceof QueryException) {
            $query = $query->getPrevious();
        }

        return ['outcome' => 'refuses', 'code' => $code, 'message' => $inner->getMessage(), 'sql' => $query?->getSql()];
    }
    $missing = '/^(Class|Interface|Trait|Enum) ".*" not found|Call to undefined (function|method)|Undefined constant|Target (class|.*) (\[.*\] )?(does not exist|is not instantiable)|Method .* does not exist'
        .'|Database connection \[.*\] not configured|Unresolvable dependency|Failed opening required|Failed to open stream|facade root|Undefined (array key|variable|property)/i';

    return [
        'outcome' => preg_match($missing, $error->getMessage()) ? 'unavailable' : 'refuses', 'code' => null,
        'message' => get_class($error).': '.$error->getMessage().' ('.substr($error->getFile(), -60).':'.$error->getLine().')', 'sql' => null,
    ];
};

$migrator = new OneByOne(new DatabaseMigrationRepository($app['db'], 'migrations'), $app['db'], new Filesystem);
$sets = [];
foreach ($job['migrations'] as $migration) {
    $sets[$migration['set']][] = $migration;
}
foreach ($sets as $migrations) {
    $database = $create();
    $connection = ['database' => $database] + $base;
    $names = array_unique([$job['connectionName'], ...array_keys($items['database']['connections'] ?? [])]);
    // every name leads to the one database
    $config->set('database', [
        'default' => $job['connectionName'], 'connections' => array_fill_keys($names, $connection), 'migrations' => 'migrations',
    ] + ($items['database'] ?? []));
    foreach ($names as $name) {
        DB::purge($name);
    }
    foreach ($names as $name) {
        $listen(DB::connection($name));
    }
    if ($engine === 'sqlite') {
        $set = function () use ($names): void {
            foreach ($names as $name) {
                DB::connection($name)->getPdo()->exec('pragma synchronous = off');
            }
        };
        $set();
    }
    $migrator->setConnection($job['connectionName']);

    $step = function (array $migration, string $direction) use (&$log, &$current, $emit, $migrator, $judge, $job, $names, $readable, $standIns): ?bool {
        $row = ['file' => $migration['file'], 'direction' => $direction];
        if (in_array($migration['file'].' '.$direction, $job['skip'], true)) {
            $emit($row + ['outcome' => 'unavailable', 'code' => null, 'message' => 'ended the process before', 'statements' => []]);

            return false;
        }
        $current = $row;
        $log = [];
        ob_start();
        $result = ['outcome' => 'accepts', 'code' => null, 'message' => null, 'sql' => null];
        try {
            // a copy keeps the name, from which the class is found
            $path = $readable($migration['path']);
            $standIns($migration['path']);
            $instance = $migrator->load($path);
            if (! method_exists($instance, $direction)) {
                $current = null;

                return null;
            }
            if ($direction === 'up' && method_exists($instance, 'shouldRun') && ! $instance->shouldRun()) {
                $current = null;

                return null;
            }
            $migrator->run1($instance, $direction);
        } catch (Throwable $error) {
            $result = $judge($error);
            foreach ($names as $name) {
                try {
                    // a new process would begin with a new session
                    DB::connection($name)->disconnect();
                    DB::connection($name)->reconnect();
                    if ($job['engine'] === 'sqlite') {
                        DB::connection($name)->getPdo()->exec('pragma synchronous = off');
                    }
                } catch (Throwable) {
                }
            }
        } finally {
            while (ob_get_level() > 0) {
                ob_end_clean();
            }
        }
        $current = null;
        $statements = $log;
        $log = null;
        $emit($row + $result + ['statements' => $statements]);

        return $result['outcome'] === 'accepts';
    };
    $done = [];
    foreach ($migrations as $migration) {
        if ($step($migration, 'up') !== false) {
            $done[] = $migration;
        }
    }
    foreach (array_reverse($done) as $migration) {
        $step($migration, 'down');
    }
}
$emit(['end' => true]);
