// Proves that a phone number is the signer's, whoever typed it first: a code by text message, typed back in the same session. Tries are counted before they are judged.

import { constantTimeEqual, generateOtp, otpMac } from '../../../crypto/activation'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { mobilePhone } from '../../kernel/mobile-phone'
import { actAt } from '../../journey/act-at'
import { requireWithinLimit } from '../../kernel/limits'
import { sealProfile, type SignerProfile } from '../../kernel/profile'
import { sendText } from '../../messages/send-text'
import { phoneCodeText } from '../../messages/text-messages'

const LIVES_MS = 10 * 60_000
const RESEND_AFTER_MS = 30_000
const TRIES = 3
const CODES = { name: 'phone-code', count: 5, windowMs: 3_600_000 }

export async function sendPhoneCode(context: Context, caller: SignerCaller, input: { phone: string }): Promise<void> {
  const phone = mobilePhone(input.phone)
  await actAt(context, caller, { at: ['names'] }, async (journey, tx) => {
    const { row, profile, profileKey, request, language } = journey
    const now = context.now()
    const before = profile.phoneProof
    const waited = before ? now.getTime() - Date.parse(before.sentAt) : Infinity
    if (before?.phone === phone && before.session === caller.sessionId && waited < RESEND_AFTER_MS) {
      const seconds = Math.ceil((RESEND_AFTER_MS - waited) / 1000)
      throw new Problem(
        'RESEND_TOO_SOON.code',
        { seconds },
        {
          retryAfterSeconds: seconds,
        },
      )
    }
    await requireWithinLimit({ machineNow: context.machineNow, db: tx }, row.id, CODES)
    const code = generateOtp()
    const phoneProof = {
      phone,
      session: caller.sessionId,
      mac: macOf(context, row.id, phone, code),
      sentAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + LIVES_MS).toISOString(),
      tries: 0,
      sends: (before?.sends ?? 0) + 1,
    }
    await tx.signer.update({ where: { id: row.id }, data: { profile: sealProfile(context, { ...profile, phoneProof }, profileKey) } })
    const text = phoneCodeText({ language, code, requester: request.tenant.name, baseUrl: context.baseUrl })
    await sendText(context, tx, journey, { template: 'phone_code', to: phone, text })
    return []
  })
}

/** Throws CODE_INVALID unless this code went to this number, is not too old, and has had at most three tries. */
export async function requirePhoneProof(context: Context, caller: SignerCaller, phone: string, code: string): Promise<void> {
  let proof: SignerProfile['phoneProof']
  await actAt(context, caller, { at: ['names'] }, async ({ row, profile, profileKey }, tx) => {
    const stored = profile.phoneProof
    if (
      !stored ||
      stored.phone !== phone ||
      stored.session !== caller.sessionId ||
      stored.tries >= TRIES ||
      Date.parse(stored.expiresAt) <= context.now().getTime()
    )
      return []
    proof = stored
    const phoneProof = { ...stored, tries: stored.tries + 1 }
    await tx.signer.update({ where: { id: row.id }, data: { profile: sealProfile(context, { ...profile, phoneProof }, profileKey) } })
    return []
  })
  if (!proof) throw new Problem('CODE_INVALID.used_up', {}, { triesLeft: 0 })
  if (constantTimeEqual(macOf(context, caller.signerId, phone, code), proof.mac)) return
  const triesLeft = TRIES - proof.tries - 1
  throw new Problem('CODE_INVALID.wrong', { left: triesLeft }, { triesLeft })
}

function macOf(context: Context, signerId: string, phone: string, code: string): string {
  return otpMac(context.secrets.share('phone code'), signerId, phone, code)
}
