/** Apart from the rest of what is known of Knex: each start of the command asks. */

/** Is the folder the root of a project whose migrations knex runs? */
export function isKnexRoot(has: (name: string) => boolean, packageJson: () => string): boolean {
  if (['js', 'ts', 'mjs', 'cjs'].some((ending) => has(`knexfile.${ending}`))) return true;
  return has('package.json') && /"(?:knex|objection|@adonisjs\/lucid)"\s*:/.test(packageJson());
}
