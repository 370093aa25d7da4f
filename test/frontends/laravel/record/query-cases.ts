/** Pieces of migrations that write rows, as PHP. `DB` is the connection's facade. */
import type { EngineName } from '../../../../src/schema/index.ts';

export interface QueryCase {
  /** Names the case, too. */
  readonly code: string;
  readonly prefix?: string;
  /** MySQL, MariaDB: the connection's `use_upsert_alias`. */
  readonly upsertAlias?: true;
  /** All of them, unless the others' form is not followed. */
  readonly engines?: readonly EngineName[];
}

const WHERES = [
  "->where('id', 5)",
  "->where('id', '>', 5)",
  "->where('id', '!=', 5)",
  "->where('name', 'Ann')->where('age', '<=', 9)",
  "->where('name', 'Ann')->orWhere('name', 'Bob')",
  "->where('deleted_at', null)",
  "->where('deleted_at', '=', null)",
  "->where('deleted_at', '!=', null)",
  "->where('deleted_at', '<>', null)",
  "->where('active', true)",
  "->where('active', '=', false)",
  "->where('name', 'between', 'x')",
  "->where(['a' => 1, 'b' => 'x'])",
  "->where(['a' => 1, 'b' => null])",
  "->where([['a', '>', 1], ['b', 'x']])",
  "->where([['a', 1]])->orWhere(['b' => 2, 'c' => 3])",
  "->where(function ($q) { $q->where('a', 1)->orWhere('b', 2); })->where('c', 3)",
  "->where('c', 3)->orWhere(fn ($q) => $q->whereNull('a')->whereNotNull('b'))",
  "->where(function ($q) { })->where('c', 3)",
  "->whereIn('id', [1, 2, 3])",
  "->whereIn('code', ['a', 'b'])->whereNotIn('id', [4])",
  "->whereIn('id', [])",
  "->whereNotIn('id', [])",
  "->orWhereIn('id', [1])->orWhereNotIn('id', [2])",
  "->whereNull('a')->orWhereNull('b')",
  "->whereNull(['a', 'b'])",
  "->whereNotNull('a')->orWhereNotNull('b')",
  "->whereBetween('n', [1, 5])->whereNotBetween('m', [2, 3])",
  "->orWhereBetween('n', [1, 5])",
  "->whereColumn('a', 'b')->whereColumn('c', '>', 'd')->orWhereColumn('e', 'f')",
  "->whereRaw('length(name) > ?', [3])->orWhereRaw('1 = 1')",
  "->where(DB::raw('lower(name)'), 'x')",
  "->where('a', DB::raw('b + 1'))",
  "->where('users.id', 5)",
  "->where('price', 1.5)",
  "->where('name', 'like', 'x%')",
  "->where('name', 'NOT LIKE', 'x%')",
  "->where('name', 'ilike', 'x%')",
  "->where('a', 1)->orderBy('b')",
  "->orderBy('b', 'DESC')->orderByDesc('c')",
];

