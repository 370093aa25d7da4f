/** What a provider sets for the schema builder. */
import { expect, it } from 'vitest';
import { NO_DEFAULTS, readBuilderDefaults } from '../../../src/frontends/laravel/builder-defaults.ts';
import type { AstNode } from '../../../src/php/ast.ts';
import { parsePhp } from '../../../src/php/parse.ts';

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
