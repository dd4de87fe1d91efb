// The file lengths that are remembered for the embedded database are those on the disk, whatever made the files longer or shorter.

import { fstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PGlite } from '@electric-sql/pglite'
import { openDataDirectory } from './data-directory'

const parent = mkdtempSync(path.join(tmpdir(), 'file-sizes-'))
const directory = path.join(parent, 'database')
let pglite: PGlite
beforeAll(async () => {
  pglite = await openDataDirectory(directory)
})
afterAll(async () => {
  await pglite.close()
  rmSync(parent, { recursive: true, force: true })
})

test.each([
  [
    'filled',
    `CREATE TABLE "Long" (id int PRIMARY KEY, text text); INSERT INTO "Long" SELECT n, repeat(md5(n::text), 20) FROM generate_series(1, 20000) n`,
  ],
  [
    'with values kept aside',
    `ALTER TABLE "Long" ALTER COLUMN text SET STORAGE EXTERNAL; INSERT INTO "Long" SELECT n, repeat('x', 50000) FROM generate_series(20001, 20050) n`,
  ],
  ['cut at the end', `DELETE FROM "Long" WHERE id > 5000`],
  ['written anew', `VACUUM FULL "Long"`],
  ['and longer again', `INSERT INTO "Long" SELECT n, 'x' FROM generate_series(100000, 130000) n; REINDEX TABLE "Long"; CHECKPOINT`],
  ['emptied', `TRUNCATE "Long"`],
  ['and filled again', `INSERT INTO "Long" SELECT n, 'y' FROM generate_series(1, 3000) n`],
  [
    'in a transaction that was given up',
    `BEGIN; TRUNCATE "Long"; INSERT INTO "Long" SELECT n, 'z' FROM generate_series(1, 9000) n; ROLLBACK`,
  ],
  ['and dropped', `DROP TABLE "Long"; CREATE TABLE "Long" (id int)`],
])('a table %s', async (_, statements) => {
  for (const statement of statements.split('; ')) await pglite.exec(statement)
  const files = openFiles()
  expect(files.length).toBeGreaterThan(10)
  expect(files.filter(({ known, there }) => known !== there)).toEqual([])
})

test('what was written is there when the database is opened again', async () => {
  await pglite.exec(`INSERT INTO "Long" SELECT * FROM generate_series(1, 12345)`)
  await pglite.close()
  pglite = await openDataDirectory(directory)
  expect((await pglite.query('SELECT count(*)::int AS rows FROM "Long"')).rows).toEqual([{ rows: 12345 }])
})

type Stream = { path: string; nfd?: number; stream_ops: { llseek(stream: Stream, offset: number, whence: number): number } }

/** The files that the database holds open, each with the remembered length and the one on the disk. */
function openFiles(): { path: string; known: number; there: number }[] {
  const { streams } = pglite.Module.FS as unknown as { streams: (Stream | null)[] }
  return streams.flatMap((stream) =>
    stream?.nfd === undefined || !fstatSync(stream.nfd).isFile()
      ? []
      : [{ path: stream.path, known: stream.stream_ops.llseek(stream, 0, 2), there: fstatSync(stream.nfd).size }],
  )
}
