// The certificates to choose from, and the code that was sent.

import { z } from 'zod'
import { readCertificate } from '../../../crypto/certificate'
import { wholeName } from '../../../domain/person-name'
import type { Context } from '../../kernel/context'
import type { Journey } from '../../journey/standing'
import { maskPhone } from '../../kernel/profile'
import { CODES_PER_ACTIVATION, RESEND_AFTER_MS, triesLeft } from '../../signing/limits-of-signing'
import { openActivation } from '../../signing/open-activation'

export const signingShown = {
  /** `phoneMasked`: where the codes for this certificate go; the signer's own number when absent. */
  credentials: z
    .array(z.object({ id: z.string(), commonName: z.string(), issuer: z.string(), notAfter: z.date(), phoneMasked: z.string().optional() }))
    .default([]),
  activation: z
    .object({
      id: z.string(),
      /** Null where the code alone signs. */
      credential: z.string().nullable(),
      phoneMasked: z.string(),
      codeSentAt: z.date(),
      resendAt: z.date(),
      expiresAt: z.date(),
      triesLeft: z.number(),
      sendsLeft: z.number(),
    })
    .nullable()
    .default(null),
}

export function viewedCredentials({ credentials }: Journey) {
  return credentials.map(({ row, subject, certificate, expiresAt }) => ({
    id: row.id,
    commonName: wholeName(subject),
    issuer: readCertificate(certificate).issuerAttributes['CN'] ?? '',
    notAfter: expiresAt,
    phoneMasked: maskPhone(subject.phone),
  }))
}

/** Null when the signer has to ask for a new code. */
export async function viewedActivation(context: Context, journey: Journey) {
  const open = await openActivation(context, context.db, journey)
  const codeSentAt = open?.activation.codeSentAt
  if (!open || !codeSentAt) return null
  const { activation } = open
  return {
    id: activation.id,
    credential: activation.credentialId,
    phoneMasked: maskPhone(open.to),
    codeSentAt,
    resendAt: new Date(codeSentAt.getTime() + RESEND_AFTER_MS),
    expiresAt: activation.expiresAt,
    triesLeft: triesLeft(activation),
    sendsLeft: Math.max(0, CODES_PER_ACTIVATION - activation.codeSends),
  }
}
