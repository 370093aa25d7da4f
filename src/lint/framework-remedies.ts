/** What helps against an exception of the framework itself, by its words. */

/** Laravel's and doctrine/dbal's own messages (Laravel 8 to 13). */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [
    /multiple calls to dropColumn/,
    'Name all columns in one dropColumn([…]), and give each renameColumn() a Schema::table() of its own; from Laravel 11 on it works as it is.',
  ],
  [
    /dropping foreign keys \(you would need/,
    'Drop the key only where the driver is not sqlite: below version 11 Laravel makes no table anew to get rid of one.',
  ],
  [
    /dropping foreign keys by name/,
    "Name the key's columns instead: dropForeign(['user_id']) works there, too.",
  ],
  [
    /^There is no (?:column|table|index) with name/,
    'Check the name, and the order of the migrations: when this runs, it is not there.',
  ],
];

/** null: the message says all there is to say. `everywhere`: no engine gets past it. */
export function frameworkRemedy(message: string, everywhere: boolean): string | null {
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return known[1];
  return everywhere
    ? null
    : 'Ask the connection for its driver and do it only where it works, or choose something that all engines have.';
}
