// The certificates of a person: what stands in each, and when it was used for what.

import { pemOf, readCertificate } from '../../../crypto/certificate'
import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { revocationReason, type RevocationReason } from '../../../domain/space'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import type { File } from '../../kernel/file'
import { maskPhone } from '../../kernel/profile'
import { ofProvenPerson, type OwnCredential } from '../whose'

type CertificateState = 'valid' | 'locked' | 'revoked' | 'expired'

export type OwnCertificate = {
  id: string
  state: CertificateState
  name: string
  country: string
  issuer: string
  serial: string
  from: Date
  until: Date
  revoked: { at: Date; reason: RevocationReason } | null
  /** Masked. */
  phone: string
  uses: readonly CertificateUse[]
}
type CertificateUse = { at: Date; requester: string; documents: readonly string[]; request: string }

/** Newest first. */
const USES_SHOWN = 50

/** The certificates of the person whose phone has answered: with another name they are somebody else's, who has the same mailbox. */
export async function ownCredentials(context: Context, db: Tx, caller: HolderCaller): Promise<OwnCredential[]> {
  requirePermission(caller, 'space:keys')
  return ofProvenPerson(context, db, caller)
}

/** Throws NOT_FOUND for what is another person's as for what nobody has. */
export async function ownCredential(context: Context, db: Tx, caller: HolderCaller, id: string): Promise<OwnCredential> {
  const found = (await ownCredentials(context, db, caller)).find(({ row }) => row.id === id)
  if (!found) throw new Problem('NOT_FOUND.in_space')
  return found
}

export async function ownCertificates(context: Context, caller: HolderCaller): Promise<OwnCertificate[]> {
  const own = await ownCredentials(context, context.db, caller)
  const uses = await usesOf(
    context,
    own.map(({ row }) => row.id),
  )
  return own.map((one) => shown(context, one, uses.get(one.row.id) ?? []))
}

/** Throws NOT_FOUND as `ownCredential` does. */
export async function ownCertificate(context: Context, caller: HolderCaller, id: string): Promise<OwnCertificate> {
  const one = await ownCredential(context, context.db, caller, id)
  return shown(context, one, (await usesOf(context, [id])).get(id) ?? [])
}

export async function certificateFile(context: Context, caller: HolderCaller, id: string): Promise<File> {
  const { row } = await ownCredential(context, context.db, caller, id)
  return { name: `certificate-${row.serialHex ?? id}.pem`, mimeType: 'application/x-pem-file', bytes: Buffer.from(pemOf(row.certificate)) }
}

function shown(context: Context, { row, subject }: OwnCredential, uses: readonly CertificateUse[]): OwnCertificate {
  const { serialHex, notBefore, notAfter, issuerAttributes } = readCertificate(row.certificate)
  return {
    id: row.id,
    state: stateOf(context, row, notAfter),
    name: `${subject.givenNames} ${subject.surname}`.trim(),
    country: subject.country,
    issuer: issuerAttributes['CN'] ?? '',
    serial: serialHex,
    from: notBefore,
    until: notAfter,
    revoked: row.revokedAt && { at: row.revokedAt, reason: revocationReason(row.revocationReason) },
    phone: maskPhone(subject.phone),
    uses,
  }
}

function stateOf(context: Context, { revokedAt, lockedAt }: OwnCredential['row'], until: Date): CertificateState {
  if (revokedAt) return 'revoked'
  if (until <= context.machineNow()) return 'expired'
  return lockedAt ? 'locked' : 'valid'
}

async function usesOf(context: Context, credentials: readonly string[]): Promise<ReadonlyMap<string, CertificateUse[]>> {
  const rows = await context.db.activation.findMany({
    where: { credentialId: { in: [...credentials] }, state: { in: ['authorised', 'sealed'] }, signer: { request: { deletedAt: null } } },
    include: {
      signer: {
        include: { request: { include: { tenant: true, documents: { include: { document: true }, orderBy: { position: 'asc' } } } } },
      },
    },
    orderBy: { authorisedAt: 'desc' },
  })
  const uses = new Map<string, CertificateUse[]>()
  for (const { signer, ...activation } of rows) {
    const { request } = signer
    const { credentialId, authorisedAt } = activation
    const known = credentialId === null ? [] : (uses.get(credentialId) ?? [])
    if (!authorisedAt || credentialId === null || known.length >= USES_SHOWN || !isWhole(context, 'activation', activation)) continue
    if (!isWhole(context, 'signatureRequest', request) || !isWhole(context, 'tenant', request.tenant)) continue
    const documents = request.documents.flatMap(({ document }) => (isWhole(context, 'document', document) ? [document.name] : []))
    uses.set(credentialId, [...known, { at: authorisedAt, requester: request.tenant.name, documents, request: request.id }])
  }
  return uses
}
