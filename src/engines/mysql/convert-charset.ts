/** ALTER TABLE … CONVERT TO CHARACTER SET. Measured on MySQL 9.7.4 and MariaDB 10.11.19. */
import type { Column, Table } from '../../schema/index.ts';
import { bytesPerCharacter } from './charsets.ts';
import type { CharacterSet, Context } from './context.ts';

/** A text that may hold as many characters as before, of more bytes each. */
const NEXT_TEXT: Readonly<Record<string, string>> = {
  tinytext: 'text',
  text: 'mediumtext',
  mediumtext: 'longtext',
};

/** Bytes of a VARCHAR: the row's own limit. */
const LONGEST_VARCHAR = 65_535;

/** The table with all its columns of characters in this set. */
export function converted(context: Context, table: Table, characters: CharacterSet): Table {
  const { catalog, findings } = context;
  const bytes = bytesPerCharacter(characters.charset);
  const changed = new Set<string>();
  const columns = table.columns.map((column): Column => {
    if (column.charset === undefined || column.charset === 'binary' || column.type.name === 'json')
      return column;
    if (column.charset === characters.charset && column.collation === characters.collation) return column;
    changed.add(column.name.toLowerCase());
    const { name, length = 0 } = column.type;
    if (/char/.test(name) && length * bytes > LONGEST_VARCHAR)
      findings.uncertain(`whether ${column.name} is short enough for ${characters.charset} is not known`);
    const wider = bytes > bytesPerCharacter(column.charset) ? NEXT_TEXT[name] : undefined;
    const { collation: _collation, ...rest } = column;
    const type = wider === undefined ? column.type : { ...column.type, name: wider, text: wider };
    return { ...rest, type, ...characters };
  });
  const held =
    table.foreignKeys.some((key) => key.columns.some((name) => changed.has(name.toLowerCase()))) ||
    [...catalog.referencesTo(table)].some(({ foreignKey }) =>
      foreignKey.parentColumns.some((name) => changed.has(name.toLowerCase())),
    );
  if (held) findings.uncertain('whether foreign keys over columns that are converted allow it is not known');
  return { ...table, columns };
}
