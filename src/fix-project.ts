/** One project, fixed: from its findings to the texts without them. Writes nothing. */
import path from 'node:path';
import { CheckSession, type SessionOptions } from './check-session.ts';
import { existsSync, lookingThrough, readRegular, seenThrough } from './disk/disk.ts';
import { textsInPlaceOf } from './disk/in-place.ts';
import type { FileView } from './disk/view.ts';
import { applyFixes, type FixOutcome, type FixRequest } from './fix/apply.ts';
import { loadFrameworks } from './frameworks.ts';
import { MAX_BYTES } from './php/source-text.ts';
import type { CheckOptions } from './schema/index.ts';

/** Throws what `checkProject` throws. `view`: through what the files are seen, instead of the disk. */
export async function fixProject(
  root: string,
  options: CheckOptions,
  request: FixRequest,
  view?: FileView,
): Promise<FixOutcome> {
  await loadFrameworks(root, options.configFile);
  if (view === undefined) return fixInSession(new CheckSession(root, options), root, options, request);
  // A session goes by what it has seen on the disk.
  return lookingThrough(view, async () =>
    applyFixes(
      (texts) => new CheckSession(root, options).check(inRoot(root, texts)),
      utf8Only(root, request),
    ),
  );
}

/**
 * The same in a session that goes on, whose project is at `root`. `open`: texts (by absolute path) that stand for what the
 * disk has. The session's last look is then at what was tried last.
 */
export function fixInSession(
  session: CheckSession,
  root: string,
  options: SessionOptions,
  request: FixRequest,
  open: ReadonlyMap<string, string> = new Map(),
): FixOutcome {
  return applyFixes(
    (texts) => {
      const all = new Map([...open, ...inRoot(root, texts)]);
      const added = [...all].filter(([file]) => !existsSync(file));
      if (added.length === 0) return session.check(all);
      const there = new Map([...all].filter(([file]) => existsSync(file)));
      const bytes = new Map(added.map(([file, text]) => [file, Buffer.from(text)]));
      return seenThrough(textsInPlaceOf(bytes), () => new CheckSession(root, options).check(there));
    },
    utf8Only(root, request),
  );
}

function inRoot(root: string, texts: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...texts].map(([file, text]) => [path.join(root, file), text]));
}

function utf8Only(root: string, request: FixRequest): FixRequest {
  return {
    ...request,
    whyNot: (file, isMigration) =>
      request.whyNot(file, isMigration) ?? (isUtf8(root, file) ? null : 'it is not in UTF-8'),
  };
}

/** Other bytes would not be what they were once the text is written. */
function isUtf8(root: string, file: string): boolean {
  const bytes = readRegular(path.join(root, file), MAX_BYTES);
  return !('refused' in bytes) && Buffer.from(bytes.toString('utf8')).equals(bytes);
}
