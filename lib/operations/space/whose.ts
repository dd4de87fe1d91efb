// Which rows are a person's: the filters of every query of the space, by the HMAC of their mail address.

import type { HolderCaller } from '../../domain/caller'
import { matchName } from '../../domain/name-match'
import type { Credential, Prisma, Signer } from '../../generated/prisma/client'
import { openSubject, type CredentialSubject } from '../credentials/usable-credentials'
import { isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { holderOfAddress } from '../kernel/holder'
import { openProfile, type SignerProfile } from '../kernel/profile'
import { EVERY_ACCOUNT } from './space-row'

export type SpaceOf = Pick<HolderCaller, 'mode' | 'account' | 'holder' | 'former'>

/** In test mode one organisation's, whatever else has the same address. */
const ofAccount = ({ account }: SpaceOf) => (account === EVERY_ACCOUNT ? {} : { tenantId: account })

/** Signers with the person's address, or with one that was theirs when they were asked. */
export function atAddresses(space: SpaceOf): Prisma.SignerWhereInput {
  const before = space.former.map(({ holder, until }) => ({ holder, createdAt: { lt: new Date(until) } }))
  return { OR: [{ holder: space.holder }, ...before], ...ofAccount(space) }
}

/** Of them those who have been asked to sign, in requests that were not deleted. */
export function ownSigners(space: SpaceOf): Prisma.SignerWhereInput {
  const asked = { profileKey: { not: null }, request: { mode: space.mode, deletedAt: null }, status: { not: 'waiting' } } as const
  return { AND: [atAddresses(space), asked] }
}

/** The signer's profile, if it is whole and has such an address: the column alone says nothing. */
export function ownProfile(context: Context, { holder, former }: SpaceOf, signer: Signer): SignerProfile | null {
  if (!isWhole(context, 'signer', signer)) return null
  const profile = openProfile(context, signer)
  const found = holderOfAddress(context, profile.email)
  const theirs = found === holder || former.some((one) => one.holder === found && signer.createdAt < new Date(one.until))
  return theirs ? profile : null
}

/** `certificate`: keys whose certificate was never asked for open nothing, and are not shown. */
export type OwnCredential = { row: Credential & { certificate: Uint8Array }; subject: CredentialSubject }

/** All certificates with this address, the newest first. Two people may share a mailbox: see `ofOnePerson`. */
export async function credentialsAt(context: Context, db: Tx, space: SpaceOf): Promise<OwnCredential[]> {
  const { mode, holder } = space
  const rows = await db.credential.findMany({
    where: {
      mode,
      certificate: { not: null },
      OR: [{ person: { holder }, signer: ofAccount(space) }, { signer: atAddresses(space) }],
    },
    include: { person: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return rows.flatMap(({ person, ...row }) => {
    const { certificate } = row
    if (!certificate || !isWhole(context, 'credential', row) || !isWhole(context, 'person', person)) return []
    // Erased: only its issuer still knows whose it is.
    if (row.subject.length === 0) return []
    return [{ row: { ...row, certificate }, subject: openSubject(context, row) }]
  })
}

/** Those of the person whose phone has answered. Without a proven phone there are none: such a person never had a certificate. */
export async function ofProvenPerson(context: Context, db: Tx, caller: HolderCaller): Promise<OwnCredential[]> {
  const all = await credentialsAt(context, db, caller)
  const known = all.find(({ row }) => row.id === caller.credential)
  return known ? ofOnePerson(all, known) : []
}

/** Those of them that belong to the person of this one: with another name they are somebody else's, who reads the same mailbox. */
export function ofOnePerson(credentials: readonly OwnCredential[], known: OwnCredential): OwnCredential[] {
  const name = `${known.subject.givenNames} ${known.subject.surname}`
  return credentials.filter((one) => one === known || isNamed(one.subject, name))
}

const isNamed = ({ printed }: CredentialSubject, name: string): boolean => matchName(name, printed).likeness !== 'differs'

/**
 * Whether a name is the caller's, by the certificate that they have proven. Whoever never had one is alone with their mailbox, as far as we
 * can know.
 */
export async function ownNames(context: Context, db: Tx, caller: HolderCaller): Promise<(name: string) => boolean> {
  const known = (await credentialsAt(context, db, caller)).find(({ row }) => row.id === caller.credential)
  return (name) => (known ? isNamed(known.subject, name) : caller.level === 'documents')
}
