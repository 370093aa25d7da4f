/** The evaluator: what Node.js itself makes of a program is what it comes to, as far as that can be known. */
import vm from 'node:vm';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { Evaluator, NOWHERE } from '../../../src/frontends/javascript/evaluator.ts';
import { getMember } from '../../../src/frontends/javascript/members.ts';
import { JsFunction, JsThrow, type JsValue, Unknown } from '../../../src/frontends/javascript/values.ts';

/** What the body of a function gives; it may be async. */
function evaluated(body: string): JsValue {
  const ev = new Evaluator(ts, {
    packageModule: () => undefined,
    globalVariable: () => undefined,
    readFile: () => null,
    resolve: () => null,
    unknownCalled: () => {},
  });
  const text = `exports.run = async () => {\n${body}\n};`;
  const tree = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext);
  return ev.bounded(() => {
    const { exports } = ev.modules.load({ file: 'a.ts', text, tree }).holder;
    const run = getMember(ev, exports, 'run', NOWHERE);
    return run instanceof JsFunction ? ev.settle(run.invoke(undefined, [], NOWHERE), NOWHERE) : run;
  });
}

async function really(body: string): Promise<unknown> {
  const { outputText } = ts.transpileModule(`(async () => {\n${body}\n})`, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.None },
  });
  return await (
    vm.runInNewContext(outputText.replace(/^"use strict";\s*/, '').replace(/;\s*$/, '')) as () => unknown
  )();
}

const PROGRAMS: readonly string[] = [
  'return [1, 2, 3].map((n) => n * 2).filter((n) => n > 2).reduce((a, b) => a + b, 0);',
  'const { a, b: { c = 3, ...rest } = {}, ...more } = { a: 1, b: { d: 4 }, e: 5 }; return JSON.stringify([a, c, rest, more]);',
  "let text = ''; for (const [key, value] of Object.entries({ x: 1, y: [2] })) text += `${key}=${value};`; return text;",
  'let n = 0; outer: for (let i = 0; i < 5; i++) { for (;;) { if (i === 3) break outer; n += i; continue outer; } } return n;',
  'let i = 0; while (true) { if (++i > 7) break; } do i--; while (i > 3); return i;',
  "switch ('b') { case 'a': return 1; case 'b': case 'c': break; default: return 2; } return 3;",
  'try { null.x; } catch (error) { return error instanceof TypeError && error.name; } finally { await 0; }',
  "const fail = async () => { throw new RangeError('no'); }; return await fail().catch((e) => e.message + (e instanceof Error));",
  'const [a, b] = await Promise.all([Promise.resolve(1), (async () => 2)()]); return a + b;',
  "class A { #x = 1; static made = 0; constructor(public y: number) { A.made++; } get sum() { return this.y + 1; } f() { return 'A' + this.y; } }\n" +
    "class B extends A { override f() { return super.f() + 'B'; } } const b = new B(4); return [b.f(), b.sum, A.made, b instanceof A].join();",
  'enum Size { S = 2, M, L = 10 } return [Size.M, Size[2], Size.L].join();',
  'function counter() { let n = 0; return { up: () => ++n, get value() { return n; } }; } const c = counter(); c.up(); c.up(); return c.value;',
  'return [..., ].length;'.replace('..., ', '...[1, 2], , 3'),
  'const o: any = { f() { return this.x; }, x: 1 }; const g = o.f.bind({ x: 2 }); return [o.f(), g(), o.f.call({ x: 3 }), o?.nothing?.deep.er, o.x ?? 9].join();',
  "return ['b', 'a', 'C'].sort((x, y) => x.toLowerCase() < y.toLowerCase() ? -1 : 1).join('') + 'x'.padStart(3, '-') + 'a-b-c'.replace(/-/g, '_');",
  'return [1 + 2 * 3 ** 2, 7 % 4, -"3", "5" * 2, 1 / 0, null == undefined, NaN === NaN, typeof undefined, 5 > 3 && "yes", !"", ~5, 1 << 4].join();',
  "const map = new Map([['a', 1]]); map.set('b', 2); const set = new Set([1, 1, 2]); return [map.get('b'), map.size, [...set].length, [...map.keys()].join('')].join();",
  'var a = 1; { let a = 2; } const f = (x = a, ...rest) => x + rest.length; return [f(), f(5, 1, 2)].join();',
  'let a = 1; a += 2; a ??= 9; let b; b ??= 4; b ||= 5; b &&= 6; return [a, b, a++ + ++a].join();',
  'const list = [3, 1, 2]; list.push(...[9, 8]); list.splice(1, 2); return [list.join(), list.at(-1), list.includes(9), list.indexOf(7)].join();',
  "return Array.from({ length: 3 }, (_, i) => i * i).concat([[1]].flat()).join() + String(['a', ['b']]) + `${{}}`;",
];

