/** What the configuration of Knex says of its SQL: found in the knexfile and what it imports, else wherever it is written. */
import path from 'node:path';
import type { KnexSettings } from '../../../schema/index.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';
import { withoutComments } from './code-words.ts';

/** `wrapIdentifier` as a property, or a call of Objection's that makes one. */
const MAPPING =
  /\bwrapIdentifier\b(?=\s*[(:,}])|\bknex(?:SnakeCaseMappers|IdentifierMapping|IdentifierMappers)\s*\(/;
const NULL_AS_DEFAULT = /\buseNullAsDefault['"]?\s*:\s*true\b/;

/** undefined: nothing is said. `scripts`: those besides the migrations. */
export function settingsOf(
  files: ProjectFiles,
  scripts: readonly string[],
  knexfile: string | undefined,
): KnexSettings | undefined {
  const places = knexfile === undefined ? scripts : withImports(files, knexfile, new Set(scripts));
  let wrapIdentifier: KnexSettings['wrapIdentifier'];
  let nullAsDefault = false;
  for (const file of places) {
    const text = files.read(file) ?? '';
    if (!MAPPING.test(text) && !NULL_AS_DEFAULT.test(text)) continue;
    const code = withoutComments(text);
    nullAsDefault ||= NULL_AS_DEFAULT.test(code);
    const at = code.search(MAPPING);
    if (at >= 0) wrapIdentifier ??= { file, line: lineOf(text, at), at };
  }
  if (wrapIdentifier === undefined && !nullAsDefault) return undefined;
  return {
    ...(wrapIdentifier === undefined ? {} : { wrapIdentifier }),
    ...(nullAsDefault ? { nullAsDefault } : {}),
  };
}

/** The file, and the project's scripts that it imports, or that these import. */
function withImports(files: ProjectFiles, first: string, scripts: ReadonlySet<string>): string[] {
  const found = [first];
  for (const file of found) {
    const text = files.read(file) ?? '';
    for (const [, name = ''] of text.matchAll(
      /\b(?:from|require\(|import\(?)\s*['"](\.{1,2}\/[^'"]+)['"]/g,
    )) {
      const stem = path.posix.join(path.posix.dirname(file), name).replace(/\.[mc]?[jt]s$/, '');
      const imported = ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '/index.ts', '/index.js']
        .map((ending) => stem + ending)
        .find((one) => scripts.has(one));
      if (imported !== undefined && !found.includes(imported)) found.push(imported);
    }
  }
  return found;
}
