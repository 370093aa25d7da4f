/**
 * PHP out of a grammar: few variable names, so that what is written meets what is read, and the schema builder's
 * vocabulary next to everything that loops, recurses, nests or grows.
 */
import {
  COLLECTION_METHODS,
  COLUMN_TYPES,
  FORMATS,
  FUNCTIONS,
  MODIFIERS,
  NUMBERS,
  OPERATORS,
  PATTERNS,
  QUERY_METHODS,
  SCHEMA_METHODS,
  SQL,
  STR_METHODS,
} from './vocabulary.mjs';

const VARIABLES = [
  '$a',
  '$b',
  '$c',
  '$i',
  '$x',
  '$f',
  '$t',
  '$this->p',
  "$a['k']",
  '$a[]',
  'self::$s',
  '$a[0]',
  '$$b',
];
const NAMES = [
  "'a'",
  "'b'",
  "'users'",
  "'user_id'",
  "'x.y'",
  "''",
  "'A'",
  "'a b'",
  "'ü'",
  '"\\u{d800}"',
  '"a\\0b"',
  "'😀'",
];

export function phpFor(tools) {
  const { pick, below, chance, list } = tools;

  const name = () =>
    chance(0.1) ? `'${'n'.repeat(pick([63, 64, 65, 200]))}'` : chance(0.15) ? pick(VARIABLES) : pick(NAMES);
  const number = () => pick(NUMBERS);
  const args = (depth, most = 3) =>
    list(most, () => (chance(0.06) ? '...' : chance(0.04) ? 'value: ' : '') + value(depth + 1)).join(', ');
  const entries = (depth) =>
    list(
      4,
      () =>
        (chance(0.25) ? `${value(depth + 2)} => ` : chance(0.05) ? '...' : chance(0.05) ? '&' : '') +
        value(depth + 1),
    ).join(', ');

  const VALUES = [
    () => name(),
    () => number(),
    () => pick(VARIABLES),
    () =>
      pick([
        'null',
        'true',
        'false',
        '[]',
        "''",
        '__CLASS__',
        '__LINE__',
        'self::C',
        'static::class',
        'E::A',
        'foo()',
        '$this',
      ]),
    () => name(),
    (d) => `[${entries(d)}]`,
    (d) => `${value(d + 1)} . ${value(d + 1)}`,
    (d) => `(${value(d + 1)} ${pick(OPERATORS)} ${value(d + 1)})`,
    (d) => `${pick(FUNCTIONS)}(${args(d, 4)})`,
    (d) => `${pick(FUNCTIONS)}(${args(d, 4)})`,
    (d) => closure(d),
    (d) => `(${value(d + 1)} ? ${value(d + 1)} : ${value(d + 1)})`,
    (d) => `Str::${pick(STR_METHODS)}(${args(d)})`,
    (d) => `str(${value(d + 1)})->${pick(STR_METHODS)}(${args(d)})`,
    (d) =>
      `collect(${value(d + 1)})->${pick(COLLECTION_METHODS)}(${args(d)})->${pick(COLLECTION_METHODS)}(${args(d)})`,
    (d) =>
      `Arr::${pick(['get', 'set', 'has', 'pluck', 'dot', 'wrap', 'forget', 'flatten', 'only', ...COLLECTION_METHODS])}(${args(d)})`,
    () => pattern(),
    () => `sprintf(${pick(FORMATS)}, ${value(3)}, ${value(3)})`,
    (d) => `match (${value(d + 1)}) { ${value(d + 1)} => ${value(d + 1)}, default => ${value(d + 1)} }`,
    (d) =>
      `new class(${args(d)}) { public $p = ${value(d + 2)}; use T; public function __get($n) { return ${value(d + 2)}; } }`,
    (d) =>
      `${pick(['$this', '$a', '$f', 'self', 'parent'])}${chance(0.5) ? '->' : '::'}${pick(['up', 'helper', 'again', 'nosuch', 'gen', '{$b}'])}(${args(d)})`,
    (d) => `(${value(d + 1)})[${value(d + 1)}]`,
    (d) => `(${pick(['int', 'string', 'array', 'object', 'float', 'bool', 'unset'])}) ${value(d + 1)}`,
    (_d) => `"${pick(['', 'x', '{$a}', '$a[0]', '{$this->p}', '${b}'])}${pick(['', '{$b}', '\\n'])}"`,
    (d) =>
      `${pick(['config', 'env', 'DB::raw', 'Schema::hasTable', 'Schema::getColumnListing', 'count', 'DB::table', 'app'])}(${args(d)})`,
    (d) => `${pick(['clone ', '-', '!', '~', '+', '@', 'print ', 'new ', 'throw '])}${value(d + 1)}`,
    (d) => `isset(${pick(VARIABLES)}, ${pick(VARIABLES)}${d > 2 ? '' : '[0]'})`,
    (d) => `(${assignment(d)})`,
    (d) => `(yield ${value(d + 1)})`,
    () => blowUp(),
  ];
  function value(depth = 0) {
    return (depth > 4 ? pick(VALUES.slice(0, 5)) : pick(VALUES))(depth);
  }

  function pattern() {
    const [expression, subject] = pick(PATTERNS);
    const call = pick([
      'preg_match',
      'preg_replace',
      'preg_split',
      'preg_match_all',
      'preg_replace_callback',
      'preg_grep',
    ]);
    const middle = /replace/.test(call) ? `${pick(["'$1$0'", "'\\\\1'", closure(3)])}, ` : '';
    const text = chance(0.2) ? value(3) : subject;
    return `${call}(${expression}, ${middle}${call === 'preg_grep' ? `[${text}]` : text}${call === 'preg_match' ? ', $a' : ''})`;
  }

  /** Values that are small in the source and large, or endless, in memory. */
  function blowUp() {
    const size = tools.size();
    return pick([
      `str_repeat(${pick(["'a'", "'ab'", "'ü'", '$b'])}, ${size})`,
      `str_repeat(str_repeat('x', 100000), ${size})`,
      `range(${number()}, ${number()}, ${number()})`,
      `range(1, ${size})`,
      `array_fill(${number()}, ${size}, ${value(4)})`,
      `array_pad([], ${size}, ${value(4)})`,
      `str_pad('a', ${size}, ${pick(["'-'", "''", "'ü'"])}, ${pick([0, 1, 2, 3])})`,
      `number_format(${number()}, ${size})`,
      `round(${number()}, ${number()})`,
      `base_convert('zz', ${number()}, ${number()})`,
      `str_split(str_repeat('x', 100000), ${number()})`,
      `mb_str_split(str_repeat('é', 100000))`,
      `explode('x', str_repeat('x', 100000))`,
      `implode(str_repeat('y', 1000), range(1, 100000))`,
      `array_chunk(range(1, 100000), ${number()})`,
      `array_map(fn ($v) => range(1, 1000), range(1, 100000))`,
      `array_map(null, range(1, 100000), range(1, 100000))`,
      `array_unique(range(1, 100000))`,
      `array_diff(range(1, 100000), range(2, 100001))`,
      `array_intersect(range(1, 100000), range(100000, 1))`,
      `array_sum(range(1, 100000))`,
      `array_search(0.5, range(1, 100000))`,
      `str_replace(range(1, 1000), str_repeat('z', 1000), implode(',', range(1, 1000)))`,
      `substr_count(str_repeat('a', 100000), '')`,
      `wordwrap(str_repeat('a ', 50000), 1)`,
      `ucwords(str_repeat('a ', 50000))`,
      `strrev(str_repeat('é', 100000))`,
      `similar_text(str_repeat('a', 100000), str_repeat('b', 100000))`,
      `levenshtein(str_repeat('a', 100000), str_repeat('b', 100000))`,
      `dirname(str_repeat('/', 100000) . 'a')`,
      `basename(str_repeat('/', 100000) . 'a')`,
      `rtrim(str_repeat(' ', 100000) . 'a' . str_repeat(' ', 100000))`,
      `strtr(str_repeat('ab', 50000), ['a' => str_repeat('b', 1000), 'b' => 'a'])`,
      `intval(str_repeat('9', 100000))`,
      `Str::plural(str_repeat('a', 100000))`,
      `Str::singular(str_repeat('s', 100000))`,
      `Str::snake(str_repeat('Aa', 50000))`,
      `Str::slug(str_repeat('- ', 50000))`,
      `Str::is('*a*a*a*a*a*a*b', str_repeat('a', 5000))`,
      `Str::finish(str_repeat('a', 100000), 'a')`,
      `Str::title(str_repeat("a'", 50000))`,
      `str_repeat('a', 100000) == str_repeat('a', 99999)`,
      `collect(range(1, 100000))->unique()->sort()->groupBy(fn ($v) => $v)`,
      `collect(range(1, 1000))->crossJoin(range(1, 1000))`,
      `json_encode(array_fill(0, 100000, 'ü'))`,
      `json_decode(str_repeat('[', 100000))`,
      `serialize(range(1, 100000))`,
    ]);
  }

  function parameters() {
    return pick([
      '',
      '$a',
      '&$a',
      '...$a',
      '$a = 1',
      '$a, &$b',
      'Blueprint $t',
      '?int $a = null',
      '$a = self::C',
      'public $p = 1',
    ]);
  }
  function closure(depth) {
    return pick([
      () => `fn (${parameters()}) => ${value(depth + 1)}`,
      () => `function (${parameters()}) { ${block(depth + 1, 2)} }`,
      () =>
        `function (${parameters()}) use (${pick(['$a', '&$a', '$a, &$f', '&$f'])}) { ${block(depth + 1, 2)} return ${value(depth + 1)}; }`,
      () => `static fn &($x) => $x`,
      () => `${pick(FUNCTIONS)}(...)`,
      () => `$this->${pick(['up', 'helper', 'again'])}(...)`,
      () => `'${pick(FUNCTIONS)}'`,
      () => `[$this, '${pick(['up', 'helper', 'again'])}']`,
    ])();
  }
  function assignment(depth) {
    const target = chance(0.15)
      ? pick(['[$a, $b]', "['k' => $a, 'x' => [$b]]", 'list($a, , $b)', '[$a, [$b]]', '[&$a]'])
      : pick(VARIABLES);
    return pick([
      () => `${target} = ${value(depth + 1)}`,
      () => `${target} = ${value(depth + 1)}`,
      () =>
        `${pick(VARIABLES)} ${pick(['.=', '+=', '-=', '*=', '/=', '%=', '**=', '??=', '<<=', '|='])} ${value(depth + 1)}`,
      () => `${pick(VARIABLES)} = &${pick(VARIABLES)}`,
      () => `${pick(VARIABLES)}${pick(['++', '--'])}`,
    ])();
  }

  function column(depth) {
    let text = `$t->${pick(COLUMN_TYPES)}(${chance(0.8) ? name() : ''}${chance(0.3) ? `, ${value(depth + 1)}` : ''})`;
    while (chance(0.45)) text += `->${pick(MODIFIERS)}(${chance(0.4) ? value(depth + 1) : ''})`;
    return `${text};`;
  }
  const columns = (depth) => list(5, () => (chance(0.2) ? statement(depth + 1) : column(depth))).join('\n');
  const blueprint = (depth) => `function (Blueprint $t) use (&$a, &$b, &$c, &$f) {\n${columns(depth + 1)}\n}`;

  const STATEMENTS = [
    (d) => `Schema::${pick(['create', 'table'])}(${name()}, ${blueprint(d)});`,
    (d) => `${assignment(d)};`,
    (d) => `${assignment(d)};`,
    (d) => `Schema::${pick(SCHEMA_METHODS)}(${args(d)});`,
    (d) =>
      `DB::${pick(['statement', 'unprepared', 'insert', 'select', 'transaction', 'raw', 'nosuch'])}(${chance(0.6) ? pick(SQL) : value(d)});`,
    (d) => `DB::table(${name()})->${pick(QUERY_METHODS)}(${args(d)})->${pick(QUERY_METHODS)}(${args(d)});`,
    (d) =>
      `if (${pick([value(d), 'foo()', "Schema::hasTable('a')", '$a'])}) { ${block(d)} } elseif (${value(d)}) { ${block(d)} } else { ${block(d)} }`,
    (d) =>
      `foreach (${value(d)} as ${pick(['$x', '$a => $b', '[$a, $b]', '&$a', '$a["k"]', '$this->p'])}) { ${block(d)} ${jump()} }`,
    (d) =>
      `while (${chance(0.3) ? pick(['true', '1', '$a', 'foo()', 'array_shift($a)', 'next($a)', '$i++ < 1e9']) : value(d)}) { ${block(d)} ${jump()} }`,
    (d) =>
      `for (${assignment(d)}; ${pick(['', '$i < 1e9', 'foo()', value(d)])}; ${pick(['', '$i++', assignment(d)])}) { ${block(d)} ${jump()} }`,
    (d) => `do { ${block(d)} ${jump()} } while (${chance(0.4) ? 'true' : value(d)});`,
    (d) =>
      `try { ${block(d)} ${chance(0.4) ? `throw new \\${pick(['Exception', 'RuntimeException', 'Nosuch'])}(${args(d)});` : ''} } catch (\\Throwable $x) { ${block(d)} } finally { ${block(d, 1)} }`,
    (d) =>
      `switch (${value(d)}) { case ${value(d)}: ${block(d)} ${jump()} case ${value(d)}: ${block(d)} default: ${block(d)} }`,
    (d) => `${value(d)};`,
    (d) => `return ${value(d)};`,
    (d) =>
      `$f = function (${parameters()}) use (&$f, &$a) { ${block(d)} ${chance(0.7) ? `return $f(${args(d)}) ${pick(['', '. $f()', '?: $f()', '|| $f()'])};` : ''} };`,
    (d) => `$f(${args(d)});`,
    () =>
      `$a = ${pick(['[$a, $a]', "['k' => $a, 'l' => $a]", '[...$a, ...$a]', '$a . $a', '[$a]', 'array_merge($a, $a)', '(object) [$a]'])};`,
    (d) =>
      `for ($i = 0; $i < ${pick([20, 40, 100, 1000, 100000])}; $i++) { ${pick(['$a = [$a, $a];', '$b .= $b;', "$b .= 'x';", '$a[] = $a;', '$a = [$a];', '$a[] = $i;', '$a = array_merge($a, $a);', 'array_pop($a);', '$a[] = range(1, 1000);', `Schema::create('t' . $i, ${blueprint(3)});`, `DB::statement(${pick(SQL)});`, block(d)])} }`,
    (_d) => `unset(${pick(VARIABLES)}, ${pick(VARIABLES)});`,
    () => `static $a = ${pick(['1', '[]', 'self::C'])};`,
    () => `global $a;`,
    (d) => `echo ${value(d)}, ${value(d)};`,
    (d) =>
      `function again(${parameters()}) { ${block(d)} return again(${args(d)}) ${pick(['', '. again()', '+ again()'])}; }`,
    () => `again(${pick(['', '1', '$a', '...[1, 2]'])});`,
    () => `require ${pick(['__FILE__', "__DIR__ . '/again.php'", 'base_path($a)', "'x.php'"])};`,
    (d) => `extract(${value(d)});`,
    () => `goto ${pick(['x', 'y'])}; x:`,
    (d) => `const C${below(3)} = ${value(d)};`,
    (d) => `{ ${block(d)} }`,
    () => `exit(${pick(['', '1'])});`,
    () => `eval('again();');`,
  ];
  const jump = () =>
    chance(0.35) ? pick(['break;', 'continue;', 'break 2;', 'continue 99;', 'return;']) : '';
  function statement(depth) {
    return (depth > 3 ? pick(STATEMENTS.slice(0, 4)) : pick(STATEMENTS))(depth);
  }
  function block(depth, most = 2) {
    return list(most, () => statement(depth + 1)).join('\n');
  }

  /** Members that the language itself calls; many of them call themselves. */
  const MAGIC = [
    () =>
      `public function __call($n, $a) { ${pick(['return $this->$n(...$a);', 'return $this->{$n . "x"}();', block(2)])} }`,
    () =>
      `public static function __callStatic($n, $a) { return ${pick(['static::$n()', 'self::again()', value(3)])}; }`,
    () => `public function __get($n) { return ${pick(['$this->$n', '$this->{$n . $n}', value(3)])}; }`,
    () => `public function __set($n, $v) { $this->$n = $v; $this->{$n . 'x'} = $v; }`,
    () => `public function __isset($n) { return isset($this->$n); }`,
    () => `public function __toString() { return ${pick(['(string) $this', '"$this$this"', value(3)])}; }`,
    () => `public function __invoke() { return $this(); }`,
    () => `public function __clone() { $this->p = clone $this; }`,
    () =>
      `public function __construct(${parameters()}) { ${pick(['new static;', 'new self($this);', block(2)])} }`,
    () => `public function offsetGet($o) { return $this[$o]; }`,
    () => `public function offsetExists($o) { return isset($this[$o]); }`,
    () =>
      `public function getIterator() { return ${pick(['$this', 'yield from $this', 'new ArrayIterator([$this])'])}; }`,
    () =>
      `public function gen() { ${pick(['while (true) yield 1;', 'yield from $this->gen();', 'foreach ($this->gen() as $x) yield $x;'])} }`,
    () =>
      `public function again(${parameters()}) { ${block(1)} return $this->again(${args(2)}) ${pick(['', '. $this->again()', '?: self::again()'])}; }`,
    () =>
      `const C = ${pick(['self::C', 'self::D . self::D', 'static::C', value(3), '[self::D, self::D]'])}; const D = self::C;`,
    () => `public static $s = ${pick(['self::$s', '[self::C, self::C]', '1', '[]'])};`,
    () => `use T { again as up2; again as protected again; }`,
    () =>
      `public function getConnection() { return ${pick(['$this->getConnection()', "'other'", value(3)])}; }`,
    () => `public function shouldRun(): bool { return ${value(3)}; }`,
  ];
  const members = (most) => list(most, () => pick(MAGIC)()).join('\n');

  const OTHERS = [
    () => `trait T { use ${pick(['T', 'U'])}; ${members(2)} }`,
    () => `trait U { use T; ${members(1)} }`,
    () =>
      `enum E: string { case A = ${pick(["'a'", 'self::A->value', 'E::B->value', 'self::C'])}; case B = E::A->value; const C = self::A; ${members(1)} }`,
    () =>
      `class P extends ${pick(['P', 'Q', 'Migration'])} implements ${pick(['I', 'P', '\\Countable'])} { ${members(2)} }`,
    () => `class Q extends P { ${members(2)} }`,
    () => `interface I extends ${pick(['I', 'J'])} {} interface J extends I {}`,
    () => `function foo${below(2)}() { return foo${below(2)}() . foo${below(2)}(); }`,
  ];

  const HEAD = `use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\{Arr, Str};
use Illuminate\\Support\\Facades\\{DB, Schema};
`;

  /** One migration. */
  function migration() {
    const body = () => list(5, () => statement(0)).join('\n');
    const parent = chance(0.8) ? 'Migration' : pick(['P', 'Q', 'self', '\\App\\Base', 'static']);
    return `<?php
${chance(0.1) ? `namespace ${pick(['App', 'A\\B'])};\n` : ''}${HEAD}${chance(0.35) ? `${list(3, () => pick(OTHERS)()).join('\n')}\n` : ''}
return new class extends ${parent}
{
${pick(['', "protected $connection = 'pgsql';", 'public $withinTransaction = false;', `protected $connection = ${value(3)};`])}
public $p = ${pick(['1', '[]', 'self::C', '[1, [2]]'])};
${members(3)}
public function up(): void
{
$a = ${value()}; $b = ${value()}; $c = []; $f = ${closure(1)};
${body()}
}
public function helper(${parameters()}) { ${statement(1)} ${chance(0.3) ? 'return $this->helper();' : ''} }
public function down(): void
{
${body()}
}
};
`;
  }

  /** A provider whose macros and configuration lead back to themselves. */
  function provider() {
    const macro = () => {
      const name = pick(['again', 'loop', 'money', 'id', 'string', 'index']);
      const body = pick([
        `return $this->${name}(${args(3)});`,
        `$this->${pick(['again', 'loop', 'money'])}(); return $this->${pick(['again', 'loop'])}();`,
        `${columns(2).replaceAll('$t->', '$this->')}`,
        `foreach (range(1, 1000) as $i) $this->string('c' . $i)->index();`,
        `Blueprint::macro('${name}', fn () => $this->${name}()); return $this->${name}();`,
      ]);
      return `${pick(['Blueprint', 'ColumnDefinition', 'ForeignKeyDefinition', 'Fluent', 'Builder', 'Schema'])}::macro('${name}', function (${parameters()}) { ${body} });`;
    };
    return `<?php
namespace App\\Providers;
${HEAD}use Illuminate\\Database\\Schema\\{ColumnDefinition, ForeignKeyDefinition};
class AppServiceProvider extends \\Illuminate\\Support\\ServiceProvider
{
${members(2)}
public function register() { $this->mergeConfigFrom(__DIR__.'/../../config/${pick(['app', 'again', '../app/Providers/AppServiceProvider'])}.php', '${pick(['app', 'again', 'database'])}'); ${statement(2)} }
public function boot() { ${list(4, macro).join('\n')} Schema::defaultStringLength(${number()}); ${chance(0.4) ? statement(1) : ''} ${chance(0.3) ? `$this->loadMigrationsFrom(${value(2)});` : ''} }
}
`;
  }

  return { migration, provider, value, statement, members, pickOther: () => pick(OTHERS)() };
}
