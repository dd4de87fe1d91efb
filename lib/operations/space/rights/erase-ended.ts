// Erases whoever had themselves erased while a request of theirs was still at work, once it has ended.

import { changeBound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { loadEvents } from '../../kernel/evidence'
import { AT_ONCE, inRounds } from '../../kernel/sweeping'
import { eraseSigner } from './erase-signer'

const NOTHING = new Uint8Array()
/** Its evidence is sealed. */
const HAS_ENDED = { sweepAt: null } as const

/** A pass of the sweep; answers whether more may be left. Mails that are still on their way may name the person to others. */
export function eraseEnded(context: Context): Promise<boolean> {
  const due = () =>
    context.db.signer.findMany({
      where: { erasureAskedAt: { not: null }, request: { ...HAS_ENDED, outbox: { none: { state: 'queued' } } } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: AT_ONCE,
    })
  return inRounds(context, due, (id) => context.db.$transaction((tx) => eraseUnlessSigned(context, tx, id), { timeout: 20_000 }))
}

/** Whoever has signed after they asked for it has come back: their new space has what they signed, and can be erased itself. */
async function eraseUnlessSigned(context: Context, tx: Tx, id: string): Promise<void> {
  const { requestId, erasureAskedAt } = await tx.signer.findUniqueOrThrow({ where: { id } })
  const isLater = (at: string) => erasureAskedAt !== null && new Date(at) > erasureAskedAt
  const events = await loadEvents(context, tx, requestId)
  if (events.some(({ at, fact }) => fact.type === 'signature_authorised' && fact.signer === id && isLater(at)))
    return void (await tx.signer.update({ where: { id }, data: { erasureAskedAt: null } }))
  if (!(await eraseSigner(context, tx, id))) return
  const signedWith = { subject: NOTHING, certificate: { not: null }, activations: { some: { signerId: id } } }
  for (const credential of await tx.credential.findMany({ where: signedWith, select: { id: true } }))
    await forgetCertificate(context, tx, credential.id)
}

/** Unless a signature that is still to be sealed into the evidence of a request was made with it. */
export async function forgetCertificate(context: Context, tx: Tx, credentialId: string): Promise<void> {
  const used = await tx.activation.count({
    where: { credentialId, state: { in: ['authorised', 'sealed'] }, signer: { request: { NOT: HAS_ENDED } } },
  })
  if (used === 0) await changeBound(context, tx, 'credential', { id: credentialId }, { certificate: null })
}
