/** A few bytes of PHP that ask for endless work, or for more memory than there is: each is given up in time. */
import { describe, expect, it } from 'vitest';
import { type PhpValue, Unknown } from '../../src/php/values.ts';
import { SUPPORT_HEAD, SupportHost } from './framework.ts';
import { PlainHost, run } from './harness.ts';

/** What comes of it, and how long that takes in processor time; other tests run at the same time. */
function timed(code: string, head = ''): { value: PhpValue; ms: number } {
  const before = process.cpuUsage();
  const { value } =
    head === ''
      ? run(code, head, (declared) => new PlainHost(declared))
      : run(code, head, (declared) => new SupportHost(declared));
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1000 };
}

function expectUnknown(code: string, reason: RegExp, head = ''): void {
  const { value, ms } = timed(code, head);
  expect(value).toBeInstanceOf(Unknown);
  expect((value as Unknown).reason).toMatch(reason);
  expect(ms).toBeLessThan(3000);
}

const GIVEN_UP = /^evaluation was given up after 200000 steps$/;
const LONG = /^a very long text$/;
const BIG = 'range(1, 100000)';

describe('work that no statement shows is counted', () => {
  it.each([
    [
      'two nested loops over elements',
      `$n = 0; foreach (${BIG} as $i) { $n += count(array_keys(${BIG})); } return $n;`,
    ],
    ['the end of an array with other keys', `$a = array_flip(${BIG}); while (array_pop($a)) {} return 1;`],
    ['shifting', `$a = ${BIG}; while (array_shift($a)) {} return 1;`],
    [
      'arrays that hold themselves twice',
      '$a = [1]; for ($i = 0; $i < 60; $i++) $a = [$a, $a]; $b = [$a, $a]; $c = [$a, $a]; return $b === $c;',
    ],
    ['the same as JSON', '$a = [1]; for ($i = 0; $i < 60; $i++) $a = [$a, $a]; return json_encode($a);'],
    [
      'the same, compared loosely',
      '$a = [1]; for ($i = 0; $i < 60; $i++) $a = [$a, $a]; $b = $a; $b[] = 1; return [$a, $a] == [$a, $b];',
    ],
    [
      'the same, counted',
      '$a = [1]; for ($i = 0; $i < 60; $i++) $a = [$a, $a]; return count($a, COUNT_RECURSIVE);',
    ],
    ['equal elements, looked for with ==', `return array_unique(${BIG}, SORT_REGULAR);`],
    ['elements of elements', `return array_map(fn ($v) => range(1, 1000), ${BIG});`],
    [
      'constants made of constants',
      `class K { ${Array.from({ length: 60 }, (_, i) => `const C${i} = self::C${i + 1} . self::C${i + 1};`).join(' ')} const C60 = ''; } return K::C0;`,
    ],
    [
      'a search for a long text in a longer one',
      "$n = 0; while (true) { $n += strpos(str_repeat('a', 100000), str_repeat('a', 50000) . 'b'); } return $n;",
    ],
    [
      'many variables at many conditions',
      `${Array.from({ length: 3000 }, (_, i) => `if (foo()) { $x${i} = 1; }`).join(' ')} return 1;`,
    ],
  ])('%s', (_what, code) => expectUnknown(code, GIVEN_UP));

  it('does not stop what real migrations do', () => {
    const code = `$rows = []; foreach (range(1, 3000) as $i) { $rows[] = ['id' => $i, 'name' => str_repeat('x', 50) . $i, 'code' => sprintf('%05d', $i)]; }
      $text = ''; foreach ($rows as $row) { $text .= implode(',', $row) . "\\n"; }
      return [count(array_unique(array_column($rows, 'code'))), strlen($text), count(explode("\\n", $text))];`;
    const { value } = timed(code);
    expect(value).not.toBeInstanceOf(Unknown);
  });

  it('takes elements off the end without going over the others', () => {
    const code = `$a = ${BIG}; $n = 0; for ($i = 0; $i < 20000; $i++) { array_pop($a); $a[] = $i; array_pop($a); $n++; } return [$n, count($a)];`;
    const { value } = timed(code);
    expect(value).not.toBeInstanceOf(Unknown);
  });
});

describe('texts stay as short as a source file', () => {
  it.each([
    ["return str_repeat('ab', 1100000);"],
    ["return str_repeat(str_repeat('x', 100000), 100000);"],
    ["return str_pad('a', 3000000);"],
    ["return str_pad('a', 3000000, '-', STR_PAD_BOTH);"],
    [`return implode(str_repeat('y', 1000), ${BIG});`],
    ["return sprintf('%1000000000d', 1);"],
    ["return sprintf('%-3000000s|%s', 'a', 'b');"],
    [`return sprintf(str_repeat('%1000s', 3000), ...${BIG});`],
    ["return str_replace('a', str_repeat('b', 1000), str_repeat('a', 10000));"],
    ["return strtr(str_repeat('a', 10000), ['a' => str_repeat('b', 1000)]);"],
    ["return preg_replace('/a/', str_repeat('b', 1000), str_repeat('a', 10000));"],
    ["return htmlspecialchars(str_repeat('<', 1000000));"],
    ["$s = str_repeat('x', 2000000); return $s . $s;"],
    ['$s = str_repeat(\'x\', 2000000); return "$s$s";'],
    ["$s = str_repeat('x', 2000000); $s .= $s; return $s;"],
  ])('%s', (code) => expectUnknown(code, LONG));

  it('a text of two megabytes is one', () => {
    expect(timed("return strlen(str_repeat('ab', 1048576));").value).toBe(2_097_152);
  });

  it.each([
    ["return Str::of(str_repeat('x', 2000000))->append(str_repeat('x', 2000000));"],
    ["return Str::of(str_repeat('x', 2000000))->prepend(str_repeat('x', 2000000));"],
    ["return Str::replace('a', str_repeat('b', 1000), str_repeat('a', 10000));"],
    ["return Str::wrap(str_repeat('x', 2000000), str_repeat('x', 2000000));"],
  ])('%s', (code) => expectUnknown(code, LONG, SUPPORT_HEAD));
});

