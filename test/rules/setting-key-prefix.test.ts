import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'setting-key-prefix';

describe('the examples', () => {
  it('No slug', async () => {
    expect(await example(RULE, 'No slug')).toMatchInlineSnapshot(`
      "warning modules/my-module/src/MyModuleServiceProvider.php:11:22 «'api_key'»
        module "my-module" writes setting "api_key", whose key does not begin with "my-module.". It can overwrite a setting of the application or of another module, and it stays when the module is uninstalled.
        help: Use 'my-module.api_key'.
        engines: any
        data: {"module":"my-module","key":"api_key","access":"write"}"
    `);
  });
  it('An underscore for the dash', async () => {
    expect(await example(RULE, 'An underscore for the dash')).toMatchInlineSnapshot(`
      "warning modules/my-module/src/MyModuleServiceProvider.php:11:29 «'my_module.enabled'»
        module "my-module" reads setting "my_module.enabled", whose key does not begin with "my-module.". registerSettings() puts the slug before each key, so what it has registered is not found under this one.
        help: Use 'my-module.enabled'.
        engines: any
        data: {"module":"my-module","key":"my_module.enabled","access":"read"}"
    `);
  });
  it('A type that does not exist, through an alias', async () => {
    expect(await example(RULE, 'A type that does not exist, through an alias')).toMatchInlineSnapshot(`
      "warning modules/my-module/src/MyModuleServiceProvider.php:11:48 «'boolean'»
        setting "my-module.enabled" is written with type "boolean", which does not exist: there are string, int, bool and json. A type that is not known is read back as a string.
        help: Use 'bool'.
        engines: any
        data: {"module":"my-module","key":"my-module.enabled","type":"boolean"}"
    `);
  });
});
