/** Compiles the sources aside, module by module, so that a profile names the file in which a case hangs. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the folder, which `remove` deletes */
export function compile(root, project = 'tsconfig.build.json') {
  // below node_modules, where the compiled modules find their dependencies
  const folder = join(root, 'node_modules', `.dialint-fuzz-${process.pid}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, error } = spawnSync(
    process.execPath,
    [compiler, '-p', join(root, project), '--outDir', folder],
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  if (error !== undefined || status !== 0) {
    remove();
    throw new Error('the sources do not compile', { cause: error });
  }
  return { folder, remove };
}