const REST: readonly QueryCase[] = [
  // ---- insert
  { code: "DB::table('users')->insert(['name' => 'Ann', 'age' => 5, 'admin' => true, 'note' => null]);" },
  { code: "DB::table('users')->insert(['b' => 1, 'a' => 2]);" },
  { code: "DB::table('users')->insert([['b' => 1, 'a' => 2], ['a' => 3, 'b' => 4]]);" },
  { code: "DB::table('users')->insert([['b' => 1, 'a' => 2]]);" },
  { code: "DB::table('users')->insert([]);" },
  { code: "DB::table('users')->insert(['at' => DB::raw('now()'), 'n' => 1]);" },
  { code: "DB::table('users')->insert(['price' => 1.5, 'zero' => 0, 'no' => false, 'empty' => '']);" },
  { code: "DB::table('shop.users')->insert(['a' => 1]);" },
  { code: "DB::table('users')->insert(['a' => 1]);", prefix: 'pre_' },
  { code: `DB::table('users')->insert(['a' => "it's", 'b' => 'a\\\\b', 'c' => '?']);` },
  { code: "DB::table('users')->insertOrIgnore(['a' => 1, 'b' => 2]);" },
  { code: "DB::table('users')->insertOrIgnore([['b' => 1, 'a' => 2], ['b' => 3, 'a' => 4]]);" },
  { code: "DB::table('users')->insertOrIgnore([]);" },
  { code: "DB::table('users')->insertGetId(['b' => 1, 'a' => 2]);" },
  { code: "DB::table('users')->insertGetId(['b' => 1], 'user_id');" },
  { code: "DB::table('users')->updateOrInsert(['b' => 1], ['a' => 2]);" },
  { code: "DB::table('users')->updateOrInsert(['b' => 1]);" },
  { code: "DB::table('users')->updateOrInsert(['a' => 1, 'b' => 2], ['a' => 3, 'c' => true]);" },
  { code: "DB::table('users')->upsert([['b' => 1, 'a' => 2], ['b' => 3, 'a' => 4]], ['b'], ['a']);" },
  { code: "DB::table('users')->upsert(['b' => 1, 'a' => 2], 'b');" },
  { code: "DB::table('users')->upsert([['b' => 1, 'a' => 2]], ['a', 'b'], ['a', 'n' => 5]);" },
  { code: "DB::table('users')->upsert([['b' => 1, 'a' => 2]], ['a'], ['n' => DB::raw('n + 1')]);" },
  { code: "DB::table('users')->upsert([['b' => 1, 'a' => 2]], ['a'], []);" },
  { code: "DB::table('users')->upsert([], ['a']);" },
  { code: "DB::table('users')->upsert([['b' => 1, 'a' => 2]], ['b'], ['a']);", prefix: 'pre_' },
  { code: "DB::table('users')->upsert([['b' => 1, 'a' => 3]], ['b'], ['a']);", upsertAlias: true },
  // ---- update
  { code: "DB::table('users')->update(['b' => 1, 'a' => null, 'c' => true]);" },
  { code: "DB::table('users')->update(['b' => DB::raw('a'), 'c' => 2]);" },
  { code: "DB::table('users')->where('id', 1)->update(['users.b' => 1]);" },
  { code: "DB::table('users')->where('id', 1)->update(['users.b' => 1]);", prefix: 'pre_' },
  {
    code: "DB::table('users')->where('id', 1)->update(['list' => ['a', 'b'], 'map' => ['x' => 1, 'ü' => 'a/b']]);",
  },
  { code: "DB::table('users')->increment('n');" },
  { code: "DB::table('users')->where('id', 1)->increment('n', 5, ['a' => 1]);" },
  { code: "DB::table('users')->decrement('users.n', 2);" },
  { code: "DB::table('users')->where('id', 1)->decrement('n', 1.5);" },
  // ---- delete
  { code: "DB::table('users')->delete();" },
  { code: "DB::table('users')->delete(5);" },
  { code: "DB::table('users')->where('a', 1)->delete(5);", prefix: 'pre_' },
  { code: "DB::table('users')->truncate();" },
  { code: "DB::table('users')->truncate();", prefix: 'pre_' },
  // ---- limits, where they stand at the end
  {
    code: "DB::table('users')->where('a', 1)->orderBy('b')->limit(5)->update(['x' => 1]);",
    engines: ['mysql', 'mariadb'],
  },
  { code: "DB::table('users')->limit(3)->delete();", engines: ['mysql', 'mariadb'] },
  // ---- text
  { code: "DB::insert('insert into users (a, b) values (?, ?)', [1, 'x']);" },
  { code: "DB::update('update users set a = ? where b = ?', [true, null]);" },
  { code: "DB::delete('delete from users where a = ?', ['x']);" },
  { code: "DB::statement('update users set a = 1');" },
];

export const QUERY_CASES: readonly QueryCase[] = [
  ...WHERES.flatMap((where): QueryCase[] => [
    { code: `DB::table('users')${where}->update(['x' => 1]);` },
    {
      code: `DB::table('users')${where}->delete();`,
      ...(where.includes('users.') ? { prefix: 'pre_' } : {}),
    },
  ]),
  ...REST,
];

/** The same code may stand there with other settings. */
export function queryCaseName({ code, prefix, upsertAlias }: QueryCase): string {
  return `${prefix === undefined ? '' : `${prefix}: `}${upsertAlias === true ? 'alias: ' : ''}${code}`;
}
