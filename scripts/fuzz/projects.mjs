/** A case: a small project's files, made in one of several ways, and the engines that it is checked for. */
import { nameOf, textOf } from './corpus.mjs';
import { MUTATIONS } from './mutations.mjs';
import { nested } from './nesting.mjs';
import { phpFor } from './php.mjs';

const ENGINES = ['sqlite', 'mysql', 'mariadb', 'postgres'];
const FOLDER = 'database/migrations';
const COMPOSER =
  '{"require":{"laravel/framework":"^12.0"},"autoload":{"psr-4":{"App\\\\":"app/"},"files":["app/helpers.php"]}}';

/** A variable as .env files refer to one. */
const use = (name) => `$\{${name}}`;

/** What stands around migrations in a project, to be mutated. */
const SURROUNDINGS = {
  'composer.json': COMPOSER,
  'composer.lock':
    '{"packages":[{"name":"laravel/framework","version":"v12.1.0"},{"name":"doctrine/dbal","version":"3.1"}]}',
  '.env': `APP_NAME="${use('APP_NAME')}"\nDB_CONNECTION=mysql\nDB_HOST=${use('DB_HOST')}x${use('DB_HOST')}\nDB_DATABASE="a b"\nexport X='y' # z\n`,
  '.env.testing': 'DB_CONNECTION=sqlite\nDB_DATABASE=:memory:\n',
  'phpunit.xml':
    '<phpunit><php><env name="DB_CONNECTION" value="sqlite"/><server name="X" value="1"/></php></phpunit>',
  'docker-compose.yml':
    'services:\n  db:\n    image: "mysql:8.0"\n    environment: &e\n      MYSQL_DATABASE: x\n  pg:\n    image: postgres:16-alpine\n    environment:\n      <<: *e\n',
  'config/database.php':
    "<?php\nreturn ['default' => env('DB_CONNECTION', 'mysql'), 'connections' => ['mysql' => ['driver' => 'mysql', 'prefix' => env('P', 'x_'), 'charset' => 'utf8mb4', 'options' => extension_loaded('x') ? array_filter([1 => env('Y')]) : []], 'pgsql' => require __DIR__.'/database.php']];\n",
  'config/app.php':
    "<?php\nreturn ['providers' => [App\\Providers\\AppServiceProvider::class], 'again' => config('app.again'), 'key' => array_merge(require 'app.php', ['x' => str_repeat('a', 1e9)])];\n",
  'dialint.json':
    '{"engines":{"test":"sqlite","production":["mysql@8.4","postgres@16"]},"rules":{"missing-down":"off","module-table-prefix":["error",{"pattern":"mod_{slug}_"}]},"modules":["modules/*"],"externalTables":{"customers":{"id":"bigint unsigned"}},"overrides":[{"files":"database/**","rules":{"identifier-too-long":"warning"}}]}',
  'phpunit.xml.dist': '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "&b;&b;">]><phpunit>&b;</phpunit>',
  'app/helpers.php':
    '<?php\nfunction foo() { return foo(); }\nfunction again(...$a) { return again($a, $a); }\nfunction helper(&$x) { $x = [$x, $x]; return helper($x); }\n',
  'app/Models/User.php':
    "<?php\nnamespace App\\Models;\nclass User extends \\Illuminate\\Database\\Eloquent\\Model { protected $table = self::T . 'x'; const T = self::T; protected $casts = ['a' => 'array', 'b' => self::class]; public function getTable() { return $this->getTable(); } }\n",
  'modules/shop/module.json': '{"name":"shop","alias":"shop"}',
  'modules/shop/database/migrations/2024_01_01_000000_create_x.php':
    "<?php\nreturn new class extends \\Illuminate\\Database\\Migrations\\Migration { function up() { Schema::create('mod_shop_x', fn ($t) => $t->foreignId('user_id')->constrained()); Setting::set('shop.x', 1); DB::transaction(fn () => DB::table('a')->lockForUpdate()->get()); } };\n",
  'database/schema/mysql-schema.sql':
    "CREATE TABLE `users` (`id` bigint unsigned NOT NULL AUTO_INCREMENT, `a` enum('x','y') DEFAULT 'x', PRIMARY KEY (`id`), KEY `k` (`a`(10))) ENGINE=InnoDB;\nINSERT INTO `migrations` VALUES (1,'2014_10_12_000000_create_users_table',1);\n",
};
const UNUSUAL_CONTENT = [
  '',
  '\0',
  '\uFEFF',
  '[',
  '{',
  'null',
  '<?php',
  '<?php return ',
  '"'.repeat(1000),
  '['.repeat(20_000),
  '<a>'.repeat(20_000),
  '&x '.repeat(5000),
  'x: '.repeat(3000),
  use('X').repeat(5000),
  '/*'.repeat(20_000),
  '('.repeat(20_000),
];

/** Migrations that stand next to each other in the corpus give a mutated one a schema to work on. */
function neighbours(corpus, at) {
  return corpus.migrations
    .slice(Math.max(0, at - 2), at)
    .map((path) => [`${FOLDER}/${nameOf(path)}`, textOf(path)]);
}

