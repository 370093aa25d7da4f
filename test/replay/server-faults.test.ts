/** What an engine says of itself, and what it says of a statement. The texts are those that the engines gave. */
import { expect, it } from 'vitest';
import { isFault } from '../../src/engines/server-faults.ts';

it.each([
  ['sqlite', 'SQLITE_FULL', 'database or disk is full'],
  ['sqlite', 'SQLITE_IOERR_WRITE', 'disk I/O error'],
  ['mysql', '1114', "The table 'a' is full"],
  ['mariadb', '1005', 'Can\'t create table `d`.`a` (errno: 28 "No space left on device")'],
  ['mariadb', '1030', 'Got error 28 "No space left on device" from storage engine InnoDB'],
  ['mysql', '2006', 'MySQL server has gone away'],
  ['postgres', '53100', 'could not extend file "base/1/2": No space left on device'],
] as const)('%s %s is the engine’s fault: %s', (engine, code, message) => {
  expect(isFault(engine, { code, message })).toBe(true);
});

it.each([
  ['sqlite', 'SQLITE_ERROR', 'no such table: fulls'],
  ['sqlite', 'SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed'],
  [
    'mariadb',
    '1005',
    'Can\'t create table `d`.`a` (errno: 150 "Foreign key constraint is incorrectly formed")',
  ],
  ['mysql', '1059', "Identifier name 'errno_28' is too long"],
  ['postgres', '42P07', 'relation "a" already exists'],
] as const)('%s %s is not: %s', (engine, code, message) => {
  expect(isFault(engine, { code, message })).toBe(false);
});
