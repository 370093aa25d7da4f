/** Where code spends its time that does not come to its end. */
import { Session } from 'node:inspector';
import { runInThisContext } from 'node:vm';

/** Runs `action` for so long, and gives the functions in which it then was, the innermost first. */
export function placeOf(action, ms) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  globalThis.fuzzedAction = action;
  try {
    runInThisContext('void fuzzedAction()', { timeout: ms });
  } catch {
    // it was still running
  }
  let profile;
  session.post('Profiler.stop', (_error, result) => {
    profile = result.profile;
  });
  session.disconnect();
  return heaviestStack(profile.nodes);
}

function heaviestStack(nodes) {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node])));
  const own = ({ callFrame }) => /(src|rules|php-parser)\/[^?]*$/.exec(callFrame.url)?.[0];
  /** Built-ins and expressions count for the function that calls them. */
  const counts = new Map();
  for (const node of nodes) {
    let at = node;
    while (at !== undefined && own(at) === undefined) at = parents.get(at.id);
    if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + (node.hitCount ?? 0));
  }
  const [heaviest] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const stack = [];
  for (let at = heaviest; at !== undefined; at = parents.get(at.id))
    if (own(at) !== undefined)
      stack.push(`${at.callFrame.functionName || '(anonymous)'} ${own(at)}:${at.callFrame.lineNumber + 1}`);
  return stack;
}
