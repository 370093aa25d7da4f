/** Migrations that installed packages bring and register themselves. They are read for their effects only. */
import type { ProjectFiles } from './files.ts';
import { readRegistrations } from './providers.ts';

export interface VendorMigrations {
  readonly folder: string;
  readonly names: readonly string[];
  readonly package: string;
}

const FOLDERS = ['database/migrations', 'src/database/migrations', 'src/Database/Migrations', 'migrations'];

export function vendorMigrations(files: ProjectFiles): VendorMigrations[] {
  const result: VendorMigrations[] = [];
  for (const vendor of files.folders('vendor')) {
    if (vendor === 'bin' || vendor === 'composer') continue;
    for (const name of files.folders(`vendor/${vendor}`)) {
      const root = `vendor/${vendor}/${name}`;
      if (!FOLDERS.some((folder) => files.exists(`${root}/${folder}`))) continue;
      // What a package's providers register beyond what can be read is none of the project's business.
      for (const registered of readRegistrations(files, providersOf(files, root)).paths) {
        const folder = files.relative(registered).replace(/\/+$/, '');
        if (!folder.startsWith('vendor/') || result.some((known) => known.folder === folder)) continue;
        const names = files
          .list(folder)
          .filter((entry) => entry.kind !== 'folder' && /_.*\.php$/.test(entry.name))
          .map((entry) => entry.name);
        if (names.length > 0) result.push({ folder, names, package: `${vendor}/${name}` });
      }
    }
  }
  return result;
}

function providersOf(files: ProjectFiles, root: string): string[] {
  const found: string[] = [];
  const walk = (folder: string, depth: number) => {
    for (const entry of files.list(folder)) {
      const child = `${folder}/${entry.name}`;
      if (entry.kind === 'file' && entry.name.endsWith('Provider.php')) found.push(child);
      else if (entry.kind === 'folder' && depth < 3) walk(child, depth + 1);
    }
  };
  walk(`${root}/src`, 0);
  return found;
}
