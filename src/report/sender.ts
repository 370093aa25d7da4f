/** Who sends the SQL, for the reports of `sql`. */
import { FRAMEWORK_TITLES, type Project } from '../schema/index.ts';

/** `as Laravel 12 sends it`; where nothing was recognised, migrations are read as Laravel's. */
export function asSent({ framework, frameworkVersion }: Project): string {
  if (framework?.value === 'sql') return 'as its files hold it';
  return `as ${FRAMEWORK_TITLES[framework?.value ?? 'laravel']} ${frameworkVersion.value} sends it`;
}