describe('regular expressions that step back for ever', () => {
  const slow = /^a search that takes too long, with the pattern /;
  it.each([
    ["return preg_match('/(a+)+$/', str_repeat('a', 60) . '!');"],
    ["return preg_replace('/(\\w+\\s?)*$/', '', str_repeat('word ', 50) . '!');"],
    ["return preg_split('/(a|aa)+$/', str_repeat('a', 60) . '!');"],
    ["return preg_match_all('/(x+x+)+y/', str_repeat('x', 60));"],
    ["return preg_replace_callback('/(.*)*x/', fn ($m) => '', str_repeat('y', 60));"],
    ["return preg_grep('/(a+)+$/', [str_repeat('a', 70) . '!']);"],
    ["preg_match('/(a+)+$/', str_repeat('a', 61) . '!', $m); return $m;"],
    ["preg_match_all('/(a+)+$/', str_repeat('a', 62) . '!', $m); return $m;"],
  ])('%s', (code) => expectUnknown(code, slow));

  it('costs little the next time, and ends evaluation after a few', () => {
    const code = "return preg_match('/(b+)+$/', str_repeat('b', 60) . '!');";
    timed(code);
    expect(timed(code).ms).toBeLessThan(150);
    expectUnknown(`for ($i = 0; $i < 9; $i++) { ${code.replace('return ', '')} } return 1;`, GIVEN_UP);
  });

  it.each([
    [
      'an expression that is too large',
      "return preg_match('/' . str_repeat('x', 500000) . '/', str_repeat('x', 500001));",
    ],
    ['a pattern without an end', "return preg_match('/(', 'a');"],
  ])('%s', (_what, code) => expectUnknown(code, /^the pattern /));

  it('a great many matches', () =>
    expectUnknown(
      "return preg_match_all('/()/', str_repeat('a', 200000));",
      /a very large number of matches/,
    ));
});

describe('numbers out of any range', () => {
  it.each<[string, PhpValue | RegExp]>([
    ['return INF & 1;', /too large to be calculated with/],
    ['return NAN | 1;', /too large to be calculated with/],
    ['return 1e300 ^ 1;', /too large to be calculated with/],
    ['return ~INF;', /too large to be calculated with/],
    ['return INF % 2;', /too large to be calculated with/],
    ['return INF << 1;', /too large to be calculated with/],
    ["return sprintf('%.60f', 1.5);", /a great many digits/],
    ["return sprintf('%.1f', 1e300);", /a great many digits/],
    ["return sprintf('%x', -1);", /negative or large integer/],
    ["return sprintf('%u', -1);", /%u/],
    ["return sprintf('%e', 1.5);", /%e/],
    ["return sprintf('%c', 200);", /a single byte/],
    ['return dechex(-1);', /negative or large integer/],
    ['return number_format(1, 100000);', /decimal places/],
    ['return number_format(1.5, -1);', /decimal places/],
    ['return round(1.5, 1000000);', /a great many places/],
    ["return base_convert('zzzzzzzzzzzzzzzzzzzz', 36, 2);", /a large number in another base/],
    ['return range(1, 1e9);', /a very long range/],
    ['return range(NAN, 5);', /a very long range/],
    ['return range(1, 5, 1e-300);', /a very long range/],
    ['return array_fill(0, 1e9, 1);', /a very large array/],
    ['$a = [1]; return $a[NAN] ?? "none";', 1],
    ["return urlencode(mb_substr('x', 0));", 'x'],
  ])('%s', (code, expected) => {
    if (expected instanceof RegExp) expectUnknown(code, expected);
    else expect(timed(code).value).toBe(expected);
  });
});

describe('classes that lead far', () => {
  const chain = (count: number, make: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => make(index)).join(' ');
  it('traits within traits, asked again and again', () =>
    expectUnknown(
      `${chain(300, (i) => `trait T${i} { use T${i + 1}; }`)} trait T300 {} class A { use T0; } $a = new A; while (true) { $x = $a->nothing; } return 1;`,
      GIVEN_UP,
    ));
  it('methods under other names, at each level twice', () =>
    expectUnknown(
      `${chain(40, (i) => `trait T${i} { use T${i + 1} { m as protected m; m as public m; } }`)} trait T40 {} class A { use T0; } return (new A)->m();`,
      GIVEN_UP,
    ));
});
