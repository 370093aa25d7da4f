/** One project, fixed: from its findings to the texts without them. Writes nothing. */
import path from 'node:path';
import { CheckSession } from './check-session.ts';
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
  // A session goes by what it has seen on the disk.
  let session = new CheckSession(root, options);
  const fix = (): FixOutcome =>
    applyFixes(
      (texts) => {
        if (view !== undefined) session = new CheckSession(root, options);
        const all = [...texts].map(([file, text]) => [path.join(root, file), text] as const);
        const added = view === undefined ? all.filter(([file]) => !existsSync(file)) : [];
        if (added.length === 0) return session.check(new Map(all));
        const there = new Map(all.filter((one) => !added.includes(one)));
        const bytes = new Map(added.map(([file, text]) => [file, Buffer.from(text)]));
        return seenThrough(textsInPlaceOf(bytes), () => new CheckSession(root, options).check(there));
      },
      {
        ...request,
        whyNot: (file, isMigration) =>
          request.whyNot(file, isMigration) ?? (isUtf8(root, file) ? null : 'it is not in UTF-8'),
      },
    );
  return view === undefined ? fix() : lookingThrough(view, async () => fix());
}

/** Other bytes would not be what they were once the text is written. */
function isUtf8(root: string, file: string): boolean {
  const bytes = readRegular(path.join(root, file), MAX_BYTES);
  return !('refused' in bytes) && Buffer.from(bytes.toString('utf8')).equals(bytes);
}
