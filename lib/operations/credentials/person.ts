// The person behind a signer, found again in later requests by an HMAC, so that the table shows nobody's address. Of what, `holderFor` says.

import type { Mode } from '../../domain/event'
import { newId } from '../../domain/ids'
import type { Signer } from '../../generated/prisma/client'
import { bound, changeBound, requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { holderDigest, holderOfAddress, normalisedAddress } from '../kernel/holder'
import type { SignerProfile } from '../kernel/profile'
import { isKept, isWalked } from '../kernel/signer-script'

export type SignerRow = Pick<Signer, 'id' | 'tenantId' | 'script'>
type Address = Pick<SignerProfile, 'email'>
type Needs = Pick<Context, 'secrets'>

/** A signer who is walked by the sandbox is a new person in every request, so that no run disturbs the next. */
export const holderAlone = (context: Needs, { id }: SignerRow) => holderDigest(context, `signer ${id}`)
/** A person found again by address, within the account alone: keys that the sandbox made are offered in no other (decisions/0011). */
export const holderKept = (context: Needs, { tenantId }: SignerRow, address: Address) =>
  holderDigest(context, `account ${tenantId} ${normalisedAddress(address.email)}`)

export function holderFor(context: Needs, mode: Mode, row: SignerRow, address: Address): string {
  if (!isWalked(mode, row)) return holderOfAddress(context, address.email)
  return isKept(mode, row) ? holderKept(context, row, address) : holderAlone(context, row)
}

/** The id of the holder's person. The row of the person is made with their first key. */
export async function personOf(context: Context, tx: Tx, { holder, mode }: { holder: string; mode: Mode }): Promise<string> {
  const person = bound(context.secrets, 'person', { id: newId('per'), holder, mode, createdAt: context.machineNow() })
  // Two requests that make the same person at once: the second takes the row of the first.
  await tx.person.createMany({ data: person, skipDuplicates: true })
  return requireWhole(context, 'person', await tx.person.findUniqueOrThrow({ where: { holder_mode: { holder, mode } } })).id
}

/** The person of a signer's first key; null before they have one. */
export async function knownPerson(tx: Tx, signerId: string): Promise<string | null> {
  const first = await tx.credential.findFirst({ where: { signerId }, orderBy: { createdAt: 'asc' }, select: { personId: true } })
  return first?.personId ?? null
}

/** Moves keys and checks from one person to another and deletes the first: they turned out to be the same. */
export async function mergePerson(
  context: Context,
  tx: Tx,
  { mode, from, into }: { mode: Mode; from: string; into: string },
): Promise<void> {
  const person = await tx.person.findUnique({ where: { holder_mode: { holder: from, mode } } })
  if (!person) return
  requireWhole(context, 'person', person)
  const where = { personId: person.id }
  const data = { personId: await personOf(context, tx, { holder: into, mode }) }
  await changeBound(context, tx, 'credential', where, data)
  await tx.verification.updateMany({ where, data })
  await tx.person.delete({ where: { id: person.id } })
}
