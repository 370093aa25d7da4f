/** Rows that an engine gives of itself. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows by what stands in the column `by`, as text; order is kept. */
export function grouped(rows: readonly Row[], by: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = String(row[by]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return groups;
}
