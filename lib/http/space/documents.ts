// The documents of a person as a page asks for them.

import type { HolderCaller } from '../../domain/caller'
import type { Context } from '../../operations/kernel/context'
import { listOwn } from '../../operations/space/documents/list-own'
import { SpaceDocuments, type SpaceDocumentsInput } from '../schemas/space'

const DAY_MS = 86_400_000

export async function spaceDocuments(
  context: Context,
  caller: HolderCaller,
  { from, to, ...filter }: SpaceDocumentsInput,
): Promise<SpaceDocuments> {
  const page = await listOwn(context, caller, {
    ...filter,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(new Date(to).getTime() + DAY_MS),
  })
  return SpaceDocuments.parse(page)
}
