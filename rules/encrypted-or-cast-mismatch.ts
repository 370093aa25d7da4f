import { type Group, groupByTarget, ids } from '../src/lint/groups.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { type StandingColumn, standing } from '../src/lint/standing.ts';
import { engineTitles, joinWords, quote, sentences, verb } from '../src/lint/wording.ts';
import type { ColumnType, FactOf } from '../src/schema/index.ts';

type Model = FactOf<'model'>;
type LengthRule = FactOf<'length-rule'>;

const ENCRYPTED = /encrypted/i;
const STRUCTURED =
  /^(?:array|json|object|collection|AsCollection|AsArrayObject|AsEnumCollection|AsEnumArrayObject)(?::|$)/;
const STRINGS = /^(?:varchar|character varying|char|character)$/;

/**
 * Bytes of plain text that fit, encrypted, into so many characters: AES in blocks of 16, in base64, with iv and mac as
 * JSON, in base64 once more (Illuminate\Encryption\Encrypter::encrypt, aes-256-cbc, Laravel 8 to 13).
 */
export function plainBytes(characters: number): number {
  const base64 = (bytes: number): number => 4 * Math.ceil(bytes / 3);
  let blocks = 0;
  while (base64(126 + base64(16 * (blocks + 1))) <= characters) blocks += 1;
  return Math.max(0, 16 * blocks - 1);
}

/** What holds no encrypted text of whatever length. */
function holdsNoText({ name }: ColumnType): boolean {
  return !STRINGS.test(name) && !/text|blob|bytea|binary|clob/.test(name);
}

function placesOf({ hits: [hit] }: Group<StandingColumn>, { name, origin }: Model) {
  const { file, span } = origin;
  return [...(hit.origin.related ?? []), { file, span, message: `model ${name}` }];
}

function reportCast(context: RuleContext, group: Group<StandingColumn>, model: Model, cast: string): void {
  const { hits } = group;
  const [{ table, spec, origin }] = hits;
  const encrypted = ENCRYPTED.test(cast);
  // SQLite keeps whatever it is given
  const strict = hits.filter(({ target }) => target.engine !== 'sqlite');
  const narrow = strict.filter(
    ({ now }) => STRINGS.test(now.type.name) && (now.type.length ?? Infinity) < 1000,
  );
  const wrong = encrypted ? strict.filter(({ now }) => holdsNoText(now.type)) : [];
  const concerned = wrong.length > 0 ? wrong : narrow;
  const [first] = concerned;
  if (first === undefined) return;
  const targets = context.targets.filter(({ id }) => concerned.some(({ target }) => target.id === id));
  const titles = engineTitles(targets, context.targets);
  const length = first.now.type.length ?? 0;
  const refuse = `${joinWords(titles)} ${verb(titles.length, 'refuse')}`;
  const what =
    wrong.length > 0
      ? `model ${model.name} encrypts ${quote(spec.name)} of table ${quote(table)}, and the column is ${first.now.type.text}: ${refuse} the encrypted text.`
      : encrypted
        ? `model ${model.name} encrypts ${quote(spec.name)} of table ${quote(table)}, and the column has ${length} characters: that is room for ${plainBytes(length)} bytes of plain text, and ${refuse} the row with more.`
        : `model ${model.name} casts ${quote(spec.name)} of table ${quote(table)} to ${cast}, and the column has ${length} characters: ${refuse} the row as soon as its JSON is longer.`;
  context.report({
    file: origin.file,
    span: origin.span,
    message: sentences(what, 'SQLite stores it whatever its length, so tests stay green.'),
    help: encrypted
      ? `Make it text: $table->text('${spec.name}'). It cannot be searched in, so it needs no index.`
      : `Make it json: $table->json('${spec.name}').`,
    ...(encrypted ? {} : { severity: 'info' as const }),
    engines: ids(targets),
    related: placesOf(group, model),
    data: { table, column: spec.name, cast, length: wrong.length > 0 ? null : length },
    identity: `${table} ${spec.name} cast`,
  });
}

function reportLength(context: RuleContext, group: Group<StandingColumn>, rule: LengthRule): void {
  const { hits } = group;
  const narrow = hits.filter(
    ({ now }) => STRINGS.test(now.type.name) && now.type.length !== undefined && now.type.length < rule.max,
  );
  const [first] = narrow.filter(({ target }) => target.engine !== 'sqlite');
  if (first === undefined) return;
  const targets = context.targets.filter(
    ({ id, engine }) => engine !== 'sqlite' && narrow.some(({ target }) => target.id === id),
  );
  const titles = engineTitles(targets, context.targets);
  const length = first.now.type.length;
  context.report({
    file: rule.origin.file,
    span: rule.origin.span,
    message: sentences(
      `${rule.request} lets ${rule.max} characters of ${quote(rule.field)} through, and the column of table ${quote(rule.table)} takes ${length}: ${joinWords(titles)} ${verb(titles.length, 'refuse')} what is longer, after it was found valid.`,
      'SQLite stores it, so tests stay green.',
    ),
    help: `Validate max:${length}, or make the column longer.`,
    engines: ids(targets),
    related: [
      {
        file: first.origin.file,
        span: first.origin.span,
        message: `the column is made here: ${first.now.type.text}`,
      },
    ],
    data: { table: rule.table, column: rule.field, max: rule.max, length },
    identity: `${rule.request} ${rule.field} max`,
  });
}

