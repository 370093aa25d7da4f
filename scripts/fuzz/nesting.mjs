/** One construct inside itself, or after itself, thousands of times. */

const nest = (count, open, middle, close) => open.repeat(count) + middle + close.repeat(count);
const chain = (count, make) => Array.from({ length: count }, (_item, index) => make(index)).join('');

/** Each gives statements of up(). */
const SHAPES = [
  (n) => `$a = ${nest(n, '[', '1', ']')};`,
  (n) => `$a = ${nest(n, "['k' => ", '1', ']')}; $b = $a === $a; $c = json_encode($a); $d = count($a, 1);`,
  (n) => `$a = ${nest(n, '(', '1', ')')};`,
  (n) => `$a = ${chain(n, () => "'x' . ")}'x';`,
  (n) => `$a = ${chain(n, () => '1 + ')}1;`,
  (n) => `$a = ${chain(n, () => 'foo() ?: ')}1;`,
  (n) => `$a = ${chain(n, () => 'foo() && ')}1;`,
  (n) => `$a = ${chain(n, () => '$b ?? ')}1;`,
  (n) => `$a = ${chain(n, (i) => `$a === ${i} ? ${i} : (`)}1${')'.repeat(n)};`,
  (n) => `$a = ${chain(n, () => '$b = ')}1;`,
  (n) => `$a = ${'!'.repeat(n)}1; $b = ${'- '.repeat(n)}1; $c = ${'(array) '.repeat(n)}1;`,
  (n) => `$a = ${nest(n, 'fn () => ', '1', '')};`,
  (n) => `$a = ${nest(n, 'function () { return ', '1', '; }')}; $a();`,
  (n) => nest(n, 'if (foo()) { ', "Schema::drop('a');", ' }'),
  (n) => `if (foo()) {}${chain(n, (i) => ` elseif ($x == ${i}) { Schema::drop('a${i}'); }`)}`,
  (n) => nest(n, 'foreach ([1] as $x) { ', "Schema::drop('a');", ' }'),
  (n) => nest(n, 'try { ', "Schema::drop('a');", ' } finally { }'),
  (n) => nest(Math.min(n, 60), 'while (foo()) { ', "Schema::drop('a' . $i++);", ' }'),
  (n) => nest(Math.min(n, 30), 'foreach ([1, 2, 3] as $x) { ', '$i++;', ' }'),
  (n) => `switch (foo()) { ${chain(n, (i) => `case ${i}: Schema::drop('a${i}'); `)} }`,
  (n) => `$a = match (foo()) { ${chain(n, (i) => `${i} => 'a${i}', `)} };`,
  (n) => `$a${chain(n, () => '->a()')};`,
  (n) => `$a${chain(n, () => '->a')}${chain(n, () => "['a']")} = 1;`,
  (n) =>
    `$a${chain(n, () => '[0]')} = 1; $b = $a; $b${chain(n, () => '[0]')} = 2; $c = $a == $b; unset($a${chain(n, () => '[0]')});`,
  (n) => `DB::table('a')${chain(n, () => "->where('a', 1)")}->get();`,
  (n) => `$a = ${chain(n, (i) => `array_map(fn ($v${i}) => `)}1${', [1])'.repeat(n)};`,
  (n) => `$a = "${chain(Math.min(n, 40), () => '{$a["')}x${chain(Math.min(n, 40), () => '"]}')}";`,
  (n) =>
    `$a = [${chain(n, (i) => `'k${i}' => ${i}, `)}]; foreach ($a as $k => $v) { if (foo()) $a[$k] = $v; }`,
  (n) => `Schema::create('wide', function ($t) { ${chain(n, (i) => `$t->string('c${i}')->index();\n`)} });`,
  (n) => `Schema::create('wide', function ($t) { $t->id(); $t->index([${chain(n, (i) => `'c${i}', `)}]); });`,
  (n) =>
    `Schema::create('wide', function ($t) { $t->enum('e', [${chain(n, (i) => `'v${i}', `)}])${chain(n, () => '->nullable()')}; });`,
  (n) =>
    chain(
      Math.min(n, 2000),
      (i) =>
        `Schema::create('t${i}', function ($t) { $t->id(); $t->foreignId('a')->constrained('t${i - 1}'); });\n`,
    ),
  (n) =>
    chain(
      Math.min(n, 2000),
      (i) => `Schema::table('a', function ($t) { $t->renameColumn('c${i}', 'c${i + 1}'); });\n`,
    ),
  (n) => `${chain(n, (i) => `if (foo()) { $x${i} = 1; } `)}Schema::drop('a');`,
  (n) =>
    chain(Math.min(n, 3000), (i) => `$x${i} = range(1, 100); `) +
    chain(300, () => "if (foo()) { Schema::drop('a'); } "),
  (n) => `DB::statement('create table x (a int check ${nest(n, '(', '1', ')')})');`,
  (n) => `DB::unprepared('${chain(n, (i) => `create table x${i} (a int); `)}');`,
  (n) => `DB::statement("${chain(n, () => 'alter table a add b int, ')}");`,
  (n) => `// ${'x'.repeat(n)}\n${chain(n, () => '// dialint-disable-next-line nosuch -- x\n')}`,
  (n) => `$a = <<<X\n${chain(n, () => '{$a}')}\nX;`,
  (n) =>
    `$a = new class { ${chain(n, (i) => `public $p${i} = ${i}; function m${i}() { return $this->m${i + 1}(); } `)} }; $a->m0();`,
  (n) =>
    `${chain(Math.min(n, 3000), (i) => `$f${i} = fn ($x) => ${i === 0 ? '1' : `$f${i - 1}($x)`};`)} $f${Math.min(n, 3000) - 1}(1);`,
];

/** Constructs outside of the class. */
const TOPS = [
  (n) => chain(n, (i) => `trait T${i} { use T${i + 1}; } `),
  (n) => chain(n, (i) => `class P${i} extends P${i + 1} { } `),
  (n) => chain(n, (i) => `interface I${i} extends I${i + 1}, I0 { } `),
  (n) => chain(n, (i) => `const K${i} = K${i + 1} . K${i + 1}; `),
  (n) =>
    `class K { ${chain(n, (i) => `const C${i} = self::C${i + 1} . self::C${i + 1}; `)} const C${n} = 'x'; } `,
  (n) => `use ${chain(n, (i) => `A\\B${i}, `)}A\\Z;`,
  (n) => `namespace ${chain(n, () => 'a\\')}b;`,
  (n) => nest(n, '{', '', '}'),
  (n) => nest(n, "if (!class_exists('x')) {", 'class X1 {}', '}'),
];

export function nested({ pick, chance }) {
  const count = () => pick([10, 50, 150, 400, 1000, 3000, 8000, 20_000]);
  return `<?php
${chance(0.2) ? pick(TOPS)(count()) : ''}
use Illuminate\\Support\\Facades\\{DB, Schema};
return new class extends \\Illuminate\\Database\\Migrations\\Migration {
${chance(0.1) ? 'use T0;' : ''}
public function up() {
${pick(SHAPES)(count())}
${chance(0.3) ? pick(SHAPES)(count()) : ''}
}
public function down() { ${chance(0.2) ? pick(SHAPES)(count()) : ''} }
};
`;
}
