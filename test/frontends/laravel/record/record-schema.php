<?php

/**
 * Runs calls of the schema builder through a real Laravel on a real server, and prints what they send and answer.
 *
 *   php record-schema.php <vendor/autoload.php> <engine> <URL of the server, empty for SQLite> < cases.json > recorded.json
 */

require __DIR__.'/bootstrap.php';
require __DIR__.'/servers.php';

use Illuminate\Container\Container;
use Illuminate\Database\ConnectionResolver;
use Illuminate\Database\Events\QueryExecuted;
use Illuminate\Database\Migrations\DatabaseMigrationRepository;
use Illuminate\Database\Schema\Builder;
use Illuminate\Events\Dispatcher;
use Illuminate\Support\Facades\Facade;
use Illuminate\Support\Facades\Schema;

/** The static settings of a new process. */
function asNew(): void
{
    Builder::defaultStringLength(255);
    Builder::$defaultMorphKeyType = 'int';
    if (property_exists(Builder::class, 'defaultTimePrecision')) {
        Builder::$defaultTimePrecision = 0;
    }
}

function resolver($connection): ConnectionResolver
{
    $resolver = new ConnectionResolver(['test' => $connection]);
    $resolver->setDefaultConnection('test');

    return $resolver;
}

/** Runs PHP with Laravel's facades on a connection. */
function run(string $php, $connection)
{
    $container = new Container;
    Container::setInstance($container);
    $container->instance('db', resolver($connection));
    $container->bind('db.schema', fn () => $connection->getSchemaBuilder());
    Facade::clearResolvedInstances();
    Facade::setFacadeApplication($container);

    return eval('use Illuminate\Support\Facades\Schema; '.$php);
}

['setup' => $setup, 'cases' => $cases] = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$recorded = [];
$connection = null;
foreach ($cases as $php) {
    asNew();
    if ($connection === null) {
        $connection = connection();
        // A migration never runs without this table.
        (new DatabaseMigrationRepository(resolver($connection), 'migrations'))->createRepository();
        run($setup, $connection);
    }
    $sent = [];
    $dispatcher = new Dispatcher;
    $dispatcher->listen(QueryExecuted::class, function ($query) use (&$sent) {
        // What the framework asks the database first is no part of what it does.
        if (! preg_match('/^\s*(select|show|pragma (\w+|table_info\(.*\))$)/i', $query->sql)) {
            $sent[] = cleaned($query->sql);
        }
    });
    $connection->setEventDispatcher($dispatcher);
    try {
        $answer = ['answer' => run($php, $connection)];
    } catch (Throwable $error) {
        $answer = ['error' => cleaned($error->getMessage())];
    }
    $recorded[] = ['php' => $php, 'sql' => $sent] + $answer;
    // A question leaves the database as it is.
    if ($sent !== []) {
        $connection = null;
    }
}
echo str_replace($database, 'test', json_encode($recorded, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR));
