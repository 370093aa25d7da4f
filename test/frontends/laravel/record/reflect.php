<?php

/**
 * Prints what the schema classes of a real Laravel offer to a migration: their public methods, by reflection, which of
 * them say that they return a column or a key, and the `@method` tags of the classes' docblocks.
 *
 *   php reflect.php <vendor/autoload.php> > reflection.json
 */

require __DIR__.'/bootstrap.php';

const CLASSES = [
    'Illuminate\Database\Schema\Blueprint',
    'Illuminate\Database\Schema\ColumnDefinition',
    'Illuminate\Database\Schema\ForeignIdColumnDefinition',
    'Illuminate\Database\Schema\ForeignKeyDefinition',
    'Illuminate\Database\Schema\IndexDefinition',
    'Illuminate\Support\Fluent',
    'Illuminate\Database\Schema\Builder',
    'Illuminate\Database\Schema\SQLiteBuilder',
    'Illuminate\Database\Schema\MySqlBuilder',
    'Illuminate\Database\Schema\MariaDbBuilder',
    'Illuminate\Database\Schema\PostgresBuilder',
    'Illuminate\Support\Facades\Schema',
];

/** A default as the source writes it. */
function literal($value): string
{
    return match (true) {
        $value === null => 'null',
        is_bool($value) => $value ? 'true' : 'false',
        $value === [] => '[]',
        default => var_export($value, true),
    };
}

/** The parameters as the source writes them: `$column, ?int $length = null`. */
function parameters(ReflectionMethod $method): string
{
    return implode(', ', array_map(
        fn (ReflectionParameter $parameter) => implode(' ', array_filter([
            (string) $parameter->getType(),
            ($parameter->isPassedByReference() ? '&' : '').($parameter->isVariadic() ? '...' : '').'$'.$parameter->getName(),
        ])).($parameter->isDefaultValueAvailable() ? ' = '.literal($parameter->getDefaultValue()) : ''),
        $method->getParameters(),
    ));
}

/** What a class has itself: its traits' methods are its own, its parent's are listed with the parent. */
function methods(ReflectionClass $class): array
{
    $methods = [];
    foreach ($class->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        if ($method->getDeclaringClass()->getName() === $class->getName()) {
            $methods[$method->getName()] = ($method->isStatic() ? 'static ' : '').'('.parameters($method).')';
        }
    }
    ksort($methods);

    return $methods;
}

/** The methods that give something to call modifiers on, by the class that their docblocks name. */
function definitions(ReflectionClass $class): array
{
    $definitions = [];
    foreach ($class->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        if (preg_match('/@return\s+\\\\Illuminate\\\\Database\\\\Schema\\\\(\w+Definition)\b(?!\[)/', (string) $method->getDocComment(), $found)) {
            $definitions[$method->getName()] = $found[1];
        }
    }
    ksort($definitions);

    return $definitions;
}

function tags(ReflectionClass $class): array
{
    // The name is the word before the first parenthesis: types may hold spaces, but no parentheses.
    preg_match_all('/@method\s+(static )?[^(\n]*?(\w+)(\([^\n]*\))/', (string) $class->getDocComment(), $found, PREG_SET_ORDER);
    $tags = [];
    foreach ($found as [, , $name, $parameters]) {
        $tags[$name] = $parameters;
    }
    ksort($tags);

    return $tags;
}

$classes = [];
foreach (CLASSES as $name) {
    if (! class_exists($name)) {
        continue;
    }
    $class = new ReflectionClass($name);
    $parent = $class->getParentClass();
    $classes[$name] = [
        'extends' => $parent === false ? null : $parent->getName(),
        'methods' => (object) methods($class),
        'definitions' => (object) definitions($class),
        'tags' => (object) tags($class),
    ];
}
echo json_encode(['classes' => $classes], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
