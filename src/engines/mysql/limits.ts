/** MySQL's numbers. Page names are those of the MySQL 8.4 Reference Manual (dev.mysql.com/doc/refman/8.4/en/). */
import type { LimitTable } from './dialect.ts';

export const MYSQL_LIMITS: LimitTable = {
  /** Characters, not bytes: 64 umlauts pass. */
  identifier: [{ value: 64, source: 'identifier-length', measured: '5.6.24, 9.7.4' }],
  keyBytes: [{ value: 3072, source: 'innodb-limits', measured: '5.6.24, 9.7.4' }],
  /** innodb_large_prefix is on from 5.7.7; with it DYNAMIC rows take 3072 bytes in one part. */
  keyPartBytes: [
    { value: 767, source: 'innodb-limits (5.6)', measured: '5.6.24' },
    { value: 3072, source: 'innodb-limits', measured: '9.7.4', since: '5.7.7' },
  ],
  keyPartBytesOldFormats: [{ value: 767, source: 'innodb-limits', measured: '5.6.24, 9.7.4' }],
  keyBytesMyisam: [{ value: 1000, source: 'myisam-storage-engine', measured: '9.7.4' }],
  keyParts: [{ value: 16, source: 'create-index', measured: '9.7.4' }],
  keysPerTable: [{ value: 64, source: 'innodb-limits', measured: '9.7.4' }],
  rowBytes: [{ value: 65_535, source: 'column-count-limit', measured: '9.7.4' }],
  /** VARCHAR and VARBINARY, in bytes, before the row's own limit. */
  columnOctets: [{ value: 65_535, source: 'char', measured: '9.7.4' }],
  charLength: [{ value: 255, source: 'char', measured: '9.7.4' }],
  columnsServer: [{ value: 4096, source: 'column-count-limit', measured: '9.7.4' }],
  columnsInnodb: [{ value: 1017, source: 'innodb-limits', measured: '9.7.4' }],
  decimalDigits: [{ value: 65, source: 'fixed-point-types', measured: '9.7.4' }],
  decimalScale: [{ value: 30, source: 'fixed-point-types', measured: '9.7.4' }],
  fractionalDigits: [{ value: 6, source: 'fractional-seconds', measured: '9.7.4' }],
  bitLength: [{ value: 64, source: 'bit-type', measured: '9.7.4' }],
  displayWidth: [{ value: 255, source: 'numeric-type-attributes', measured: '9.7.4' }],
  vectorDimensions: [{ value: 16_383, source: 'vector', measured: '9.7.4' }],
  /** Characters. */
  columnComment: [{ value: 1024, source: 'create-table', measured: '9.7.4' }],
  tableComment: [{ value: 2048, source: 'create-table', measured: '9.7.4' }],
  /** The last second that a TIMESTAMP holds, since 1970-01-01 00:00:00 UTC. */
  timestampSeconds: [{ value: 2_147_483_647, source: 'datetime', measured: '9.7.4' }],
};
