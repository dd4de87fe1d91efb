// Changes where the codes for a person's certificates go: a code to the old number and one to the new one, both typed back.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { sealSubject } from '../../credentials/usable-credentials'
import type { Context } from '../../kernel/context'
import { mobilePhone } from '../../kernel/mobile-phone'
import { voidActivations } from '../../signing/void-activations'
import { keepPending, newCodes, requireCodes } from '../codes'
import { ownCredentials } from '../certificates/own-certificates'
import { appendToLog } from '../space-log'
import { tellHolder } from '../tell-holder'
import { textCode } from '../text-code'

const ACT = 'phone'

export async function sendPhoneCodes(context: Context, caller: HolderCaller, input: { phone: string }): Promise<void> {
  requirePermission(caller, 'space:keys')
  const phone = mobilePhone(input.phone)
  await context.db.$transaction(async (tx) => {
    const [newest] = await ownCredentials(context, tx, caller)
    if (!newest) throw new Problem('NOT_FOUND.no_certificate')
    if (newest.subject.phone === phone) throw new Problem('STATE_CONFLICT.same_phone')
    const codes = await newCodes(context, tx, caller, { act: ACT, about: phone, names: ['old', 'new'] })
    await textCode(context, tx, newest, { to: newest.subject.phone, code: codes['old'] ?? '', act: ACT })
    await textCode(context, tx, newest, { to: phone, code: codes['new'] ?? '', act: ACT })
  })
}

/** Of all certificates that had the old number: with another one nobody would get a code any more. */
export async function changePhone(context: Context, caller: HolderCaller, typed: { old: string; new: string }): Promise<void> {
  requirePermission(caller, 'space:keys')
  const { about: phone } = await requireCodes(context, caller, ACT, typed)
  await context.db.$transaction(async (tx) => {
    const own = await ownCredentials(context, tx, caller)
    const before = own[0]?.subject.phone
    const changed = own.filter(({ subject }) => subject.phone === before)
    for (const { row, subject } of changed) {
      await tx.credential.update({ where: { id: row.id }, data: { subject: sealSubject(context, row.id, { ...subject, phone }) } })
      // Their codes went to the old number.
      await voidActivations(tx, { credentialId: row.id })
    }
    await keepPending(context, tx, caller, null)
    await appendToLog(context, tx, caller, [{ type: 'phone_changed', credentials: changed.map(({ row }) => row.id) }])
    await tellHolder(context, tx, caller, { about: 'phoneChanged', at: context.machineNow() })
  })
}
