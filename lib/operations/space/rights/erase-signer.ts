// Erases a person in one request that has ended: nobody's data takes the place of theirs, and what names them elsewhere in it goes.

import { Prisma } from '../../../generated/prisma/client'
import { DEFAULT_LANGUAGE } from '../../../wording/catalogue'
import { wording } from '../../../wording/wording'
import { eraseTexts } from '../../conversation/erase-texts'
import { changeBound } from '../../kernel/bound-rows'
import { forgetAnswers } from '../../kernel/claim'
import type { Context, Tx } from '../../kernel/context'
import { unlessChanged } from '../../kernel/integrity'
import { newSignerLink } from '../../kernel/links'
import { lockRequestOf } from '../../kernel/lock-request'
import { forgetTexts } from '../../legal-texts/forget-texts'
import { readContent } from '../../kernel/outbox'
import { newProfileKey, newSalt, openProfile, sealProfile, type SignerProfile } from '../../kernel/profile'
import { atOffset } from '../../kernel/request-clock'
import { shredIn } from '../../verification/retention'
import { isOpen } from './what-stays'

/** RFC 2606: a name that nobody can have. */
const NOBODY = 'erased@erased.invalid'
/** Found by no space, and by no sweep that looks for signers without one. */
const NOBODYS = ''
const NOTHING = new Uint8Array()

/** Answers false where the request still has work to do: then it is noted that the person wants it, and the sweep erases them after its end. */
export async function eraseSigner(context: Context, tx: Tx, id: string): Promise<boolean> {
  await lockRequestOf(tx, id)
  const { request, ...row } = await tx.signer.findUniqueOrThrow({ where: { id }, include: { request: true } })
  // The request was deleted meanwhile, and the person with it.
  if (row.profileKey === null) return true
  const mails = await mailsOf(context, tx, row)
  const isOnItsWay = mails.some(({ state, signerId }) => state === 'queued' && signerId !== id)
  if (isOpen(request) || isOnItsWay) {
    const erasureAskedAt = atOffset(context, request).now()
    await tx.signer.updateMany({ where: { id, erasureAskedAt: null }, data: { erasureAskedAt } })
    return false
  }
  await tx.outboxMessage.deleteMany({ where: { OR: [{ id: { in: mails.map((mail) => mail.id) } }, { signerId: id }] } })
  await forgetAnswers(context, tx, row.requestId)
  await forgetTexts(context, tx, [id], ['certificate_requested'])
  await replaceByNobody(context, tx, id)
  return true
}

/** Another salt: what the evidence has digests of cannot be found by trying any more. */
async function replaceByNobody(context: Context, tx: Tx, id: string): Promise<void> {
  const ofSigner = { signerId: id }
  const profileKey = newProfileKey(context, id)
  const profile = sealProfile(context, { id, profileKey }, nobody())
  await tx.signer.update({ where: { id }, data: { profileKey, profile, holder: NOBODYS, erasureAskedAt: null } })
  const { hash, sealed } = newSignerLink(context, id)
  await changeBound(context, tx, 'signer', { id }, { linkHash: hash, linkToken: sealed })
  await tx.session.deleteMany({ where: ofSigner })
  await tx.handover.deleteMany({ where: ofSigner })
  await eraseTexts(tx, { id })
  await tx.activation.updateMany({ where: ofSigner, data: { prepared: NOTHING, challenge: Prisma.DbNull } })
  const checks = await tx.verification.findMany({ where: { ...ofSigner, key: { not: null } }, select: { id: true } })
  for (const check of checks) await shredIn(context, tx, check.id)
}

/** Mails of the request that name the person, whoever they went to: all who have signed are named to each other, and a requester may be written to. */
async function mailsOf(
  context: Context,
  tx: Tx,
  row: { id: string; requestId: string; profileKey: Uint8Array | null; profile: Uint8Array },
) {
  const { name, originalName, email, phone, subject } = openProfile(context, row)
  const names = [name, originalName, email, phone, subject && `${subject.givenNames} ${subject.surname}`].filter((one) => !!one) as string[]
  const all = await tx.outboxMessage.findMany({ where: { requestId: row.requestId } })
  const naming: typeof all = []
  for (const mail of all) {
    const content = await unlessChanged(async () => readContent(context, mail))
    const said = content ? `${content.to}\n${content.subject}\n${content.text}`.replaceAll(/\s+/g, ' ') : null
    // One that was changed outside of the product is as good as one that names them.
    if (said === null || mail.signerId === row.id || names.some((one) => said.includes(one))) naming.push(mail)
  }
  return naming
}

function nobody(): SignerProfile {
  const name = wording(DEFAULT_LANGUAGE, 'space')('erasedName')
  return {
    name,
    email: NOBODY,
    phone: null,
    locale: DEFAULT_LANGUAGE,
    country: null,
    method: '',
    originalName: name,
    corrected: false,
    salt: newSalt(),
  }
}
