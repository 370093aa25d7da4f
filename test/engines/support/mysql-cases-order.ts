/** Statements with two errors: which one does the server find first? And whole histories in the frameworks' style. */
import type { AlterAction, ColumnSpec } from '../../../src/schema/index.ts';
import { big, type Case, int, text, x } from './mysql-cases.ts';
import * as b from './mysql-sql.ts';

const { col, create, alter, index, unique, primary, fk, id } = b;

/** Faults of CREATE TABLE, each by itself one error. */
const FAULTS: Readonly<Record<string, { columns?: readonly ColumnSpec[]; parts?: b.CreateParts }>> = {
  longName: { parts: { indexes: [index(x(65), ['a'])] } },
  longColumn: { columns: [int(x(65))] },
  duplicateColumn: { columns: [int('a')] },
  tooLong: { columns: [text('tl', 16384)] },
  blobDefault: { columns: [col('bd', 'json', { default: '[]' })] },
  intDefault: { columns: [int('d', { default: 'x' })] },
  enumDefault: { columns: [col('ed', "enum('a')", { default: 'b' })] },
  nullDefault: { columns: [int('nd', { nullable: false, default: null })] },
  precision: { columns: [col('pr', 'decimal(66,2)')] },
  missingKeyColumn: { parts: { indexes: [index('mk', ['nope'])] } },
  duplicateKey: { parts: { indexes: [index('i', ['a']), index('i', ['a'])] } },
  longKey: { columns: [text('lk', 800), int('lk2')], parts: { indexes: [index('lk', ['lk', 'lk2'])] } },
  nullPrimary: { parts: { primary: primary('a') } },
  auto: { columns: [int('au', { autoIncrement: true })] },
  rowSize: { columns: [text('rs1', 10000), text('rs2', 10000)] },
  noParent: { parts: { foreign: [fk('np', 'a', 'nope')] } },
  mismatch: { parts: { foreign: [fk('mm', 'a', 'parent')] } },
  duplicateForeign: { columns: [big('df')], parts: { foreign: [fk('taken', 'df', 'parent')] } },
  longForeign: { columns: [big('lf')], parts: { foreign: [fk(x(65), 'lf', 'parent')] } },
  secondPrimary: { columns: [int('sp', { primaryKey: true }), int('sp2', { primaryKey: true })] },
  exists: {},
};

function pairs(): Case[] {
  const names = Object.keys(FAULTS);
  return names.map((first, i) => ({
    name: `create: ${first} and another`,
    statements: [
      create('parent', [id()]),
      create('exists', [int('a')]),
      create('child', [big('x')], { foreign: [fk('taken', 'x', 'parent')] }),
      ...names.slice(i + 1).map((second) => {
        const [one, two] = [FAULTS[first], FAULTS[second]];
        const merged: b.CreateParts = {
          ...one?.parts,
          ...two?.parts,
          indexes: [...(one?.parts?.indexes ?? []), ...(two?.parts?.indexes ?? [])],
          foreign: [...(one?.parts?.foreign ?? []), ...(two?.parts?.foreign ?? [])],
        };
        const table = second === 'exists' ? 'exists' : `${first}_${second}`;
        const base =
          first === 'nullPrimary' || second === 'nullPrimary' ? int('a', { nullable: true }) : int('a');
        return create(table, [base, ...(one?.columns ?? []), ...(two?.columns ?? [])], merged);
      }),
    ],
  }));
}

const STEPS: Readonly<Record<string, AlterAction>> = {
  addDuplicate: b.add(int('a')),
  modifyMissing: b.modify(int('nope')),
  dropMissing: b.drop('nope'),
  dropMissingIndex: b.dropIndex('nope'),
  dropMissingForeign: b.dropFk('nope'),
  renameMissing: b.renameColumn('nope', 'z'),
  renameMissingIndex: b.renameIndex('nope', 'z'),
  duplicateIndex: b.addIndex(index('i', ['b'])),
  missingKeyColumn: b.addIndex(index('mk', ['nope'])),
  secondPrimary: b.addPrimary('b'),
  intDefault: b.add(int('d', { default: 'x' })),
  longKey: b.addIndex(index('lk', ['v', 'b'])),
  noParent: b.addFk('np', 'b', 'nope'),
  longName: b.addIndex(index(x(65), ['b'])),
  neededIndex: b.dropIndex('child_f'),
  heldColumn: b.drop('f'),
  changedForeign: b.modify(int('f')),
  longForeign: b.addFk(x(65), 'b', 'parent'),
  takenForeign: b.addFk('child_f', 'f', 'parent'),
};

