/**
 * Which changes of a table copy it on MariaDB: https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-instant-alter-algorithm/
 * and its sister pages; measured on 10.11.19 and 11.8.9.
 */
import { hasReached } from '../../schema/index.ts';
import type { OnlineDdl } from '../mysql/online-ddl.ts';

/** Bytes below which a VARCHAR may come to take more than 255 without a copy, from 10.4.3 on (MDEV-15563). */
const SHORT_VARCHAR = 128;

export function mariadbOnlineDdl(version: string): OnlineDdl {
  return {
    expressionDefault: 'each-row',
    newColumnCheck: false,
    longerVarcharFrom: hasReached(version, '10.4.3') ? SHORT_VARCHAR : 0,
    lostAutoIncrement: false,
    indexedCollation: !hasReached(version, '10.4.3'),
    // MDEV-16329
    copiesOnline: hasReached(version, '11.2'),
  };
}
