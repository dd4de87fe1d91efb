// The certificates to sign with, and the code that is on its way.

import { z } from 'zod'
import { readCertificate } from '../../../crypto/certificate'
import type { Context } from '../../kernel/context'
import type { Journey } from '../../journey/standing'
import { maskPhone } from '../../kernel/profile'
import { CODES_PER_ACTIVATION, isOpen, RESEND_AFTER_MS, triesLeft } from '../../signing/limits-of-signing'

export const signingShown = {
  /** `phone_masked`: where the codes for this certificate go; the signer's own number when absent. */
  credentials: z
    .array(
      z.object({ id: z.string(), common_name: z.string(), issuer: z.string(), not_after: z.string(), phone_masked: z.string().optional() }),
    )
    .default([]),
  activation: z
    .object({
      id: z.string(),
      credential: z.string(),
      phone_masked: z.string(),
      code_sent_at: z.string(),
      resend_at: z.string(),
      expires_at: z.string(),
      tries_left: z.number(),
      sends_left: z.number(),
    })
    .nullable()
    .default(null),
}

export function viewedCredentials({ credentials }: Journey) {
  return credentials.map(({ row, subject, certificate, expiresAt }) => ({
    id: row.id,
    common_name: `${subject.givenNames} ${subject.surname}`,
    issuer: readCertificate(certificate).issuerAttributes['CN'] ?? '',
    not_after: expiresAt.toISOString(),
    phone_masked: maskPhone(subject.phone),
  }))
}

/** Null when a new code has to be asked for. */
export async function viewedActivation(context: Context, { row, credentials }: Journey) {
  const activation = await context.db.activation.findFirst({ where: { signerId: row.id, state: 'open' }, orderBy: { createdAt: 'desc' } })
  const credential = credentials.find((one) => one.row.id === activation?.credentialId)
  if (!activation?.codeSentAt || !credential || !isOpen(activation, context.now()) || triesLeft(activation, credential.row) === 0)
    return null
  return {
    id: activation.id,
    credential: activation.credentialId,
    phone_masked: maskPhone(credential.subject.phone),
    code_sent_at: activation.codeSentAt.toISOString(),
    resend_at: new Date(activation.codeSentAt.getTime() + RESEND_AFTER_MS).toISOString(),
    expires_at: activation.expiresAt.toISOString(),
    tries_left: triesLeft(activation, credential.row),
    sends_left: Math.max(0, CODES_PER_ACTIVATION - activation.codeSends),
  }
}
