<?php

/**
 * Runs blueprints through a real Laravel with doctrine/dbal against a real server, and prints what it sends: dbal
 * compiles from what the server answers. Each engine gets a database of its own, dropped afterwards.
 *
 *   php record-dbal.php <vendor/autoload.php> <engine> <URL of the server, empty for SQLite> < cases.json > recorded.json
 */

require __DIR__.'/bootstrap.php';
require __DIR__.'/servers.php';

use Illuminate\Database\Query\Expression;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\Builder;

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
    if (method_exists(Builder::class, 'useNativeSchemaOperationsIfPossible')) {
        Builder::useNativeSchemaOperationsIfPossible($config['native'] ?? false);
    }
    $connection = connection($config);
    $result = ['case' => $case['name']];
    try {
        foreach ($case['setup'] as $step) {
            blueprint($connection, $step)->build($connection, $connection->getSchemaGrammar());
        }
    } catch (Throwable $error) {
        $recorded[] = $result + ['setup' => cleaned($error->getMessage())];
        continue;
    }
    try {
        $result['sql'] = blueprint($connection, $case)->toSql($connection, $connection->getSchemaGrammar());
    } catch (Throwable $error) {
        $recorded[] = $result + ['error' => cleaned($error->getMessage())];
        continue;
    }
    foreach ($result['sql'] as $position => $sql) {
        try {
            $connection->statement($sql);
        } catch (Throwable $error) {
            $previous = $error->getPrevious();
            $info = $previous instanceof PDOException ? $previous->errorInfo : null;
            $code = $engine === 'postgres' ? $info[0] ?? '' : $info[1] ?? '';
            $result['refused'] = ['at' => $position, 'code' => $code, 'message' => cleaned($info[2] ?? $error->getMessage())];
            break;
        }
    }
    $recorded[] = $result;
}
echo json_encode($recorded, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
