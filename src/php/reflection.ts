/** PHP's functions on variables, classes and functions of the evaluated code. */
import type { CallSiteAt } from './call-site.ts';
import { PhpInstance } from './classes.ts';
import { classConstant, constantByName, copied, iterable } from './expressions.ts';
import { isBuiltin } from './functions/index.ts';
import type { Interpreter } from './interpreter.ts';
import { invokeCallable, nowhere } from './invoke.ts';
import {
  ancestry,
  classByName,
  findMethod,
  frameworkAncestors,
  hasNoProperties,
  materialize,
} from './members.ts';
import { elements, magicCall } from './objects.ts';
import { type Frame, variable } from './scope.ts';
import { PhpArray, PhpObject, type PhpValue, Unknown } from './values.ts';

/** `extract()` in its plain forms. */
export function extract([array = null, flags = 0]: readonly PhpValue[], frame: Frame): PhpValue {
  if (!(array instanceof PhpArray) || (flags !== 0 && flags !== 1)) {
    // any variable may have been set
    for (const ref of frame.variables.values()) ref.value = new Unknown('extract()');
    return new Unknown('extract()');
  }
  let count = 0;
  for (const [key, value] of array.entries) {
    if (typeof key !== 'string' || (flags === 1 && frame.variables.has(key))) continue;
    variable(frame, key).value = copied(value);
    count += 1;
  }
  return count;
}

/** Functions that ask about the code itself. */
export function reflection(
  php: Interpreter,
  name: string,
  args: readonly PhpValue[],
  site: CallSiteAt,
): PhpValue | undefined {
  const [first = null, second = null] = args;
  const classOf = (value: PhpValue) =>
    value instanceof PhpInstance
      ? value.declaration
      : typeof value === 'string'
        ? classByName(php, value.replace(/^\\/, ''))
        : undefined;
  switch (name) {
    case 'function_exists':
      if (typeof first !== 'string') return undefined;
      return php.host.loadFunction(first.toLowerCase().replace(/^\\/, '')) !== undefined ||
        isBuiltin(first.toLowerCase().replace(/^\\/, ''))
        ? true
        : undefined;
    case 'class_exists':
    case 'enum_exists':
    case 'interface_exists':
    case 'trait_exists':
      return classOf(first) !== undefined ? true : undefined;
    case 'method_exists': {
      const declaration = classOf(first);
      if (declaration === undefined || typeof second !== 'string') return undefined;
      if (findMethod(php, declaration, second) !== undefined) return true;
      return frameworkAncestors(php, declaration).length === 0 ? false : undefined;
    }
    case 'property_exists': {
      const declaration = classOf(first);
      if (declaration === undefined || typeof second !== 'string') return undefined;
      if (ancestry(php, declaration).some(({ from }) => from.properties.has(second))) return true;
      if (first instanceof PhpInstance && first.properties.has(second)) return true;
      return frameworkAncestors(php, declaration).every(hasNoProperties) ? false : undefined;
    }
    case 'get_object_vars': {
      if (!(first instanceof PhpInstance)) return undefined;
      materialize(php, first);
      return PhpArray.of([...first.properties].map(([key, ref]) => [key, copied(ref.value)] as const));
    }
    case 'get_parent_class':
      return classOf(first)?.parent ?? (classOf(first) === undefined ? undefined : false);
    case 'is_a':
    case 'is_subclass_of': {
      if (!(first instanceof PhpObject) || typeof second !== 'string') return undefined;
      const wanted = second.replace(/^\\/, '');
      if (name === 'is_subclass_of' && first.className.toLowerCase() === wanted.toLowerCase()) return false;
      return php.isInstance(first, wanted);
    }
    case 'is_callable': {
      if (typeof first === 'string' && reflection(php, 'function_exists', [first], site) === true)
        return true;
      if (first instanceof PhpInstance)
        return findMethod(php, first.declaration, '__invoke') !== undefined ? true : undefined;
      if (first instanceof PhpArray && first.size === 2) {
        const declaration = classOf(first.get(0) ?? null);
        const method = first.get(1);
        if (declaration !== undefined && typeof method === 'string')
          return findMethod(php, declaration, method) !== undefined ? true : undefined;
      }
      return undefined;
    }
    case 'constant': {
      if (typeof first !== 'string') return undefined;
      const [className, constant] = first.split('::');
      if (constant === undefined) return constantByName(php, first.replace(/^\\/, ''));
      return classConstant(php, (className ?? '').replace(/^\\/, ''), constant);
    }
    case 'defined':
      return typeof first === 'string' && constantByName(php, first) !== undefined ? true : undefined;
    case 'call_user_func_array': {
      const named = new Map<string, PhpValue>();
      const positional: PhpValue[] = [];
      if (!(second instanceof PhpArray)) return undefined;
      for (const [key, value] of second.entries)
        typeof key === 'string' ? named.set(key, value) : positional.push(value);
      return invokeCallable(php, first, { positional, named }, site);
    }
    case 'count':
    case 'sizeof':
    case 'iterator_count':
      if (!(first instanceof PhpInstance)) return undefined;
      if (name === 'iterator_count') {
        const all = elements(php, first);
        return all instanceof Unknown ? all : all.size;
      }
      return magicCall(php, first, 'count', [], nowhere(php));
    case 'iterator_to_array': {
      if (!(first instanceof PhpObject)) return undefined;
      const all = iterable(php, first);
      return second === false && all instanceof PhpArray ? PhpArray.list(all.values()) : all;
    }
    default:
      return undefined;
  }
}
