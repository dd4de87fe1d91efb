// The second factor of signing in: a code to the phone of the newest certificate, whether it is still valid or not. A session that is open
// already gives it again before it adds a passkey.

import type { HolderCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { changeBound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { maskPhone } from '../../kernel/profile'
import { ownCredentials } from '../certificates/own-certificates'
import { newCodes, requireCodes } from '../codes'
import { appendToLog } from '../space-log'
import { textCode } from '../text-code'
import { credentialsAt, type OwnCredential } from '../whose'

const ACT = 'sign_in'

export async function sendSignInCode(context: Context, caller: HolderCaller): Promise<void> {
  if (caller.level === 'documents') return
  await context.db.$transaction(async (tx) => {
    const newest = await newestOf(context, tx, caller)
    if (!newest) throw new Problem('NOT_FOUND.no_certificate')
    const { phone = '' } = await newCodes(context, tx, caller, { act: ACT, about: newest.row.id, names: ['phone'] })
    await textCode(context, tx, newest, { to: newest.subject.phone, code: phone, act: ACT })
  })
}

export async function proveSpacePhone(context: Context, caller: HolderCaller, { code }: { code: string }): Promise<void> {
  if (caller.level === 'documents') return
  const { about: credential } = await requireCodes(context, caller, ACT, { phone: code })
  await context.db.$transaction(async (tx) => {
    // Whose space it is was settled by the first code, and stays.
    const which = { id: caller.sessionId, endedAt: null, provenBy: null }
    if (caller.level === 'mailbox' && (await changeBound(context, tx, 'spaceSession', which, { provenBy: credential })) !== 1)
      throw new Problem('SESSION_ENDED.space')
    await tx.spaceSession.update({ where: { id: caller.sessionId }, data: { pending: null } })
    await appendToLog(context, tx, caller, [{ type: 'phone_proven', credential }])
  })
}

/** Before anything is proven of all with this address; then of the person's own. */
async function newestOf(context: Context, db: Tx, caller: HolderCaller): Promise<OwnCredential | undefined> {
  return (await (caller.level === 'proven' ? ownCredentials : credentialsAt)(context, db, caller))[0]
}

/** Masked: where the code will go. */
export async function phoneOfNewest(context: Context, caller: HolderCaller): Promise<string> {
  const newest = await newestOf(context, context.db, caller)
  return newest ? maskPhone(newest.subject.phone) : ''
}
