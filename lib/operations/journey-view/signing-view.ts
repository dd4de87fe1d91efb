// The certificates to sign with, and the code that is on its way.

import { readCertificate } from '../../crypto/certificate'
import type { Context } from '../kernel/context'
import type { Journey } from '../journey/standing'
import { maskPhone } from '../kernel/profile'
import { CODES_PER_ACTIVATION, isOpen, RESEND_AFTER_MS, triesLeft } from '../signing/limits-of-signing'

export function viewedCredentials({ credentials, place }: Journey) {
  if (place.at !== 'step' || (place.step !== 'sign' && place.step !== 'review')) return []
  return credentials.map(({ row, subject, certificate, expiresAt }) => ({
    id: row.id,
    common_name: `${subject.givenNames} ${subject.surname}`,
    issuer: readCertificate(certificate).issuerAttributes['CN'] ?? '',
    not_after: expiresAt.toISOString(),
    phone_masked: maskPhone(subject.phone),
  }))
}

/** Null when a new code has to be asked for. */
export async function viewedActivation(context: Context, { row, place, credentials }: Journey) {
  if (place.at !== 'step' || place.step !== 'sign') return null
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
