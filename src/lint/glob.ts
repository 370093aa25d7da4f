/** The globs of `overrides[].files`: `*`, `**`, `?`, `[abc]`, `{a,b}` over paths with forward slashes. */

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function translate(glob: string): string {
  let pattern = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const rest = glob.slice(i);
    const character = glob[i] ?? '';
    const set = /^\[(!?)([^\]/]+)\]/.exec(rest);
    if (rest.startsWith('**/')) {
      pattern += '(?:[^/]+/)*';
      i += 2;
    } else if (rest.startsWith('**')) {
      pattern += '.*';
      i += 1;
    } else if (character === '*') pattern += '[^/]*';
    else if (character === '?') pattern += '[^/]';
    else if (set !== null) {
      pattern += `[${set[1] === '!' ? '^' : ''}${(set[2] ?? '').replace(/[\\^]/g, '\\$&')}]`;
      i += set[0].length - 1;
    } else if (character === '{') {
      pattern += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      pattern += ')';
      depth--;
    } else if (character === ',' && depth > 0) pattern += '|';
    else pattern += escaped(character);
  }
  return pattern + ')'.repeat(depth);
}

/**
 * A predicate over paths relative to the project's root. A glob without a slash is compared with the file's own name,
 * and one that matches a folder takes everything below it.
 */
export function globMatcher(glob: string): (file: string) => boolean {
  const clean = glob.replace(/^\.\//, '').replace(/\/$/, '');
  const anywhere = clean.includes('/') ? '' : '(?:.*/)?';
  const pattern = new RegExp(`^${anywhere}${translate(clean)}(?:/.*)?$`);
  return (file) => pattern.test(file);
}
