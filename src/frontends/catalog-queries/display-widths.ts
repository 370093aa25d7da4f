/**
 * How wide servers print integers where no width is given: signed, unsigned. MariaDB writes it into its answers, and MySQL
 * before 8.0.19: https://mariadb.com/kb/en/numeric-data-type-overview/
 */
export const INTEGER_WIDTHS: Readonly<Record<string, readonly [signed: number, unsigned: number]>> = {
  tinyint: [4, 3],
  smallint: [6, 5],
  mediumint: [9, 8],
  int: [11, 10],
  bigint: [20, 20],
};
