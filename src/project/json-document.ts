/** JSON with the place of every key and value, so that a mistake can be pointed at. Strict: RFC 8259 and nothing else. */
import { LineStarts, type Position } from '../schema/index.ts';

export interface JsonNode {
  readonly value: null | boolean | number | string | readonly JsonNode[] | ReadonlyMap<string, JsonMember>;
  /** Offset in the text. */
  readonly at: number;
}

export interface JsonMember {
  readonly key: string;
  readonly keyAt: number;
  readonly node: JsonNode;
}

/** A value of JavaScript as a document; it has no places. What JSON has not (a function, a date) stays what it is. */
export function jsonOf(value: unknown, depth = 0): JsonNode {
  const node = (made: unknown): JsonNode => ({ value: made as JsonNode['value'], at: 0 });
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return node(value);
  if (Array.isArray(value)) return node(value.map((item) => jsonOf(item, depth + 1)));
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm has another Object: its prototype has none.
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!plain) return node(value);
  return node(
    new Map(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, { key, keyAt: 0, node: jsonOf(item, depth + 1) }]),
    ),
  );
}

export class JsonSyntaxError extends Error {
  readonly at: number;
  readonly hint: string | undefined;

  constructor(message: string, at: number, hint?: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

/** Throws JsonSyntaxError at the first thing that is not JSON. */
export function parseJson(text: string): JsonNode {
  return new JsonReader(text).document();
}

/** Gives line and column, from 1, of an offset in this text. Asked for each value of a document. */
export function positionsIn(text: string): (at: number) => Position {
  const lines = new LineStarts(text);
  return (at) => lines.position(at);
}

/** More than any configuration has; a document may not exhaust the stack. */
const MAX_DEPTH = 200;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode {
    if (this.#text.startsWith('\uFEFF')) {
      throw new JsonSyntaxError('the file starts with a byte order mark', 0, 'Save it as UTF-8 without BOM.');
    }
    const node = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('nothing may follow the end of the document');
    return node;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    if (this.#text[this.#at] === '/' && /[/*]/.test(this.#text[this.#at + 1] ?? '')) {
      this.#fail('JSON has no comments', 'Remove the comment.');
    }
  }

  #nested<T>(read: () => T): T {
    if (this.#depth === MAX_DEPTH) this.#fail('this is nested too deep');
    this.#depth += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #value(): JsonNode {
    this.#space();
    const at = this.#at;
    const unit = this.#text[at];
    switch (unit) {
      case '{':
        return { value: this.#nested(() => this.#object()), at };
      case '[':
        return { value: this.#nested(() => this.#array()), at };
      case '"':
        return { value: this.#string(), at };
      case undefined:
        return this.#fail('the document ends too early');
      case "'":
        return this.#fail('JSON has double quotes only', 'Write "…" instead of \'…\'.');
      default: {
        const word = /^[\w.+-]+/.exec(this.#text.slice(at, at + 400))?.[0] ?? '';
        if (word === 'true' || word === 'false' || word === 'null') {
          this.#at += word.length;
          return { value: word === 'null' ? null : word === 'true', at };
        }
        if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word)) {
          this.#at += word.length;
          return { value: Number(word), at };
        }
        return this.#fail(`${word === '' ? `'${unit}'` : word} is no JSON value`);
      }
    }
  }

  #object(): Map<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    this.#at += 1;
    this.#space();
    if (this.#take('}')) return members;
    for (;;) {
      this.#space();
      const keyAt = this.#at;
      if (this.#text[this.#at] === '}')
        this.#fail('a comma may not end the list', 'Remove the comma before it.');
      if (this.#text[this.#at] !== '"') this.#fail('a key in double quotes is expected here');
      const key = this.#string();
      if (members.has(key)) throw new JsonSyntaxError(`the key "${key}" stands twice`, keyAt);
      this.#space();
      if (!this.#take(':')) this.#fail(`':' is expected after the key "${key}"`);
      members.set(key, { key, keyAt, node: this.#value() });
      this.#space();
      if (this.#take('}')) return members;
      if (!this.#take(',')) this.#fail("',' or '}' is expected here");
    }
  }

  #array(): JsonNode[] {
    const items: JsonNode[] = [];
    this.#at += 1;
    this.#space();
    if (this.#take(']')) return items;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] === ']')
        this.#fail('a comma may not end the list', 'Remove the comma before it.');
      items.push(this.#value());
      this.#space();
      if (this.#take(']')) return items;
      if (!this.#take(',')) this.#fail("',' or ']' is expected here");
    }
  }

  #string(): string {
    const from = this.#at;
    for (let i = from + 1; i < this.#text.length; i++) {
      const unit = this.#text[i];
      if (unit === '\\') i += 1;
      else if (unit === '\n') break;
      else if (unit === '"') {
        this.#at = i + 1;
        try {
          return JSON.parse(this.#text.slice(from, i + 1)) as string;
        } catch {
          throw new JsonSyntaxError('this string has an escape or character that JSON does not allow', from);
        }
      }
    }
    throw new JsonSyntaxError('this string does not end', from);
  }

  #take(unit: string): boolean {
    if (this.#text[this.#at] !== unit) return false;
    this.#at += 1;
    return true;
  }

  #fail(message: string, hint?: string): never {
    throw new JsonSyntaxError(message, this.#at, hint);
  }
}