const FILE = 'database/migrations/2026_01_01_000001_create_patients_table.php';
const patients = (column: string): string => `Schema::create('patients', function (Blueprint $table) {
    $table->id();
    ${column}
});`;
const model = (casts: string): Readonly<Record<string, string>> => ({
  'app/Models/Patient.php': `<?php
namespace App\\Models;

use Illuminate\\Database\\Eloquent\\Model;

class Patient extends Model
{
    protected $casts = [${casts}];
}
`,
});
const request = (rules: string): Readonly<Record<string, string>> => ({
  'app/Http/Requests/StorePatientRequest.php': `<?php
namespace App\\Http\\Requests;

use Illuminate\\Foundation\\Http\\FormRequest;

class StorePatientRequest extends FormRequest
{
    public function rules(): array
    {
        return [
            ${rules},
        ];
    }
}
`,
});

export const encryptedOrCastMismatch: Rule = {
  id: 'encrypted-or-cast-mismatch',
  severity: 'warning',
  recommended: true,
  claims: [],
  docs: {
    what: "A model encrypts, or casts to an array, what its column is too short for or of the wrong type; or a request's max: is more than the column takes.",
    why: 'Encrypted text is much longer than plain text: 31 bytes are all that a string(255) has room for, 32 make 256 characters. MySQL and MariaDB refuse what is longer (errno 1406; in lax mode it is cut, and can never be decrypted), PostgreSQL too (SQLSTATE 22001). In a json column encrypted text is no JSON (errno 3140, SQLSTATE 22P02). SQLite minds neither length nor type, so tests stay green.',
    how: 'Use text() for what is encrypted, json() for arrays, and the length of the column in max:.',
    engines: ['mysql', 'mariadb', 'postgres'],
    bad: [
      {
        title: 'Encrypted, in 255 characters',
        file: FILE,
        files: model("'iban' => 'encrypted'"),
        code: patients("$table->string('iban');"),
      },
      {
        title: 'Encrypted, in a json column',
        file: FILE,
        files: model("'history' => 'encrypted:array'"),
        code: patients("$table->json('history')->nullable();"),
      },
      {
        title: 'An array in a string (an info)',
        file: FILE,
        files: model("'allergies' => 'array'"),
        code: patients("$table->string('allergies')->nullable();"),
      },
      {
        title: 'A request that lets more through than the column takes',
        file: FILE,
        files: request("'name' => ['required', 'string', 'max:255']"),
        code: patients("$table->string('name', 80);"),
      },
    ],
    good: [
      {
        title: 'Encrypted, in a text',
        file: FILE,
        files: model("'iban' => 'encrypted'"),
        code: patients("$table->text('iban');"),
      },
      {
        title: 'An array in a json column',
        file: FILE,
        files: model("'allergies' => 'array'"),
        code: patients("$table->json('allergies')->nullable();"),
      },
      {
        title: 'A request that knows the length',
        file: FILE,
        files: request("'name' => 'required|string|max:80', 'age' => 'integer|max:500'"),
        code: patients("$table->string('name', 80);\n    $table->string('age', 3);"),
      },
    ],
  },
  create(context) {
    const columns = new Map<string, StandingColumn[]>();
    const models: Model[] = [];
    const lengths: LengthRule[] = [];
    const key = (table: string, column: string): string => `${table} ${column}`.toLowerCase();
    return {
      migration(view) {
        for (const column of standing(context, view).columns) {
          const at = key(column.table, column.spec.name);
          const known = columns.get(at);
          // who defines it last answers for it
          if (known === undefined || known[0]?.origin.file !== column.origin.file) columns.set(at, [column]);
          else known.push(column);
        }
      },
      fact(fact) {
        if (fact.kind === 'model') models.push(fact);
        else if (fact.kind === 'length-rule') lengths.push(fact);
      },
      end() {
        const groupOf = (table: string, column: string): Group<StandingColumn> | undefined =>
          groupByTarget(columns.get(key(table, column)) ?? [], context.targets, () => '')[0];
        for (const one of models) {
          for (const [column, cast] of Object.entries(one.casts)) {
            if (!ENCRYPTED.test(cast) && !STRUCTURED.test(cast)) continue;
            const group = groupOf(one.table, column);
            if (group !== undefined) reportCast(context, group, one, cast);
          }
        }
        for (const rule of lengths) {
          const group = groupOf(rule.table, rule.field);
          if (group !== undefined) reportLength(context, group, rule);
        }
      },
    };
  },
};
