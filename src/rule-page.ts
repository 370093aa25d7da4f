/** The pages of dialint's own rules on the web. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT, VERSION } from './version.ts';

/** Where the package's repository can be looked at; null: its package.json names none on GitHub. */
export function repositoryPage(packageJson = join(PACKAGE_ROOT, 'package.json')): string | null {
  const { repository } = JSON.parse(readFileSync(packageJson, 'utf8')) as {
    readonly repository?: string | { readonly url?: string };
  };
  const url = (typeof repository === 'string' ? repository : repository?.url) ?? '';
  const name =
    /^(?:github:|(?:git\+)?(?:https|ssh):\/\/(?:git@)?github\.com\/)([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(
      url,
    )?.[1];
  return name === undefined ? null : `https://github.com/${name}`;
}

/** Of this version. `id` is a rule that dialint brings along, not one of a project's own. */
export function rulePage(id: string, repository = repositoryPage()): string | undefined {
  return repository === null ? undefined : `${repository}/blob/v${VERSION}/docs/rules/${id}.md`;
}
