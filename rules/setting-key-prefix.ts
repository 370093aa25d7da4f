import { moduleSlug } from '../src/lint/ownership.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { quote, sentences } from '../src/lint/wording.ts';
import { type FactOf, nearest } from '../src/schema/index.ts';

type Setting = FactOf<'setting'>;

const TYPES = ['string', 'int', 'bool', 'json'];

/** What people mean by other words. */
const SYNONYMS: Readonly<Record<string, string>> = {
  integer: 'int',
  boolean: 'bool',
  array: 'json',
  object: 'json',
  text: 'string',
  str: 'string',
};

/** Does the key begin with the module's slug and a dot? undefined: what is literal of it is too short to tell. */
function begins(key: string, whole: boolean, slug: string): boolean | undefined {
  const prefix = `${slug}.`;
  if (key.startsWith(prefix)) return true;
  return !whole && prefix.startsWith(key) ? undefined : false;
}

/** `my_module.api_key`, `api_key` → `my-module.api_key`. */
function proposal(key: string, slug: string): string {
  const dot = key.indexOf('.');
  const first = dot < 0 ? '' : key.slice(0, dot);
  const same = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return `${slug}.${dot >= 0 && same(first) === same(slug) ? key.slice(dot + 1) : key}`;
}

function checkKey(context: RuleContext, fact: Setting, slug: string): void {
  const { origin, key, whole, access } = fact;
  if (access === 'register') {
    if (!whole || key === slug) return;
    context.report({
      file: origin.file,
      span: origin.span,
      message: sentences(
        `registerSettings() of module ${quote(slug)} is given ${quote(key)}: its settings are kept under ${quote(`${key}.`)}.`,
        `Uninstalling ${quote(slug)} deletes keys that begin with ${quote(`${slug}.`)}, so these stay.`,
      ),
      help: `Pass '${slug}'${slug.includes('-') ? ', with its dashes' : ''}.`,
      engines: [],
      data: { module: slug, key, access },
      identity: `${slug} register ${key}`,
    });
    return;
  }
  if (begins(key, whole, slug) !== false) return;
  const shown = whole ? key : `${key}…`;
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(
      `module ${quote(slug)} ${access === 'read' ? 'reads' : 'writes'} setting ${quote(shown)}, whose key does not begin with ${quote(`${slug}.`)}.`,
      access === 'write'
        ? 'It can overwrite a setting of the application or of another module, and it stays when the module is uninstalled.'
        : 'registerSettings() puts the slug before each key, so what it has registered is not found under this one.',
    ),
    help: `Use '${proposal(key, slug)}${whole ? '' : '…'}'.`,
    engines: [],
    data: { module: slug, key, access },
    identity: `${slug} ${access} ${key}`,
  });
}

function checkType(context: RuleContext, fact: Setting, slug: string): void {
  const { type } = fact;
  if (type === undefined || TYPES.includes(type.name)) return;
  const meant = SYNONYMS[type.name.toLowerCase()] ?? nearest(type.name, TYPES);
  context.report({
    file: type.origin.file,
    span: type.origin.span,
    message: `setting ${quote(fact.key)} is written with type ${quote(type.name)}, which does not exist: there are string, int, bool and json. A type that is not known is read back as a string.`,
    help: meant === undefined ? 'Choose one of string, int, bool, json.' : `Use '${meant}'.`,
    engines: [],
    data: { module: slug, key: fact.key, type: type.name },
    identity: `${slug} type ${fact.key} ${type.name}`,
  });
}

const MODULE = 'modules/my-module/src/MyModuleServiceProvider.php';

function example(body: string, alias = ''): string {
  return `<?php
namespace Modules\\MyModule;

use App\\Models\\Setting${alias};
use App\\Modules\\ModuleManager;

class MyModuleServiceProvider
{
    public function boot(ModuleManager $manager): void
    {
        ${body}
    }
}
`;
}

/** A file of the module that is a migration, so that the module is known. */
const files = {
  'modules/my-module/database/migrations/2025_01_01_000001_create_mod_my_module_documents.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration {
    public function up(): void
    {
        Schema::create('mod_my_module_documents', function (Blueprint $table) {
            $table->id();
        });
    }
};
`,
};

export const settingKeyPrefix: Rule = {
  id: 'setting-key-prefix',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: "A module uses a setting whose key does not begin with the module's slug, or a type of setting that does not exist.",
    why: "All modules and the application share one table of settings. An uninstall deletes the keys that begin with the module's slug and a dot: any other stays, and may be somebody else's. The types are string, int, bool and json; a value of any other type comes back as a string.",
    how: 'Begin each key with the slug, dashes kept: my-module.api_key.',
    engines: [],
    bad: [
      { title: 'No slug', file: MODULE, files, code: example("Setting::set('api_key', 'abc');") },
      {
        title: 'An underscore for the dash',
        file: MODULE,
        files,
        code: example("return Setting::get('my_module.enabled', false);"),
      },
      {
        title: 'A type that does not exist, through an alias',
        file: MODULE,
        files,
        code: example("Config::set('my-module.enabled', true, 'boolean');", ' as Config'),
      },
    ],
    good: [
      {
        title: 'The slug, then the key',
        file: MODULE,
        files,
        code: example("Setting::set('my-module.enabled', true, 'bool');"),
      },
      {
        title: 'registerSettings() puts the slug before each key',
        file: MODULE,
        files,
        code: example("$manager->registerSettings('my-module', ['api_key' => '']);"),
      },
      {
        title: 'The application has keys of its own',
        file: 'app/Services/Mailer.php',
        files,
        code: `<?php
namespace App\\Services;

use App\\Models\\Setting;

class Mailer
{
    public function sender(): string
    {
        return Setting::get('mail.sender');
    }
}
`,
      },
    ],
  },
  create(context) {
    return {
      fact(fact) {
        if (fact.kind !== 'setting') return;
        const slug = moduleSlug(fact.owner, context.configured === true);
        if (slug === null) return;
        checkKey(context, fact, slug);
        checkType(context, fact, slug);
      },
    };
  },
};
