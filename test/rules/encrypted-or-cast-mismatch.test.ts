import { describe, expect, it } from 'vitest';
import { plainBytes } from '../../rules/encrypted-or-cast-mismatch.ts';
import { create, migration } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'encrypted-or-cast-mismatch';

describe('the examples', () => {
  it('Encrypted, in 255 characters', async () => {
    expect(await example(RULE, 'Encrypted, in 255 characters')).toMatchInlineSnapshot(`
      "warning database/migrations/2026_01_01_000001_create_patients_table.php:14:21 «string('iban');»
        model Patient encrypts "iban" of table "patients", and the column has 255 characters: that is room for 31 bytes of plain text, and MySQL, MariaDB and PostgreSQL refuse the row with more. SQLite stores it whatever its length, so tests stay green.
        help: Make it text: $table->text('iban'). It cannot be searched in, so it needs no index.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        related: app/Models/Patient.php:6:7 «Patient» model Patient
        data: {"table":"patients","column":"iban","cast":"encrypted","length":255}"
    `);
  });
  it('Encrypted, in a json column', async () => {
    expect(await example(RULE, 'Encrypted, in a json column')).toMatchInlineSnapshot(`
      "warning database/migrations/2026_01_01_000001_create_patients_table.php:14:21 «json('history')»
        model Patient encrypts "history" of table "patients", and the column is json: MySQL and PostgreSQL refuse the encrypted text. SQLite stores it whatever its length, so tests stay green.
        help: Make it text: $table->text('history'). It cannot be searched in, so it needs no index.
        engines: mysql@8.4 postgres@16
        related: app/Models/Patient.php:6:7 «Patient» model Patient
        data: {"table":"patients","column":"history","cast":"encrypted:array","length":null}"
    `);
  });
  it('An array in a string (an info)', async () => {
    expect(await example(RULE, 'An array in a string (an info)')).toMatchInlineSnapshot(`
      "info database/migrations/2026_01_01_000001_create_patients_table.php:14:21 «string('allergies')»
        model Patient casts "allergies" of table "patients" to array, and the column has 255 characters: MySQL, MariaDB and PostgreSQL refuse the row as soon as its JSON is longer. SQLite stores it whatever its length, so tests stay green.
        help: Make it json: $table->json('allergies').
        engines: mysql@8.4 mariadb@10.11 postgres@16
        related: app/Models/Patient.php:6:7 «Patient» model Patient
        data: {"table":"patients","column":"allergies","cast":"array","length":255}"
    `);
  });
  it('A request that lets more through than the column takes', async () => {
    expect(
      await example(RULE, 'A request that lets more through than the column takes'),
    ).toMatchInlineSnapshot(`
      "warning app/Http/Requests/StorePatientRequest.php:11:47 «max:255»
        StorePatientRequest lets 255 characters of "name" through, and the column of table "patients" takes 80: MySQL, MariaDB and PostgreSQL refuse what is longer, after it was found valid. SQLite stores it, so tests stay green.
        help: Validate max:80, or make the column longer.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        related: database/migrations/2026_01_01_000001_create_patients_table.php:14:21 «string('name', 80);» the column is made here: varchar(80)
        data: {"table":"patients","column":"name","max":255,"length":80}"
    `);
  });
});

// Lengths of what Encrypter::encrypt() (Laravel 12) makes of 15, 16, 31, 32, 47 and 48 bytes: 200, 228, 228, 256, 256, 288.
describe('the length of encrypted text', () => {
  it.each([
    [199, 0],
    [200, 15],
    [228, 31],
    [255, 31],
    [256, 47],
  ])('of %i characters there is room for %i bytes', (characters, bytes) => {
    expect(plainBytes(characters)).toBe(bytes);
  });
});

it('takes the max: of a file for no length', async () => {
  const files = (rules: string) => ({
    1: migration(create('articles', "$table->string('image', 80); $table->string('title', 80);")),
    'app/Http/Requests/StoreArticleRequest.php': `<?php
namespace App\\Http\\Requests;

class StoreArticleRequest extends \\Illuminate\\Foundation\\Http\\FormRequest
{
    public function rules(): array
    {
        return [${rules}];
    }
}
`,
  });
  expect(await found(RULE, files("'image' => ['max:10240'], 'title' => ['max:80']"))).toBe('nothing');
  expect(await found(RULE, files("'image' => 'image|max:500', /* 'title' => 'max:90' */"))).toBe('nothing');
  expect(await found(RULE, files("'title' => ['required', 'max:90']"))).toContain(
    'lets 90 characters of "title" through',
  );
});
