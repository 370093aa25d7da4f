import { describe, expect, it } from 'vitest';
import { type Expression, parsePhp, phpNumber, type Statement, spanOf } from '../../src/php/parse.ts';
import { lineStarts, positionAt } from '../../src/php/positions.ts';

function only(code: string): Expression {
  const { ast, errors } = parsePhp(`<?php ${code}`, 'x.php');
  expect(errors).toEqual([]);
  const statement = ast?.children[0] as Statement;
  if (statement.kind !== 'expressionstatement') throw new Error(statement.kind);
  return statement.expression;
}

describe('parsePhp', () => {
  it('gives a tree, comments and no errors for valid PHP', () => {
    const { ast, errors, comments } = parsePhp('<?php\n// why\nreturn new class { };\n', 'a.php');
    expect(errors).toEqual([]);
    expect(ast?.children.map((child) => child.kind)).toEqual(['return']);
    expect(comments.map((comment) => comment.value)).toEqual(['// why\n']);
  });

  it('points at the first error and still reads what follows', () => {
    const text = '<?php\n$a = ;\n$table->id();\n';
    const { ast, errors } = parsePhp(text, 'a.php');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toBe("syntax error, unexpected ';'");
    expect(errors[0]?.span).toEqual({
      start: { line: 2, column: 6 },
      end: { line: 2, column: 7 },
      startOffset: 11,
      endOffset: 12,
    });
    expect(JSON.stringify(ast)).toContain('"name":"id"');
  });

  it('leaves no hole in the tree after an error', () => {
    const { ast } = parsePhp('<?php return ["a" => , "b" => f(,)]; $x = ;', 'a.php');
    expect(ast?.children[0]).toMatchObject({ expr: { items: [{ value: { kind: 'error' } }] } });
    const walk = (node: unknown): void => {
      expect(node).not.toBeUndefined();
      if (Array.isArray(node)) node.forEach(walk);
      else if (typeof node === 'object' && node !== null) {
        for (const field of ['value', 'left', 'right', 'what', 'expr', 'expression']) {
          if (field in node) walk((node as Record<string, unknown>)[field]);
        }
        for (const value of Object.values(node)) if (Array.isArray(value)) value.forEach(walk);
      }
    };
    walk(ast?.children);
  });

  it.each([
    'class {{{{{{',
    'function f( { ( [ {',
    '"never ends',
    '<<<SQL\nnever ends',
    '/* never ends',
    ')'.repeat(500),
    '{'.repeat(2000),
    '#[',
    'f(',
    'f([&"{$a}"]);',
    "'a'{$b};",
    '\0\u0001',
  ])('survives %j', (code) => {
    const { errors } = parsePhp(`<?php ${code}`, 'x.php');
    for (const { span } of errors) expect(span.endOffset).toBeGreaterThanOrEqual(span.startOffset);
  });

  it.each(['', 'no PHP at all', '<?php', '<?php ', '\uFEFF<?php return [];'])('reads %j', (text) => {
    expect(parsePhp(text, 'x.php')).toMatchObject({ errors: [], ast: { kind: 'program' } });
  });

  it('parses again after an error as if nothing had been', () => {
    parsePhp('<?php (((', 'a.php');
    expect(parsePhp('<?php f(1);', 'b.php').errors).toEqual([]);
  });
});

describe('valid PHP that the library refuses', () => {
  it.each([
    ['static closures as statements', 'static fn ($x) => $x; static function () { return 1; };'],
    ['named arguments after unpacking', 'f(...$list, name: 1);'],
    ['keywords as static members', 'static::$factory::new(); $a::$b::list();'],
    [
      'clone of an expression',
      '$x = clone ($a ?? $b); $y = clone new A; $z = clone ($a)->b; $c = clone $a->b;',
    ],
    ['clone with properties', '$x = clone($a, ["b" => 1]);'],
    ['instanceof an expression', '$x = $a instanceof ("A" . $b) && $c;'],
    ['static variables and calls stay what they are', 'static $a = 1, $b; static::f(); static::$x = 1;'],
    ['pipes', '$x = "a" |> strlen(...);'],
    ['property hooks', 'class A { public string $x { get => "y"; } public private(set) int $z = 1; }'],
    ['new without parentheses', '$x = new Foo()->bar();'],
    ['interpolation', '$x = "a\\u{1F600} $a[b] {$a->b()->c}";'],
    ['alternative syntax', 'if ($a): f(); elseif ($b): g(); else: h(); endif;'],
  ])('%s', (_title, code) => {
    expect(parsePhp(`<?php ${code}`, 'x.php').errors).toEqual([]);
  });

  it('still refuses a positional argument after unpacking', () => {
    expect(parsePhp('<?php f(...$a, $b);', 'x.php').errors).toHaveLength(1);
  });

  it('reads a static closure as an expression statement', () => {
    expect(only('static fn ($x) => $x;')).toMatchObject({ kind: 'arrowfunc', isStatic: true });
    expect(only('static function () {};')).toMatchObject({ kind: 'closure', isStatic: true });
  });

  it('binds concatenation looser than addition, as PHP 8 does', () => {
    expect(only('"a" . 1 + 2;')).toMatchObject({ type: '.', right: { kind: 'bin', type: '+' } });
    expect(only('1 + 2 . "a";')).toMatchObject({ type: '.', left: { kind: 'bin', type: '+' } });
    expect(only('$a . $b . $c;')).toMatchObject({ type: '.', left: { type: '.' } });
    expect(only('$a . $b === $c;')).toMatchObject({ type: '===' });
  });
});

describe('places', () => {
  it('counts lines and columns from 1, and columns in UTF-16 units', () => {
    const text = "<?php\n\n  f('😀', $x);";
    const { ast } = parsePhp(text, 'x.php');
    const statement = ast?.children[0] as Extract<Statement, { kind: 'expressionstatement' }>;
    const call = statement.expression as Extract<Expression, { kind: 'call' }>;
    expect(spanOf(call.arguments[1] as Expression)).toEqual({
      start: { line: 3, column: 11 },
      end: { line: 3, column: 13 },
      startOffset: text.indexOf('$x'),
      endOffset: text.indexOf('$x') + 2,
    });
  });

  it.each(['\n', '\r\n', '\r'])('agrees with the library on the line break %j', (newline) => {
    const text = ['<?php', '$a = 1;', '', '// c', '$bb = "x', 'y";', 'f($c);'].join(newline);
    const { ast } = parsePhp(text, 'x.php');
    const starts = lineStarts(text);
    for (const child of ast?.children ?? []) {
      const span = spanOf(child);
      expect(positionAt(starts, span.startOffset)).toEqual(span.start);
      expect(positionAt(starts, span.endOffset)).toEqual(span.end);
    }
  });
});

describe('phpNumber', () => {
  it.each([
    ['1_000', 1000],
    ['0x1F', 31],
    ['0b11', 3],
    ['017', 15],
    ['0o17', 15],
    ['1.5e3', 1500],
    ['.5', 0.5],
    ['0', 0],
  ])('%s', (text, value) => {
    expect(phpNumber(text)).toBe(value);
  });
});
