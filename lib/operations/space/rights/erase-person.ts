// Erases a person (GDPR Art. 17): certificates are revoked and their keys destroyed, the data of each request that has ended is replaced by
// nobody's, pictures, messages and sessions go. The evidence keeps its salted digests, which say nothing without the salts, and still verifies.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Prisma } from '../../../generated/prisma/client'
import { DEFAULT_LANGUAGE } from '../../../wording/catalogue'
import { wording } from '../../../wording/wording'
import { eraseTexts } from '../../conversation/erase-texts'
import { changeBound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { holderDigest } from '../../kernel/holder'
import { newSignerLink } from '../../kernel/links'
import { newProfileKey, newSalt, sealProfile, type SignerProfile } from '../../kernel/profile'
import { revoke } from '../certificates/revoke-certificate'
import { appendToLog } from '../space-log'
import { credentialsAt, ofOnePerson, type OwnCredential } from '../whose'
import { shredChecks } from './delete-identity'
import { allSigners, isOpen } from './what-stays'

/** RFC 2606: a name that nobody can have. */
const NOBODY = 'erased@erased.invalid'
/** Found by no space, and by no sweep that looks for signers without one. */
const NOBODYS = ''
const NOTHING = new Uint8Array()

export async function erasePerson(context: Context, caller: HolderCaller): Promise<void> {
  requirePermission(caller, 'space:write')
  const credentials = await ownAtAddress(context, caller)
  for (const one of credentials) await revoke(context, caller, one, 'cessation')
  await shredChecks(context, caller)
  const signers = await allSigners(context, context.db, caller)
  const ended = signers.filter(({ request }) => !isOpen(request))
  for (const { id } of ended) await context.db.$transaction((tx) => eraseSigner(context, tx, id), { timeout: 20_000 })
  await context.db.$transaction(async (tx) => {
    for (const { row } of credentials)
      await eraseCredential(
        context,
        tx,
        row,
        signers.filter(({ request }) => isOpen(request)).map(({ id }) => id),
      )
    // Messages of the space name the person, too.
    await tx.outboxMessage.deleteMany({ where: { template: { startsWith: 'space_' }, signerId: { in: signers.map(({ id }) => id) } } })
    await appendToLog(context, tx, caller, [
      { type: 'erased', signers: ended.map(({ id }) => id), credentials: credentials.map(({ row }) => row.id) },
    ])
    await closeSpace(context, tx, caller)
  })
}

/** Without a proven phone there is none to erase: such a person never had a certificate. */
async function ownAtAddress(context: Context, caller: HolderCaller): Promise<OwnCredential[]> {
  const all = await credentialsAt(context, context.db, caller)
  const known = all.find(({ row }) => row.id === caller.credential)
  return known ? ofOnePerson(all, known) : []
}

/** Another salt: what the evidence has digests of cannot be found by trying any more. */
async function eraseSigner(context: Context, tx: Tx, id: string): Promise<void> {
  const ofSigner = { signerId: id }
  const { requestId } = await tx.signer.findUniqueOrThrow({ where: { id } })
  const profileKey = newProfileKey(context, id)
  await tx.signer.update({
    where: { id },
    data: { profileKey, profile: sealProfile(context, { id, profileKey }, nobody()), holder: NOBODYS },
  })
  const { hash, sealed } = newSignerLink(context, id)
  await changeBound(context, tx, 'signer', { id }, { linkHash: hash, linkToken: sealed })
  await tx.session.deleteMany({ where: ofSigner })
  await tx.handover.deleteMany({ where: ofSigner })
  await eraseTexts(tx, { id })
  await tx.activation.updateMany({ where: ofSigner, data: { prepared: NOTHING, challenge: Prisma.DbNull } })
  await tx.outboxMessage.deleteMany({ where: ofSigner })
  // Answers that are kept for a day name the signers of the request.
  await tx.idempotencyRecord.deleteMany({ where: { result: requestId } })
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

/** The key at its provider opens no more, and who it was is with the issuer alone. */
async function eraseCredential(context: Context, tx: Tx, row: OwnCredential['row'], open: readonly string[]): Promise<void> {
  // An open request still needs the certificate of a signature that is in it: its evidence is sealed at the end.
  const used = await tx.activation.count({
    where: { credentialId: row.id, signerId: { in: [...open] }, state: { in: ['authorised', 'sealed'] } },
  })
  if (used === 0) await changeBound(context, tx, 'credential', { id: row.id }, { certificate: null })
  await tx.credential.update({ where: { id: row.id }, data: { subject: NOTHING, reference: {} } })
  const nobodys = holderDigest(context, `erased ${row.personId}`)
  await changeBound(context, tx, 'person', { id: row.personId, credentials: { every: { subject: NOTHING } } }, { holder: nobodys })
}

async function closeSpace(context: Context, tx: Tx, { spaceId, holder }: HolderCaller): Promise<void> {
  await tx.spaceSession.deleteMany({ where: { spaceId } })
  await tx.passkey.deleteMany({ where: { spaceId } })
  await tx.spaceLink.deleteMany({ where: { holder } })
  await changeBound(context, tx, 'space', { id: spaceId }, { holder: null, former: [], erasedAt: context.machineNow() })
  await tx.space.update({ where: { id: spaceId }, data: { settings: null } })
}
