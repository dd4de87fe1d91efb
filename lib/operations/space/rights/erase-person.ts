// Erases a person (GDPR Art. 17): certificates are revoked and their keys destroyed, the data of each request that has ended is replaced by
// nobody's, pictures, messages and sessions go. The evidence keeps its salted digests, which say nothing without the salts, and still verifies.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { changeBound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { holderDigest } from '../../kernel/holder'
import { revoke } from '../certificates/revoke-certificate'
import { appendToLog } from '../space-log'
import { atAddresses, ofProvenPerson, type OwnCredential } from '../whose'
import { shredChecks } from './delete-identity'
import { forgetCertificate } from './erase-ended'
import { eraseSigner } from './erase-signer'
import { allSigners } from './what-stays'

const NOTHING = new Uint8Array()

export async function erasePerson(context: Context, caller: HolderCaller): Promise<void> {
  requirePermission(caller, 'space:write')
  const credentials = await ofProvenPerson(context, context.db, caller)
  for (const one of credentials) await revoke(context, caller, one, 'cessation')
  await shredChecks(context, caller)
  const erased: string[] = []
  for (const { id } of await allSigners(context, context.db, caller))
    if (await context.db.$transaction((tx) => eraseSigner(context, tx, id), { timeout: 20_000 })) erased.push(id)
  await context.db.$transaction(async (tx) => {
    for (const { row } of credentials) await eraseCredential(context, tx, row)
    await forgetSpaceMessages(tx, caller, credentials)
    await appendToLog(context, tx, caller, [{ type: 'erased', signers: erased, credentials: credentials.map(({ row }) => row.id) }])
    await forgetFormerPersons(context, tx, caller)
    await closeSpace(context, tx, caller)
  })
}

/** The key at its provider opens no more, and who it was is with the issuer alone. */
async function eraseCredential(context: Context, tx: Tx, { id, personId }: OwnCredential['row']): Promise<void> {
  await forgetCertificate(context, tx, id)
  await tx.credential.update({ where: { id }, data: { subject: NOTHING, reference: {} } })
  await changeBound(
    context,
    tx,
    'person',
    { id: personId, credentials: { every: { subject: NOTHING } } },
    { holder: nobodys(context, personId) },
  )
}

const nobodys = (context: Context, personId: string): string => holderDigest(context, `erased ${personId}`)

/** Whoever changed their mail address left the row of the earlier one behind, without keys. */
async function forgetFormerPersons(context: Context, tx: Tx, { mode, former }: HolderCaller): Promise<void> {
  const left = await tx.person.findMany({
    where: { mode, holder: { in: former.map(({ holder }) => holder) }, credentials: { none: {} } },
    select: { id: true },
  })
  for (const { id } of left) await changeBound(context, tx, 'person', { id }, { holder: nobodys(context, id) })
}

/** They went out with whichever signer was asked last at the address, and with those in whose requests the certificates were made. */
async function forgetSpaceMessages(tx: Tx, caller: HolderCaller, credentials: readonly OwnCredential[]): Promise<void> {
  const sentWith = [{ signer: atAddresses(caller) }, { signerId: { in: credentials.map(({ row }) => row.signerId) } }]
  await tx.outboxMessage.deleteMany({ where: { template: { startsWith: 'space_' }, OR: sentWith } })
}

async function closeSpace(context: Context, tx: Tx, { spaceId, holder, former }: HolderCaller): Promise<void> {
  await tx.spaceSession.deleteMany({ where: { spaceId } })
  await tx.passkey.deleteMany({ where: { spaceId } })
  const before = former.map((one) => ({ holder: one.holder, createdAt: { lt: new Date(one.until) } }))
  await tx.spaceLink.deleteMany({ where: { OR: [{ holder }, ...before] } })
  await changeBound(context, tx, 'space', { id: spaceId }, { holder: null, former: [], erasedAt: context.machineNow() })
  await tx.space.update({ where: { id: spaceId }, data: { settings: null } })
}
