/** What a module's code reads and writes of the application's settings: Setting::get(), Setting::set(), registerSettings(). */
import { type AstNode, descendants, nameText } from '../../../php/ast.ts';
import { describeCall } from '../../../php/call-site.ts';
import type { FileDeclarations } from '../../../php/classes.ts';
import { resolveClassName } from '../../../php/scope.ts';
import { spanOfNode } from '../../../php/span.ts';
import type { FactOf, Origin, Owner } from '../../../schema/index.ts';
import { argument, literalStart, plainString } from './walk.ts';

/** Bytes that a file must contain to be worth parsing. */
export const SETTING_WORDS = /\bSetting\b|registerSettings/;

const SETTING_CLASS = /^app\\(?:models\\)?setting$/i;

export function findSettings(
  program: AstNode,
  declared: FileDeclarations,
  file: string,
  text: string,
  owner: Owner,
): FactOf<'setting'>[] {
  const facts: FactOf<'setting'>[] = [];
  for (const call of descendants(program)) {
    if (call.kind !== 'call') continue;
    const access = accessOf(call, declared);
    if (access === undefined) continue;
    const key = argument(call, 0, access === 'register' ? 'slug' : 'key');
    const start = literalStart(key);
    const origin = originOf(call, key, file, text);
    if (start === undefined || origin === undefined) continue;
    const typeNode = access === 'write' ? argument(call, 2, 'type') : undefined;
    const type = plainString(typeNode);
    const typeOrigin = originOf(call, typeNode, file, text);
    facts.push({
      kind: 'setting',
      access,
      key: start.text,
      whole: start.whole,
      ...(type === undefined || typeOrigin === undefined ? {} : { type: { name: type, origin: typeOrigin } }),
      owner,
      origin,
    });
  }
  return facts;
}

function accessOf(call: AstNode, declared: FileDeclarations): FactOf<'setting'>['access'] | undefined {
  const { what } = call;
  if (what?.kind === 'propertylookup' || what?.kind === 'nullsafepropertylookup') {
    return nameText(what.offset)?.toLowerCase() === 'registersettings' ? 'register' : undefined;
  }
  if (what?.kind !== 'staticlookup') return undefined;
  const method = nameText(what.offset)?.toLowerCase();
  if (method === 'registersettings') return 'register';
  if ((method !== 'get' && method !== 'set') || what.what?.kind !== 'name') return undefined;
  const name = resolveClassName(nameText(what.what) ?? '', what.what.resolution, declared.context);
  if (!SETTING_CLASS.test(name)) return undefined;
  return method === 'get' ? 'read' : 'write';
}

function originOf(call: AstNode, node: AstNode | undefined, file: string, text: string): Origin | undefined {
  const span = spanOfNode(node);
  return span === undefined ? undefined : { file, span, call: describeCall(call, text) };
}
