// The certificates of the person who signs beside the one that they sign with: those that they have proven to hold, and those whose codes go to
// another phone, which has to answer first.

import { z } from 'zod'
import { wholeName } from '../../../domain/person-name'
import { isPresent } from '../../../domain/steps'
import type { UsableCredential } from '../../credentials/usable-credentials'
import { ownUsable } from '../../journey/own-credentials'
import type { Journey } from '../../journey/standing'
import type { Context, Tx } from '../../kernel/context'
import { maskPhone } from '../../kernel/profile'

export const otherCertificatesShown = {
  /** `proven`: its phone has answered here. Of those that have one phone and are not proven, the newest stands for all. */
  otherCertificates: z
    .array(z.object({ id: z.string(), commonName: z.string(), until: z.date(), phoneMasked: z.string(), proven: z.boolean() }))
    .default([]),
}

/**
 * The newest first. Nothing is told to whoever has not proven one of them here, nor of a journey in which a certificate was made: that was
 * made to sign in it.
 */
export async function otherCertificates(context: Context, db: Tx, journey: Journey): Promise<readonly UsableCredential[]> {
  const { signer, credentials } = journey
  if (!isPresent(signer) || signer.proven.length === 0 || signer.certificate !== undefined) return []
  return (await ownUsable(context, db, journey)).filter(({ row }) => !credentials.some((one) => one.row.id === row.id))
}

export async function viewedOthers(
  context: Context,
  journey: Journey,
): Promise<z.infer<(typeof otherCertificatesShown)['otherCertificates']>> {
  const phones = new Set<string>()
  return (await otherCertificates(context, context.db, journey)).flatMap(({ row, subject, expiresAt }) => {
    const proven = journey.signer.proven.includes(row.id)
    if (!proven && phones.has(subject.phone)) return []
    if (!proven) phones.add(subject.phone)
    return [{ id: row.id, commonName: wholeName(subject), until: expiresAt, phoneMasked: maskPhone(subject.phone), proven }]
  })
}
