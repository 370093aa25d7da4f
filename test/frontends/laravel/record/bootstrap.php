<?php

/** Loads the Laravel whose vendor/autoload.php is the first argument. */

// PHP 8.5's own, which Laravel takes from a polyfill that is not installed here.
if (! function_exists('array_first')) {
    function array_first(array $array)
    {
        return $array === [] ? null : $array[array_key_first($array)];
    }
    function array_last(array $array)
    {
        return $array === [] ? null : $array[array_key_last($array)];
    }
}

// PHP 8.6's own, likewise. PHP below 8.1 has no enums, and no Laravel that asks for this one.
if (PHP_VERSION_ID >= 80100 && ! enum_exists('SortDirection')) {
    eval('enum SortDirection { case Ascending; case Descending; }');
}

// As Laravel's own handler: warnings are exceptions, deprecations are not.
set_error_handler(function ($level, $message) {
    if ($level & (E_DEPRECATED | E_USER_DEPRECATED)) {
        return true;
    }
    throw new ErrorException($message, 0, $level);
});
error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');

require $argv[1];
