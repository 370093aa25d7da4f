/** What MySQL makes of a statement. */
import { compareVersions, type Judge } from '../../schema/index.ts';
import { charsetOfCollation, isKnownCharset } from './charsets.ts';
import type { Dialect } from './dialect.ts';
import { makeJudge } from './judge-statement.ts';
import { MYSQL_LIMITS } from './limits.ts';
import { MYSQL_ONLINE_DDL } from './online-ddl.ts';
import { mysqlTraits } from './traits.ts';
import { MYSQL_WORDS } from './words.ts';

export const MYSQL: Dialect = {
  engine: 'mysql',
  title: 'MySQL',
  limits: MYSQL_LIMITS,
  words: MYSQL_WORDS,
  traits: mysqlTraits,
  onlineDdl: () => MYSQL_ONLINE_DDL,
  knowsCollation: (collation, version) => {
    if (/^\w+_0900_/.test(collation)) return compareVersions(version, '8.0') >= 0;
    return !/uca1400|_nopad_/.test(collation) && hasCharset(collation);
  },
};

function hasCharset(collation: string): boolean {
  return isKnownCharset(charsetOfCollation(collation));
}

export const mysqlJudge: Judge = makeJudge(MYSQL);
