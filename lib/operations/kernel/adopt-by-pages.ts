// Goes through the rows of a table before a process serves, a page of them at a time, and says in the log how far it is: an installation of
// before may have very many. Each page is done for good, so a start that is cut off goes on where it was.

import { tableOf, type BoundName } from './bound-rows'
import type { Context } from './context'

/** Rows of a page, for which there are a few statements. */
const AT_ONCE = 500
const SAID_EVERY = 5_000

/** `adopt`: answers how many rows it has changed. */
export async function adoptByPages(
  { db, log }: Pick<Context, 'db' | 'log'>,
  name: BoundName,
  { where, adopt }: { where: object; adopt: (ids: readonly string[]) => Promise<number> },
): Promise<void> {
  const table = tableOf(db, name)
  const of = await table.count({ where })
  let [seen, adopted] = [0, 0]
  for (let after: string | undefined = ''; after !== undefined;) {
    const page = { where: { AND: [where, { id: { gt: after } }] }, orderBy: { id: 'asc' }, select: { id: true }, take: AT_ONCE }
    const ids: readonly string[] = (await table.findMany(page)).map(({ id }) => id)
    if (ids.length > 0) adopted += await adopt(ids)
    const said = Math.floor(seen / SAID_EVERY)
    seen += ids.length
    if (Math.floor(seen / SAID_EVERY) > said) log.info({ table: name, seen, of, adopted }, 'rows of an earlier version are being adopted')
    after = ids.at(-1)
  }
  if (adopted > 0) log.info({ table: name, adopted }, 'rows of an earlier version were adopted')
}
