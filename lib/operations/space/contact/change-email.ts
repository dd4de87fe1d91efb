// Moves a space to another mail address: a code to the old one and one to the new one, both typed back. Certificates move along; what was asked
// at the old address until now stays the person's, and what comes there later does not.

import type { FormerAddress, HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { personOf } from '../../credentials/person'
import { changeBound, requireWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { holderOfAddress } from '../../kernel/holder'
import { requireWithinLimit } from '../../kernel/limits'
import { post } from '../../kernel/outbox'
import { emailCodeMail } from '../../messages/space-mails'
import { newCodes, requireCodes } from '../codes'
import { dropPasskeys } from '../passkeys/own-passkeys'
import { endSpaceSessions } from '../entrance/space-session'
import { addresseeAt, spaceSender } from '../entrance/send-space-link'
import { appendToLog } from '../space-log'
import { sealSettings, settingsOf } from '../space-row'
import { tellHolder } from '../tell-holder'
import { credentialsAt, ofOnePerson } from '../whose'

const ACT = 'email'
/** Codes to an address that may be anybody's. */
const TO_ADDRESS = { name: 'space-email-code', count: 5, windowMs: 3_600_000 }

export async function sendEmailCodes(context: Context, caller: HolderCaller, input: { email: string }): Promise<void> {
  requirePermission(caller, 'space:write')
  const email = input.email.trim()
  const holder = holderOfAddress(context, email)
  if (holder === caller.holder) throw new Problem('STATE_CONFLICT.same_address')
  await requireWithinLimit(context, holder, TO_ADDRESS)
  await context.db.$transaction(async (tx) => {
    const settings = await settingsOf(context, tx, caller.spaceId)
    const addressee = await addresseeAt(context, tx, caller)
    if (!addressee) throw new Problem('NOT_FOUND.in_space')
    const codes = await newCodes(context, tx, caller, { act: ACT, about: email, names: ['old', 'new'] })
    const sender = spaceSender(context, caller.mode, settings.locale)
    for (const [to, code = ''] of [
      [settings.email, codes['old']],
      [email, codes['new']],
    ] as const) {
      const mail = emailCodeMail(sender, { code })
      await post(context, tx, { ...addressee, mode: caller.mode, channel: 'email', template: 'space_email_code', to, ...mail })
    }
  })
}

export async function changeEmail(context: Context, caller: HolderCaller, typed: { old: string; new: string }): Promise<void> {
  requirePermission(caller, 'space:write')
  const { about: email } = await requireCodes(context, caller, ACT, typed)
  const holder = holderOfAddress(context, email)
  await context.db.$transaction(async (tx) => {
    const settings = await settingsOf(context, tx, caller.spaceId)
    const at = context.machineNow()
    await moveCredentials(context, tx, caller, holder)
    // The mail to the address of before, which anybody who took the space over would have kept from the person.
    await tellHolder(context, tx, caller, { about: 'emailChanged', at })
    const former: FormerAddress[] = [
      ...caller.former,
      { holder: caller.holder, until: at.toISOString() },
      ...(await closeOther(context, tx, caller, holder)),
    ]
    await changeBound(context, tx, 'space', { id: caller.spaceId }, { holder, former })
    await tx.space.update({
      where: { id: caller.spaceId },
      data: { settings: sealSettings(context, caller.spaceId, { ...settings, email }) },
    })
    await tx.spaceSession.update({ where: { id: caller.sessionId }, data: { pending: null } })
    await appendToLog(context, tx, caller, [{ type: 'email_changed' }])
    await endSpaceSessions(context, tx, caller, { id: { not: caller.sessionId } })
  })
}

/** Those of this person alone: somebody else may have theirs at the same mailbox. */
async function moveCredentials(context: Context, tx: Tx, caller: HolderCaller, holder: string): Promise<void> {
  const all = await credentialsAt(context, tx, caller)
  const known = all.find(({ row }) => row.id === caller.credential)
  if (!known) return
  const { mode } = caller
  const ids = ofOnePerson(all, known).map(({ row }) => row.id)
  const where = { id: { in: ids }, person: { holder: caller.holder, mode } }
  await changeBound(context, tx, 'credential', where, { personId: await personOf(context, tx, { holder, mode }) })
}

/** A space that the person has opened at the new address already: it is closed, and what it knew of earlier addresses is kept. */
async function closeOther(context: Context, tx: Tx, { mode, account, sessionId }: HolderCaller, holder: string): Promise<FormerAddress[]> {
  const other = await tx.space.findUnique({ where: { mode_account_holder: { mode, account, holder } } })
  if (!other) return []
  requireWhole(context, 'space', other)
  await endSpaceSessions(context, tx, { spaceId: other.id, sessionId }, {})
  await dropPasskeys(context, tx, { spaceId: other.id, sessionId }, {})
  await changeBound(context, tx, 'space', { id: other.id }, { holder: null, former: [], erasedAt: context.machineNow() })
  await tx.space.update({ where: { id: other.id }, data: { settings: null } })
  return other.former as FormerAddress[]
}
