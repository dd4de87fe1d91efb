// Who looks at a page of the space; whoever is not signed in, or has not given the code yet, is led there.

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { contextFor } from '../../context'
import type { HolderCaller } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { spaceCaller } from './session'

export const SPACE_SIGN_IN = '/space/sign-in'
const SPACE_CODE = '/space/code'

export type SpaceVisitor = { context: Context; caller: HolderCaller }

/** At any level; null: not signed in. */
export async function spaceVisitor(): Promise<SpaceVisitor | null> {
  const context = await contextFor((await headers()).get('x-request-id') ?? undefined)
  const caller = await spaceCaller(context, (await cookies()).toString())
  return caller && { context, caller }
}

export async function requireVisitor(): Promise<SpaceVisitor> {
  const visitor = await spaceVisitor()
  if (!visitor) redirect(SPACE_SIGN_IN)
  if (visitor.caller.level === 'mailbox') redirect(SPACE_CODE)
  return visitor
}

/** For pages of certificates: whoever never had one has no such page. */
export async function requireProven(): Promise<SpaceVisitor> {
  const visitor = await requireVisitor()
  if (visitor.caller.level !== 'proven') redirect('/space')
  return visitor
}

/** What a page shows; null where it names something that is not the person's, as if there were none. */
export async function orNotTheirs<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return null
    throw error
  }
}
