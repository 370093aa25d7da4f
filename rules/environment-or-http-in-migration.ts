import { fileIdentity } from '../src/lint/file-identity.ts';
import type { Rule } from '../src/lint/rule.ts';
import { sentences } from '../src/lint/wording.ts';

export const environmentOrHttpInMigration: Rule = {
  id: 'environment-or-http-in-migration',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: 'A migration asks for the environment it runs in, or for something on the network.',
    why: 'The schema then depends on where and when the migration runs: what tests and staging have passed is not what production gets. env() is null once the configuration is cached (config:cache), without a word. A request fails or hangs, and with it the deploy, perhaps half-way.',
    how: 'Write the same migration for every environment. Ask for the database’s driver where engines differ; put data of one environment into a seeder or a command; read config() instead of env(); keep what is fetched in the repository.',
    engines: [],
    bad: [
      {
        title: 'app()->environment()',
        code: `if (app()->environment('production')) {
    DB::table('users')->insert(['name' => 'admin']);
}`,
      },
      {
        title: 'env()',
        code: `Schema::create(env('ORDERS_TABLE', 'orders'), function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A request',
        code: `$rates = \\Illuminate\\Support\\Facades\\Http::get('https://example.com/rates.json')->json();
foreach ($rates as $name => $rate) {
    DB::table('rates')->insert(['name' => $name, 'rate' => $rate]);
}`,
      },
    ],
    good: [
      {
        title: 'The driver is asked for',
        code: `if (DB::getDriverName() === 'pgsql') {
    DB::statement('CREATE EXTENSION IF NOT EXISTS pg_trgm');
}`,
      },
      {
        title: 'config()',
        code: `Schema::create(config('shop.table', 'orders'), function (Blueprint $table) {
    $table->id();
});`,
      },
      {
        title: 'A file of the repository',
        code: `foreach (json_decode(file_get_contents(__DIR__ . '/rates.json'), true) ?? [] as $name => $rate) {
    DB::table('rates')->insert(['name' => $name, 'rate' => $rate]);
}`,
      },
    ],
  },
  create(context) {
    const told = new Set<string>();
    return {
      fact(fact) {
        if (fact.kind !== 'outside-look') return;
        const { origin, text, what } = fact;
        // Once is enough for a file.
        if (told.has(`${origin.file} ${text}`)) return;
        told.add(`${origin.file} ${text}`);
        context.report({
          file: origin.file,
          span: origin.span,
          message: sentences(
            what === 'environment'
              ? `${text}: what this migration does depends on the environment it runs in.`
              : `${text}: this migration depends on the network.`,
            what === 'environment'
              ? 'Tests and staging do not show what production gets.'
              : 'Where the answer is late, missing or another one, the deploy stops, or writes something else.',
          ),
          help:
            what === 'environment'
              ? 'Do the same everywhere; put rows of one environment into a seeder.'
              : 'Keep what is fetched in the repository, or fetch it in a command of its own.',
          engines: [],
          data: { what, text },
          identity: `${fileIdentity(origin.file)} ${text}`,
        });
      },
    };
  },
};
