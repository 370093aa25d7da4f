/** MariaDB's numbers. Page names are those of the MariaDB Knowledge Base (mariadb.com/kb/en/). */
import type { LimitTable } from '../mysql/dialect.ts';

export const MARIADB_LIMITS: LimitTable = {
  /** Characters, not bytes: 64 umlauts pass. */
  identifier: [{ value: 64, source: 'identifier-names', measured: '10.5, 10.11.19, 11.8' }],
  keyBytes: [{ value: 3072, source: 'innodb-limitations', measured: '10.5, 10.11.19, 11.8' }],
  /** innodb_large_prefix and DYNAMIC are the defaults from 10.2.2. */
  keyPartBytes: [
    { value: 767, source: 'innodb-limitations', measured: 'not measured' },
    { value: 3072, source: 'innodb-limitations', measured: '10.5, 10.11.19, 11.8', since: '10.2.2' },
  ],
  keyPartBytesOldFormats: [{ value: 767, source: 'innodb-row-formats-overview', measured: '10.11.19' }],
  keyBytesMyisam: [{ value: 1000, source: 'myisam-overview', measured: '10.11.19' }],
  /** 16 until 10.1. */
  keyParts: [{ value: 32, source: 'innodb-limitations', measured: '10.5, 10.11.19, 11.8' }],
  keysPerTable: [{ value: 64, source: 'innodb-limitations', measured: '10.11.19' }],
  rowBytes: [{ value: 65_535, source: 'innodb-row-formats-overview', measured: '10.11.19' }],
  columnOctets: [{ value: 65_532, source: 'varchar', measured: '10.11.19' }],
  charLength: [{ value: 255, source: 'char', measured: '10.11.19' }],
  columnsServer: [{ value: 4096, source: 'innodb-limitations', measured: '10.11.19' }],
  columnsInnodb: [{ value: 1017, source: 'innodb-limitations', measured: '10.11.19' }],
  decimalDigits: [{ value: 65, source: 'decimal', measured: '10.11.19' }],
  /** The manual says 38 from 10.2.1, up from 30. */
  decimalScale: [
    { value: 30, source: 'decimal', measured: 'not measured' },
    { value: 38, source: 'decimal', measured: '10.11.19', since: '10.2.1' },
  ],
  fractionalDigits: [{ value: 6, source: 'microseconds-in-mariadb', measured: '10.11.19' }],
  bitLength: [{ value: 64, source: 'bit', measured: '10.11.19' }],
  displayWidth: [{ value: 255, source: 'int', measured: '10.11.19' }],
  vectorDimensions: [{ value: 16_383, source: 'vector', measured: 'not measured' }],
  /** Characters. */
  columnComment: [{ value: 1024, source: 'create-table', measured: '10.11.19' }],
  tableComment: [{ value: 2048, source: 'create-table', measured: '10.11.19' }],
  /** The last second that a TIMESTAMP holds, since 1970-01-01 00:00:00 UTC. From 11.5 on 64-bit systems have a bit more. */
  timestampSeconds: [
    { value: 2_147_483_647, source: 'timestamp', measured: '10.11.19' },
    { value: 4_294_967_295, source: 'timestamp', measured: 'not measured', since: '11.5' },
  ],
};
