/** What a provider sets for the schema builder. */
import { expect, it } from 'vitest';
import { NO_DEFAULTS, readBuilderDefaults } from '../../../src/frontends/laravel/builder-defaults.ts';
import type { AstNode } from '../../../src/php/ast.ts';
import { parsePhp } from '../../../src/php/parse.ts';
import { evaluate, up } from './evaluator/project.ts';

function defaultsOf(boot: string) {
  const { ast } = parsePhp(`<?php class P { function boot() { ${boot} } }`, 'P.php');
  return readBuilderDefaults(ast as unknown as AstNode, NO_DEFAULTS);
}

it.each([
  ['Schema::defaultStringLength(191);', { stringLength: 191 }],
  ['Builder::morphUsingUlids();', { morphKeyType: 'ulid' }],
  ["Schema::defaultMorphKeyType('uuid');", { morphKeyType: 'uuid' }],
  ['Schema::defaultTimePrecision(6);', { timePrecision: 6 }],
  ['Schema::defaultTimePrecision(null);', { timePrecision: null }],
  ['Schema::useNativeSchemaOperationsIfPossible();', { nativeOperations: true }],
  ['Schema::useNativeSchemaOperationsIfPossible(false);', { nativeOperations: false }],
])('%s', (boot, set) => {
  expect(defaultsOf(boot)).toEqual({ ...NO_DEFAULTS, ...set });
});

it('what editors are told of the framework sets nothing', () => {
  const helper = `<?php namespace Illuminate\\Support\\Facades { class Schema {
    public static function morphUsingUlids() { \\Illuminate\\Database\\Schema\\SQLiteBuilder::morphUsingUlids(); }
  } }`;
  const migration = up("Schema::create('a', function (Blueprint $table) { $table->morphs('owner'); });");
  expect(evaluate(migration, { '_ide_helper.php': helper }).sql('mysql')[0]).toContain(
    '`owner_id` bigint unsigned',
  );
  expect(evaluate(migration, { 'app/Helper.php': helper }).sql('mysql')[0]).toContain('`owner_id` char(26)');
});
