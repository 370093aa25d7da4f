/** A case as the PHP that a migration would hold. */
import type { Arguments, Call, Case, Step, Value } from './cases.ts';

function value(item: Value): string {
  if (item === null || typeof item === 'boolean' || typeof item === 'number') return String(item);
  if (typeof item === 'string') return `'${item.replace(/['\\]/g, '\\$&')}'`;
  if (Array.isArray(item)) return `[${item.map(value).join(', ')}]`;
  if ('raw' in item) return `DB::raw(${value(item.raw)})`;
  if ('model' in item) return `${item.model}::class`;
  return `fn ($table) => …`;
}

function list(args: Arguments | undefined): string {
  if (args === undefined) return '';
  if (Array.isArray(args)) return args.map(value).join(', ');
  return Object.entries(args)
    .map(([name, item]) => `${name}: ${value(item)}`)
    .join(', ');
}

function call([method, args, ...chain]: Call): string {
  const rest = chain.map(([name, more]) => `->${name}(${list(more)})`).join('');
  return `$table->${method}(${list(args)})${rest};`;
}

function step({ on, table, calls }: Step): string {
  return `Schema::${on}('${table}', function ($table) { ${calls.map(call).join(' ')} });`;
}

/** Large cases are shortened to their first calls: cases.ts has them whole. */
export function phpOf(one: Case): string {
  const short = one.calls.length > 12 ? { ...one, calls: one.calls.slice(0, 3) } : one;
  return step(short) + (short === one ? '' : ' // …');
}