describe('programs', () => {
  it.each(PROGRAMS)('%s', async (body) => {
    expect(evaluated(body)).toEqual(await really(body));
  });
});

describe('what is not known', () => {
  const reason = (body: string): string | undefined => {
    const value = evaluated(body);
    return value instanceof Unknown ? value.reason : undefined;
  };

  it('is what JavaScript has, and is not followed', () => {
    expect(reason('return Object.getOwnPropertyNames({}).length;')).toMatch(/^Object\.getOwnPropertyNames/);
    expect(evaluated('return typeof Object.nothing;')).toBe('undefined');
  });

  it('is where a function ends that calls itself for as long as something unknown is so', () => {
    const text =
      'const walk = (o) => Object.entries(o).forEach(([k, v]) => { if (v && typeof v === "object") walk(v); });' +
      'walk({ a: process.env.A }); const more = (n) => { if (process.env.B) return more(n + 1); return n; };';
    expect(evaluated(`${text} more(0); return 'over';`)).toBe('over');
    expect(reason(`${text} return more(0);`)).toContain('environment variable B');
  });

  it('is what a function gives that may have given something before it throws', () => {
    const text = "const f = () => { if (process.env.A) return 1; return Promise.reject(new Error('no')); };";
    expect(reason(`${text} return f();`)).toContain('environment variable A');
  });

  it('spreads to what rests on it, and no further', () => {
    expect(reason('return `${process.env.A}x`.length + 1;')).toBe('the environment variable A');
    expect(reason("return [process.env.A, 'b'].join();")).toBe('the environment variable A');
    expect(evaluated("const a = process.env.A; return 'b';")).toBe('b');
    expect(evaluated('return process.env.A ? 1 : 1;')).toBe(1);
    expect(reason('return Date.now() > 0;')).toBe('the time');
    expect(reason("return require('some-package').value;")).toBe(
      'the package some-package, which is not evaluated',
    );
  });

  it('makes variables unknown that a branch sets, and what follows a return that may be', () => {
    expect(reason('let a = 1; if (process.env.A) a = 2; return a;')).toBe('the environment variable A');
    expect(evaluated('let a = 1, b = 2; if (process.env.A) a = 2; return b;')).toBe(2);
    expect(reason('if (process.env.A) return 1; return 2;')).toBe('the environment variable A');
    expect(evaluated("let a = 1; if (process.env.A) throw new Error('x'); return typeof a;")).toBeInstanceOf(
      Unknown,
    );
  });
});

describe('limits', () => {
  it.each([
    'for (;;);',
    'const f = () => f(); f();',
    'let s = "x"; for (;;) s += s;',
    'const a = [1]; for (;;) a.push(...a);',
    'return Array(1e9).fill(0).length;',
    "return 'x'.repeat(1e9).length;",
    'return /(a+)+$/.test("a".repeat(40) + "b");',
  ])('%s', (body) => {
    try {
      expect(evaluated(body)).toBeInstanceOf(Unknown);
    } catch (error) {
      expect(String(error)).toMatch(
        /evaluation was given up|too large|call stack|Invalid (?:string|array) length/,
      );
    }
  });

  it('nothing leads to the program that evaluates', () => {
    for (const body of [
      "return [].constructor ?? {}.constructor ?? (() => {}).constructor ?? ''.constructor;",
      'const o = {}; o.__proto__ = { polluted: 1 }; return ({}).polluted;',
      'return JSON.parse(\'{"__proto__": { "polluted": 1 }}\').polluted;',
      'Object.assign(Object.prototype, { polluted: 1 }); return ({}).polluted;',
      "const m = new Map(); m.get = () => 7; return m.get('x');",
    ])
      expect(evaluated(body)).toBeUndefined();
    expect(evaluated('return Object.getPrototypeOf({});')).toBeInstanceOf(Unknown);
    expect(() => evaluated('return globalThis.process.exit(1);')).not.toThrow(JsThrow);
  });
});
