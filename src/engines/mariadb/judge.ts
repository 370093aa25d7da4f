/** What MariaDB makes of a statement: MySQL's judge with MariaDB's numbers, words and ways. */
import { hasReached, type Judge } from '../../schema/index.ts';
import { charsetOfCollation, isKnownCharset } from '../mysql/charsets.ts';
import type { Dialect } from '../mysql/dialect.ts';
import { makeJudge } from '../mysql/judge-statement.ts';
import { MARIADB_LIMITS } from './limits.ts';
import { mariadbOnlineDdl } from './online-ddl.ts';
import { mariadbTraits } from './traits.ts';
import { MARIADB_WORDS } from './words.ts';

export const MARIADB: Dialect = {
  engine: 'mariadb',
  title: 'MariaDB',
  limits: MARIADB_LIMITS,
  words: MARIADB_WORDS,
  traits: mariadbTraits,
  onlineDdl: mariadbOnlineDdl,
  knowsCollation: (collation, version) => {
    if (/uca1400/.test(collation)) return hasReached(version, '10.10');
    // MySQL 8's collations have names on MariaDB from 11.4.5.
    if (/^utf8mb4_.*0900_/.test(collation)) return hasReached(version, '11.4.5');
    return isKnownCharset(charsetOfCollation(collation));
  },
};

export const mariadbJudge: Judge = makeJudge(MARIADB);
