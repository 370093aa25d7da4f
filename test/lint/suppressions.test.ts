import { describe, expect, it } from 'vitest';
import { phpComments } from '../../src/lint/php-comments.ts';
import { covers, findSuppressions } from '../../src/lint/suppressions.ts';
import { span } from '../support/timeline.ts';

function comments(text: string): string[] {
  return phpComments(text).map((comment) => text.slice(comment.start, comment.end));
}

describe('comments of a PHP file', () => {
  it.each<[string, string, string[]]>([
    ['all three kinds', '<?php // a\n# b\n/* c */ /** d */', ['// a', '# b', '/* c */', '/** d */']],
    ['no attributes', '<?php #[Test]\nfn() => 1; # x', ['# x']],
    ['no strings', `<?php $a = '// a'; $b = "# b"; $c = \`// c\`; // d`, ['// d']],
    ['escaped quotes', `<?php $a = 'it\\'s // a'; // b`, ['// b']],
    ['interpolation with quotes', `<?php $a = "{$x["// a"]} // b"; // c`, ['// c']],
    ['no heredoc', '<?php $a = <<<SQL\n// a\n-- b\nSQL; // c', ['// c']],
    ['no nowdoc, indented', "<?php $a = <<<'X'\n  # a\n  X . '# b'; # c", ['# c']],
    ['shifts are no heredoc', '<?php $a = 1 << 2; // a', ['// a']],
    ['nothing outside of PHP', '// a\n<?php // b ?>\n// c\n<?= 1 /* d */ ?> # e', ['// b ', '/* d */']],
    ['an unclosed comment', '<?php /* a', ['/* a']],
    ['an unclosed string', "<?php // a\n'b // c", ['// a']],
    ['Windows line ends', '<?php // a\r\n// b\r\n', ['// a', '// b']],
  ])('%s', (_title, text, expected) => {
    expect(comments(text)).toEqual(expected);
  });
});

describe('suppression comments', () => {
  function found(body: string) {
    return findSuppressions(`<?php\n${body}`).suppressions.map((one) => [
      one.kind,
      one.rule,
      one.reason,
      one.firstLine,
      one.lastLine,
    ]);
  }

  it('reads each kind', () => {
    expect(found('// dialint-disable-next-line a-b -- shipped in 2021\n$x;')).toEqual([
      ['next-line', 'a-b', 'shipped in 2021', 3, 3],
    ]);
    expect(found('$x; # dialint-disable-line a-b, c-d')).toEqual([
      ['line', 'a-b', null, 2, 2],
      ['line', 'c-d', null, 2, 2],
    ]);
    expect(found('/* dialint-disable-file a-b -- why */')).toEqual([
      ['file', 'a-b', 'why', 1, Number.POSITIVE_INFINITY],
    ]);
    expect(found('// dialint-disable a-b\n$x;\n// dialint-enable a-b\n')).toEqual([
      ['region', 'a-b', null, 2, 4],
    ]);
    expect(found('// dialint-disable-line')).toEqual([['line', null, null, 2, 2]]);
  });

  it('ends regions rule by rule, or all at once', () => {
    const text = '// dialint-disable a, b\n// dialint-enable a\n$x;\n// dialint-enable\n';
    expect(found(text)).toEqual([
      ['region', 'a', null, 2, 3],
      ['region', 'b', null, 2, 5],
    ]);
  });

  it('skips blank lines and comments to find the next line', () => {
    const text = [
      '// dialint-disable-next-line a',
      '// dialint-disable-next-line b -- two at once',
      '',
      '/* more */',
      '$x;',
    ].join('\n');
    expect(found(text)).toEqual([
      ['next-line', 'a', null, 6, 6],
      ['next-line', 'b', 'two at once', 6, 6],
    ]);
  });

  it('reads a doc block line by line', () => {
    expect(found('/**\n * Text.\n * dialint-disable-file a -- legacy\n */')).toEqual([
      ['file', 'a', 'legacy', 1, Number.POSITIVE_INFINITY],
    ]);
  });

  it('does not take prose, strings or URLs for directives', () => {
    expect(found('// see dialint-disable-line a')).toEqual([]);
    expect(found("$x = '// dialint-disable-line a';")).toEqual([]);
    expect(findSuppressions('<?php // dialint-docs.example/x').unknown).toEqual([]);
  });

  it('keeps directives that do not exist', () => {
    const { suppressions, unknown } = findSuppressions('<?php // dialint-disable-nextline a');
    expect(suppressions).toEqual([]);
    expect(unknown.map((one) => one.directive)).toEqual(['dialint-disable-nextline']);
  });

  it('points at the rule id', () => {
    const text = '<?php\n  // dialint-disable-line a-b, c-d -- x';
    const [, second] = findSuppressions(text).suppressions;
    expect(text.slice(second?.span.startOffset, second?.span.endOffset)).toBe('c-d');
    expect(second?.span.start).toEqual({ line: 2, column: 32 });
  });

  it('covers a finding that starts on the line, or a long call that ends with the comment', () => {
    const [line] = findSuppressions('<?php\n\n$x; // dialint-disable-line a').suppressions;
    const long = { ...span(1), end: { line: 3, column: 2 } };
    expect(line !== undefined && covers(line, 'a', span(3))).toBe(true);
    expect(line !== undefined && covers(line, 'a', long)).toBe(true);
    expect(line !== undefined && covers(line, 'b', span(3))).toBe(false);
    expect(line !== undefined && covers(line, 'a', span(2))).toBe(false);
  });
});
