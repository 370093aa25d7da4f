/**
 * `app(X::class)`: what the container makes of a class of the project. A binding that a provider writes down comes
 * first; classes in a constructor's parameters are made as well.
 */
import { nameText, nodes } from '../../php/ast.ts';
import type { CallSiteAt } from '../../php/call-site.ts';
import type { ClassDeclaration } from '../../php/classes.ts';
import type { Interpreter } from '../../php/interpreter.ts';
import { findMethod } from '../../php/members.ts';
import { instantiate } from '../../php/objects.ts';
import { resolveClassName } from '../../php/scope.ts';
import { type CallArguments, type CallSite, type PhpValue, Unknown } from '../../php/values.ts';
import type { Application } from './application.ts';

const MAX_DEPTH = 5;

/** undefined: neither bound by a provider nor a class of the project that can be made. */
export function make(
  php: Interpreter,
  application: Application,
  abstract: string,
  site: CallSite,
  depth = 0,
): PhpValue | undefined {
  if (depth > MAX_DEPTH) return new Unknown(`an object of ${abstract}`);
  const bound = application.binding?.(abstract);
  if (typeof bound === 'string') {
    if (bound.toLowerCase() !== abstract.toLowerCase())
      return make(php, application, bound, site, depth + 1) ?? new Unknown(`an object of ${bound}`);
  } else if (bound !== undefined) {
    const container = php.host.callFunction('app', { positional: [], named: new Map() }, site);
    return site.invoke(bound, [container ?? new Unknown("the application's container")]);
  }
  const declaration = application.loadClass(abstract);
  if (declaration?.kind !== 'class' || declaration.node.isAbstract === true) return undefined;
  const args = injected(php, application, declaration, '__construct', site, depth);
  return instantiate(php, declaration, args, site as CallSiteAt);
}

/** The arguments that the container finds for a method: objects for classes, the rest is left to its defaults. */
export function injected(
  php: Interpreter,
  application: Application,
  declaration: ClassDeclaration,
  name: string,
  site: CallSite,
  depth = 0,
): CallArguments {
  const method = findMethod(php, declaration, name);
  const named = new Map<string, PhpValue>();
  for (const parameter of nodes(method?.node.arguments)) {
    const { type } = parameter;
    if (method === undefined || type?.kind !== 'name') continue;
    const className = resolveClassName(nameText(type) ?? '', type.resolution, method.file);
    const made =
      php.host.construct(className, { positional: [], named: new Map() }, site) ??
      make(php, application, className, site, depth + 1);
    if (made !== undefined || parameter.value == null)
      named.set(nameText(parameter.name) ?? '', made ?? new Unknown(`an object of ${className}`));
  }
  return { positional: [], named };
}