function mutated(kind) {
  return (tools, corpus) => {
    const at = tools.index(corpus.migrations);
    const path = corpus.migrations[at];
    const other = () => textOf(tools.pick(corpus.migrations));
    return [
      ...neighbours(corpus, at),
      [`${FOLDER}/${nameOf(path)}`, MUTATIONS[kind](textOf(path), tools, other)],
    ];
  };
}

/** One text, changed in several ways in a row. */
function changed(text, tools, other, most = 2) {
  let current = text;
  tools.times(most, () => {
    const kind = tools.pick(Object.keys(MUTATIONS));
    const next = MUTATIONS[kind](String(current), tools, other);
    if (next.length < 300_000) current = next;
  });
  return current;
}

const generatedName = (number) => `${FOLDER}/2024_01_0${number}_000000_generated_${number}.php`;

const KINDS = {
  ...Object.fromEntries(Object.keys(MUTATIONS).map((kind) => [kind, mutated(kind)])),
  generated: (tools) => [
    [generatedName(1), phpFor(tools).migration()],
    ...(tools.chance(0.3) ? [[generatedName(2), phpFor(tools).migration()]] : []),
    ...(tools.chance(0.2)
      ? [
          ['app/helpers.php', SURROUNDINGS['app/helpers.php']],
          ['composer.json', COMPOSER],
        ]
      : []),
  ],
  // what is generated is mostly valid: broken a little, it reaches the parser's recovery
  generatedBroken: (tools) => {
    const text = phpFor(tools).migration();
    return [[generatedName(1), changed(text, tools, () => phpFor(tools).migration())]];
  },
  nested: (tools) => [[generatedName(1), nested(tools)]],
  mixed: (tools, corpus) => {
    const text = textOf(tools.pick(corpus.migrations));
    const php = phpFor(tools);
    const at = text.search(/(?<=function up\(\)[^{]*\{)/);
    const put = tools.list(3, () => php.statement(1)).join('\n');
    return [
      [
        generatedName(1),
        at < 0 ? text : `${text.slice(0, at)}\n$a = $b = $t = [];\n${put}\n${text.slice(at)}`,
      ],
    ];
  },
  provider: (tools, corpus) => {
    const php = phpFor(tools);
    const real =
      corpus.neighbours.length > 0 && tools.chance(0.4) ? textOf(tools.pick(corpus.neighbours)) : undefined;
    const text = real ?? php.provider();
    const folder = /extends\s+\S*Model\b/.test(text)
      ? 'app/Models/User.php'
      : 'app/Providers/AppServiceProvider.php';
    const other = () => php.provider();
    return [
      [folder, tools.chance(0.6) ? changed(text, tools, other) : text],
      ['composer.json', COMPOSER],
      ...(tools.chance(0.5) ? [['config/app.php', SURROUNDINGS['config/app.php']]] : []),
      [
        generatedName(1),
        `<?php\nuse Illuminate\\Support\\Facades\\Schema;\nreturn new class extends Migration { function up() { Schema::create('a', function ($t) { $t->id(); $t->again(); $t->loop('a')->again(); $t->money(1); $t->string('x')->index()->again(); }); } };`,
      ],
      [generatedName(2), php.migration()],
    ];
  },
  surroundings: (tools, corpus) => {
    const names = Object.keys(SURROUNDINGS);
    const chosen = new Set(tools.list(6, () => tools.pick(names)));
    const at = tools.index(corpus.migrations);
    return [
      ...neighbours(corpus, at),
      ...[...chosen].map((name) => {
        const text = SURROUNDINGS[name];
        if (tools.chance(0.15)) return [name, tools.pick(UNUSUAL_CONTENT)];
        const other = () => SURROUNDINGS[tools.pick(names)];
        return [name, tools.chance(0.7) ? changed(text, tools, other) : text];
      }),
    ];
  },
};

export const CASE_KINDS = Object.keys(KINDS);

/** Made-up code finds more than one more way to cut a file. */
const WEIGHTS = { generated: 5, nested: 3, mixed: 3, generatedBroken: 2, provider: 2, surroundings: 2 };
const WEIGHTED = CASE_KINDS.flatMap((kind) => Array(WEIGHTS[kind] ?? 1).fill(kind));

/**
 * `engines` undefined: those that the project's files name.
 * @returns {{ kind: string, engines: string[] | undefined, files: (readonly [path: string, content: string | Buffer])[] }}
 */
export function makeCase(tools, corpus) {
  const kind = tools.pick(WEIGHTED);
  const files = new Map([
    ['artisan', ''],
    ['composer.json', COMPOSER],
  ]);
  for (const [path, content] of KINDS[kind](tools, corpus)) files.set(path, content);
  const engines =
    kind === 'surroundings' && tools.chance(0.5)
      ? undefined
      : tools.chance(0.2)
        ? ENGINES
        : [tools.pick(ENGINES)];
  return { kind, engines, files: [...files] };
}
