/** Makes a failing case smaller: leaves out files, then runs of lines, for as long as it fails in the same way. */

/** Two failures are the same if they are of one kind; where a process hangs or starves, it is not always caught at one place. */
const kindOf = (what) => /^(hang|out of memory|the process ended)/.exec(what)?.[0] ?? what;

export async function shrink(checker, files, engines, failure, budgetMs) {
  const until = performance.now() + budgetMs;
  const twice = failure.what === 'not the same twice';
  const fails = async (candidate) => {
    if (performance.now() > until) return false;
    const again = await checker.check({ files: candidate, engines }, twice);
    return again.failure !== undefined && kindOf(again.failure.what) === kindOf(failure.what);
  };
  let left = files;
  for (const file of files) {
    const without = left.filter((other) => other !== file);
    if (without.length > 0 && (await fails(without))) left = without;
  }
  for (let at = 0; at < left.length; at++) {
    if (Buffer.isBuffer(left[at][1])) continue;
    const [path] = left[at];
    for (let size = 64; size >= 1; size >>= 1) {
      for (let line = 0; line < left[at][1].split('\n').length; ) {
        const lines = left[at][1].split('\n');
        lines.splice(line, size);
        const candidate = left.map((item, index) => (index === at ? [path, lines.join('\n')] : item));
        if (await fails(candidate)) left = candidate;
        else line += size;
      }
    }
  }
  return left;
}
