<?php
/**
 * Records what PHP (and Laravel's support classes) make of the snippets in snippets/*.txt:
 *
 *     php test/php/record.php <path to a Laravel's vendor folder> <folder to write to>
 *
 * Snippets are separated by empty lines; lines that start with `# ` are headings. Each runs in a process and a namespace
 * of its own (`Snippet`). `npm run record` has them written to fixtures/recorded/php/{expressions,support}.json; tests only
 * read these.
 * Types that JSON does not have: {"float": "1.5"}, {"array": [[key, value], …]} for arrays that are no lists,
 * {"object": class}, {"throws": class, "message": …}.
 */
error_reporting(0);
ini_set('display_errors', '0');
ini_set('precision', '14');
date_default_timezone_set('UTC');

function mark(mixed $value): mixed
{
    if (is_float($value)) {
        return ['float' => is_finite($value) ? json_encode($value) : (string) $value];
    }
    if (is_string($value) && !mb_check_encoding($value, 'UTF-8')) {
        return ['bytes' => bin2hex($value)];
    }
    if (is_int($value) && abs($value) > 9007199254740991) {
        return ['int' => (string) $value];
    }
    if (is_array($value)) {
        if (array_is_list($value)) {
            return array_map(mark(...), $value);
        }
        $entries = [];
        foreach ($value as $key => $item) {
            $entries[] = [$key, mark($item)];
        }
        return ['array' => $entries];
    }
    if (class_exists('Illuminate\Support\Collection', false) && $value instanceof Illuminate\Support\Collection) {
        return ['collection' => mark($value->all())];
    }
    if (class_exists('Illuminate\Support\Stringable', false) && $value instanceof Illuminate\Support\Stringable) {
        return ['stringable' => (string) $value];
    }
    if (is_object($value)) {
        return ['object' => get_class($value)];
    }
    return $value;
}

$arguments = $argv;
if (($arguments[1] ?? '') === '--one') {
    if (($arguments[2] ?? '') !== '') {
        if (!function_exists('array_first')) {
            // Laravel 12 takes them from symfony/polyfill-php85
            function array_first(array $array): mixed
            {
                return $array === [] ? null : $array[array_key_first($array)];
            }
            function array_last(array $array): mixed
            {
                return $array === [] ? null : $array[array_key_last($array)];
            }
        }
        require $arguments[2] . '/autoload.php';
    }
    $imports = ($arguments[2] ?? '') === '' ? '' : 'use Illuminate\Support\{Str, Arr, Collection, Stringable}; ';
    try {
        $result = ['result' => mark(eval("namespace Snippet; $imports" . stream_get_contents(STDIN)))];
    } catch (Throwable $error) {
        $result = ['result' => ['throws' => get_class($error), 'message' => $error->getMessage()]];
    }
    fwrite(STDOUT, "\x01" . json_encode($result, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR));
    exit;
}

function record(string $set, string $vendor, string $to): void
{
    $blocks = preg_split('/\n{2,}/', trim(file_get_contents(__DIR__ . "/snippets/$set.txt")));
    $lines = [];
    foreach ($blocks as $block) {
        $code = preg_replace('/\A(# .*\n)+/', '', $block);
        if (preg_match('/\A# /', $code)) {
            continue;
        }
        $process = proc_open([PHP_BINARY, '-d', 'zend.exception_string_param_max_len=15', __FILE__, '--one', $vendor], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        fwrite($pipes[0], $code);
        fclose($pipes[0]);
        $out = stream_get_contents($pipes[1]);
        proc_close($process);
        $at = strrpos($out, "\x01");
        if ($at === false) {
            fwrite(STDERR, "no answer to: $code\n$out\n");
            continue;
        }
        $result = json_decode(substr($out, $at + 1))->result;
        $lines[] = json_encode(['code' => $code, 'result' => $result], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }
    $header = json_encode(['php' => PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION]);
    $file = "$to/$set.json";
    file_put_contents($file, substr($header, 0, -1) . ",\"snippets\":[\n" . implode(",\n", $lines) . "\n]}\n");
    echo count($lines), " snippets in $set.json\n";
}

if (count($arguments) < 3) {
    fwrite(STDERR, "a Laravel's vendor folder and the folder to write to are missing\n");
    exit(1);
}
record('expressions', '', $arguments[2]);
record('support', $arguments[1], $arguments[2]);
