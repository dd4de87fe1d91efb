// Rows of a statement as they go from one thread to another.

/** Rows in a form that is cheap to send between threads. `json`: the columns that are JSON, as text. */
export type Rows = { names: readonly string[]; json: readonly number[]; rows: readonly unknown[][] }
/** PostgreSQL's types json and jsonb. */
export const JSON_TYPES: readonly number[] = [114, 3802]

export function objectsOf<R>({ names, json, rows }: Rows): R[] {
  return rows.map((row) => {
    for (const column of json) if (row[column] !== null) row[column] = JSON.parse(row[column] as string)
    return Object.fromEntries(names.map((name, index) => [name, row[index]])) as R
  })
}
