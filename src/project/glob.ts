/** Globs over paths with forward slashes: `*`, `**`, `?` and `{a,b}`. */
export function globToRegExp(glob: string): RegExp {
  let source = '';
  let depth = 0;
  const text = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] ?? '';
    if (unit === '*') {
      if (text[i + 1] === '*') {
        i += 1;
        if (text[i + 1] === '/') {
          i += 1;
          source += '(?:.*/)?';
        } else source += '.*';
      } else source += '[^/]*';
    } else if (unit === '?') source += '[^/]';
    else if (unit === '{') {
      depth += 1;
      source += '(?:';
    } else if (unit === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (unit === ',' && depth > 0) source += '|';
    else source += unit.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`);
}
