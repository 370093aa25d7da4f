/** Apart from the rest of what is known of these frameworks: each start of the command asks. */

/** Files at the root that tell, without their endings, and packages. */
const SIGNS: readonly { readonly files: readonly string[]; readonly packages: readonly string[] }[] = [
  { files: ['knexfile'], packages: ['knex', 'objection', '@adonisjs/lucid'] },
  { files: ['ormconfig'], packages: ['typeorm', '@[\\w-]+/typeorm'] },
  { files: [], packages: ['sequelize', 'sequelize-typescript', 'sequelize-cli'] },
  { files: [], packages: ['kysely'] },
  { files: [], packages: ['db-migrate'] },
  { files: ['mikro-orm.config'], packages: ['@mikro-orm/\\w+', '@medusajs/framework'] },
];

const NAMED = new RegExp(`"(?:${SIGNS.flatMap(({ packages }) => packages).join('|')})"\\s*:`);

/** Is the folder the root of a project whose migrations are scripts, run by one of the frameworks that are known? */
export function isScriptRoot(has: (name: string) => boolean, packageJson: () => string): boolean {
  const isNamed = SIGNS.some(({ files }) =>
    files.some((file) => ['js', 'ts', 'mjs', 'cjs'].some((ending) => has(`${file}.${ending}`))),
  );
  return isNamed || (has('package.json') && NAMED.test(packageJson()));
}
