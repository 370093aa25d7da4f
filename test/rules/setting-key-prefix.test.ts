import { describe, expect, it } from 'vitest';
import { check, create, migration } from './project.ts';
import { example, found } from './shown.ts';

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

/** Code of the module `my-module`, which has a table of its own. */
const project = (body: string, file = 'modules/my-module/src/Provider.php') => ({
  'modules/my-module/database/migrations/2026_02_01_000000_step.php': migration(create('mod_my_module_a')),
  [file]: `<?php
namespace Modules\\MyModule;
use App\\Models\\Setting;
class Provider {
    public function boot($manager, $name) {
        ${body}
    }
}
`,
});
const helps = async (body: string) => (await check([RULE], project(body))).map((one) => one.help);
const messages = async (body: string) => (await check([RULE], project(body))).map((one) => one.message);

describe('a key', () => {
  it.each([
    "Setting::get('my-module.a');",
    "Setting::set('my-module.a', 1);",
    "Setting::set('my-module.', 1);",
    // too short to tell
    'Setting::get("{$name}.a");',
    "Setting::get('my' . $name);",
    "Setting::get('my-module.' . $name);",
    "Setting::get('my-module' . $name);",
    // other classes
    "\\Other\\Setting::get('a');",
    "Setting::forget('a');",
  ])('is left alone: %s', async (body) => {
    expect(await found(RULE, project(body))).toBe('nothing');
  });
  it.each([
    ['a', 'my-module.a'],
    ['my-module', 'my-module.my-module'],
    ['my-modules.a', 'my-module.my-modules.a'],
    ['my_module.a', 'my-module.a'],
    ['MyModule.a.b', 'my-module.a.b'],
    ['My Module.a', 'my-module.a'],
    ['.a', 'my-module..a'],
    ['mail.my-module.a', 'my-module.mail.my-module.a'],
    ['mymodulea', 'my-module.mymodulea'],
  ])('%s should be %s', async (key, proposal) => {
    expect(await helps(`Setting::get('${key}');`)).toEqual([`Use '${proposal}'.`]);
  });
  it('of which the beginning is literal is shown with dots', async () => {
    expect(await found(RULE, project("Setting::set('mail.' . $name, 1);"))).toMatchInlineSnapshot(`
      "warning modules/my-module/src/Provider.php:6:22 «'mail.' . $name»
        module "my-module" writes setting "mail.…", whose key does not begin with "my-module.". It can overwrite a setting of the application or of another module, and it stays when the module is uninstalled.
        help: Use 'my-module.mail.…'.
        engines: any
        data: {"module":"my-module","key":"mail.","access":"write"}"
    `);
    expect(await helps("Setting::get('my_module.' . $name);")).toEqual(["Use 'my-module.…'."]);
    expect(await helps("Setting::get('my-modules' . $name);")).toEqual(["Use 'my-module.my-modules…'."]);
  });
  it('is told of in the application never, in packages where the rule is configured', async () => {
    const body = "Setting::get('a');";
    expect(await found(RULE, project(body, 'app/Provider.php'))).toBe('nothing');
    const packages = {
      ...project(body, 'packages/acme/shop/src/Provider.php'),
      'packages/acme/shop/composer.json': '{ "name": "acme/shop" }',
    };
    expect(await found(RULE, packages)).toBe('nothing');
    const configured = { ...packages, 'dialint.json': JSON.stringify({ rules: { [RULE]: 'error' } }) };
    expect((await check([RULE], configured)).map((one) => [one.severity, one.help])).toEqual([
      ['error', "Use 'shop.a'."],
    ]);
  });
});

describe('registerSettings()', () => {
  it('is given the slug as it is', async () => {
    expect(
      await found(RULE, project("$manager->registerSettings('my_module', ['a' => 1]);")),
    ).toMatchInlineSnapshot(`
      "warning modules/my-module/src/Provider.php:6:36 «'my_module'»
        registerSettings() of module "my-module" is given "my_module": its settings are kept under "my_module.". Uninstalling "my-module" deletes keys that begin with "my-module.", so these stay.
        help: Pass 'my-module', with its dashes.
        engines: any
        data: {"module":"my-module","key":"my_module","access":"register"}"
    `);
  });
  it.each([
    "$manager->registerSettings('my-module', []);",
    "$manager->registerSettings('my_' . $name, []);",
    '$manager->registerSettings($name, []);',
  ])('is left alone: %s', async (body) => {
    expect(await found(RULE, project(body))).toBe('nothing');
  });
});

describe('a type', () => {
  const typed = (type: string) => `Setting::set('my-module.a', 1, '${type}');`;
  it.each(['string', 'int', 'bool', 'json'])('that there is: %s', async (type) => {
    expect(await found(RULE, project(typed(type)))).toBe('nothing');
  });
  it.each([
    ['integer', "Use 'int'."],
    ['Integer', "Use 'int'."],
    ['boolean', "Use 'bool'."],
    ['array', "Use 'json'."],
    ['object', "Use 'json'."],
    ['text', "Use 'string'."],
    ['str', "Use 'string'."],
    ['stirng', "Use 'string'."],
    ['INT', "Use 'int'."],
    ['datetime', 'Choose one of string, int, bool, json.'],
  ])('that there is not: %s', async (type, help) => {
    expect(await helps(typed(type))).toEqual([help]);
    expect(await messages(typed(type))).toEqual([
      `setting "my-module.a" is written with type "${type}", which does not exist: there are string, int, bool and json. A type that is not known is read back as a string.`,
    ]);
  });
  it('and its key are told of apart', async () => {
    expect(await helps("Setting::set('a', 1, 'float');")).toEqual([
      "Use 'my-module.a'.",
      'Choose one of string, int, bool, json.',
    ]);
  });
});

it('each finding is known again, whatever stands before it', async () => {
  const last = [
    "Setting::get('a');",
    "Setting::set('a', 1);",
    "Setting::set('my-module.a', 1, 'float');",
    "$manager->registerSettings('a', []);",
  ];
  const first = [
    "Setting::get('b');",
    "Setting::set('b', 1);",
    "Setting::set('my-module.b', 1, 'float');",
    "$manager->registerSettings('b', []);",
  ];
  const prints = async (body: readonly string[]) =>
    (await check([RULE], project(body.join('\n')))).map((one) => one.fingerprint);
  const alone = await prints(last);
  expect(new Set(alone).size).toBe(4);
  expect((await prints([...first, ...last])).slice(4)).toEqual(alone);
});
