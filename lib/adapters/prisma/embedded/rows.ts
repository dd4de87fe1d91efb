// Rows of a statement as they go from one thread to another.

/** `json`: which columns are JSON, as text. Rows of a kind that goes from one thread to another at little cost. */
export type Rows = { names: readonly string[]; json: readonly number[]; rows: readonly unknown[][] }
/** PostgreSQL's types json and jsonb. */
export const JSON_TYPES: readonly number[] = [114, 3802]

export function objectsOf<R>({ names, json, rows }: Rows): R[] {
  return rows.map((row) => {
    for (const column of json) if (row[column] !== null) row[column] = JSON.parse(row[column] as string)
    return Object.fromEntries(names.map((name, index) => [name, row[index]])) as R
  })
}