function alterPairs(): Case[] {
  const names = Object.keys(STEPS);
  return names.map((first, i) => ({
    name: `alter: ${first} and another`,
    statements: [
      create('parent', [id()]),
      create('child', [int('a', { primaryKey: true }), int('b'), text('v', 800), big('f')], {
        indexes: [index('i', ['a'])],
        foreign: [fk('child_f', 'f', 'parent')],
      }),
      ...names
        .slice(i + 1)
        .map((second) =>
          alter('child', ...[STEPS[first], STEPS[second]].filter((step) => step !== undefined)),
        ),
    ],
  }));
}

const laravel = { charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' };

const HISTORIES: readonly Case[] = [
  {
    name: 'a history: users, posts, tags',
    statements: [
      create(
        'users',
        [
          id(),
          text('name', 255, { nullable: false }),
          text('email', 255, { nullable: false }),
          col('created_at', 'timestamp', { nullable: true }),
        ],
        { options: laravel },
      ),
      alter('users', b.addIndex(unique('users_email_unique', ['email']))),
      create(
        'posts',
        [
          id(),
          big('user_id', { nullable: false }),
          text('title', 255, { nullable: false }),
          col('body', 'text', { nullable: false }),
        ],
        { options: laravel },
      ),
      alter('posts', b.addFk('posts_user_id_foreign', 'user_id', 'users', 'id', { onDelete: 'cascade' })),
      alter('posts', b.addIndex(index('posts_title_index', ['title']))),
      create(
        'tags',
        [id(), text('taggable_type', 255, { nullable: false }), big('taggable_id', { nullable: false })],
        { options: laravel },
      ),
      alter(
        'tags',
        b.addIndex(index('tags_taggable_type_taggable_id_index', ['taggable_type', 'taggable_id'])),
      ),
      alter('posts', b.add(big('editor_id', { nullable: true, position: { after: 'user_id' } }))),
      alter(
        'posts',
        b.addFk('posts_editor_id_foreign', 'editor_id', 'users', 'id', { onDelete: 'set null' }),
      ),
      alter('posts', b.modify(big('editor_id', { nullable: false }))),
      alter('posts', b.modify(text('title', 500, { nullable: false }))),
      alter('posts', b.modify(text('title', 800, { nullable: false }))),
      alter('posts', b.dropIndex('posts_user_id_foreign')),
      alter('posts', b.dropFk('posts_user_id_foreign')),
      alter('posts', b.dropIndex('posts_user_id_foreign')),
      alter('posts', b.drop('user_id')),
      b.rename('posts', 'articles'),
      alter('articles', b.renameColumn('editor_id', 'author_id')),
      alter('articles', b.addIndex(index('articles_author_id_index', ['author_id']))),
      alter('articles', b.dropIndex('posts_editor_id_foreign')),
      b.dropIfExists('users'),
      alter('articles', b.dropFk('posts_editor_id_foreign')),
      b.dropIfExists('users'),
    ],
  },
  {
    name: 'a history: many to many with a compound key',
    statements: [
      create('roles', [id()], { options: laravel }),
      create('users', [id()], { options: laravel }),
      create('role_user', [big('role_id', { nullable: false }), big('user_id', { nullable: false })], {
        primary: primary('role_id', 'user_id'),
        options: laravel,
      }),
      alter(
        'role_user',
        b.addFk('role_user_role_id_foreign', 'role_id', 'roles', 'id', { onDelete: 'cascade' }),
      ),
      alter(
        'role_user',
        b.addFk('role_user_user_id_foreign', 'user_id', 'users', 'id', { onDelete: 'cascade' }),
      ),
      alter('role_user', b.dropPrimary),
      alter('role_user', b.add(id())),
      alter('role_user', b.dropPrimary, b.add(id())),
      alter('role_user', b.dropFk('role_user_role_id_foreign')),
      alter('role_user', b.dropPrimary),
      alter('role_user', b.add(id())),
      alter('role_user', b.addIndex(unique('ru', ['role_id', 'user_id']))),
      alter('role_user', b.drop('user_id')),
      alter('role_user', b.dropFk('role_user_user_id_foreign')),
      alter('role_user', b.drop('user_id')),
      b.dropTable('roles'),
    ],
  },
];

export const ORDER: readonly Case[] = [...pairs(), ...alterPairs(), ...HISTORIES];
