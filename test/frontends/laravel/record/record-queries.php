<?php

/**
 * Runs pieces of migrations that write rows with a real Laravel, and prints what it would send, with the bindings as they
 * are prepared for PDO.
 *
 *   php record-queries.php <vendor/autoload.php> < cases.json > recorded.json
 *
 * No server is reached: the connections note what they are to run. Questions (select) are answered with nothing, and left
 * out.
 */

require __DIR__.'/bootstrap.php';

trait Noting
{
    public array $sent = [];

    public function note($query, $bindings): void
    {
        if (! preg_match('/^\s*select\b/i', $query)) {
            $this->sent[] = [$query, array_values($this->prepareBindings($bindings))];
        }
    }

    public function statement($query, $bindings = [])
    {
        $this->note($query, $bindings);

        return true;
    }

    public function affectingStatement($query, $bindings = [])
    {
        $this->note($query, $bindings);

        return 1;
    }

    public function insert($query, $bindings = [], $sequence = null)
    {
        $this->note($query, $bindings);

        return true;
    }

    public function select($query, $bindings = [], $useReadPdo = true, $fetchUsing = [])
    {
        $this->note($query, $bindings);

        return str_starts_with($query, 'select exists') ? [(object) ['exists' => 0]] : [];
    }

    public function selectFromWriteConnection($query, $bindings = [])
    {
        $this->note($query, $bindings);

        return [(object) ['id' => 1, 'user_id' => 1]];
    }

    public function getLastInsertId()
    {
        return '1';
    }
}

class NotingSqlite extends \Illuminate\Database\SQLiteConnection { use Noting; }
class NotingMysql extends \Illuminate\Database\MySqlConnection { use Noting; }
class NotingPostgres extends \Illuminate\Database\PostgresConnection { use Noting; }
if (class_exists(\Illuminate\Database\MariaDbConnection::class)) {
    eval('class NotingMariaDb extends \Illuminate\Database\MariaDbConnection { use Noting; }');
}

class DB
{
    public static $connection;

    public static function __callStatic($method, $arguments)
    {
        return self::$connection->$method(...$arguments);
    }
}

$classes = ['sqlite' => 'NotingSqlite', 'mysql' => 'NotingMysql', 'mariadb' => class_exists('NotingMariaDb') ? 'NotingMariaDb' : 'NotingMysql', 'postgres' => 'NotingPostgres'];
$recorded = [];
foreach (json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR) as $case) {
    foreach ($classes as $engine => $class) {
        if (! in_array($engine, $case['engines'] ?? [$engine], true)) {
            continue;
        }
        $prefix = $case['prefix'] ?? '';
        $pdo = new PDO('sqlite::memory:', null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        $pdo->exec('create table t (id integer primary key autoincrement)');
        $config = ['driver' => $engine === 'postgres' ? 'pgsql' : $engine, 'prefix' => $prefix, 'use_upsert_alias' => $case['upsertAlias'] ?? null];
        DB::$connection = new $class($pdo, 'main', $prefix, $config);
        DB::$connection->useDefaultQueryGrammar();
        DB::$connection->useDefaultPostProcessor();
        DB::$connection->useDefaultSchemaGrammar();
        try {
            (function (string $code): void { eval($code); })($case['code']);
            $recorded[$engine][$case['name']] = DB::$connection->sent;
        } catch (Throwable $error) {
            $recorded[$engine][$case['name']] = ['error' => preg_replace('/ in \S+ on line \d+/', '', $error->getMessage())];
        }
    }
}
echo json_encode($recorded, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR);
