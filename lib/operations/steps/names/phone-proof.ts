// Proves that a phone number is the signer's, whoever typed it first: a code by text message, typed back in the same session.

import type { SignerCaller } from '../../../domain/caller'
import { actAt } from '../../journey/act-at'
import { counted, newProof, requireCode, type CodeProof } from '../../kernel/code-proof'
import type { Context } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { mobilePhone } from '../../kernel/mobile-phone'
import { keepProfile } from '../../kernel/profile'
import { sendText } from '../../messages/send-text'
import { phoneCodeText } from '../../messages/text-messages'

const CODES = { name: 'phone-code', count: 5, windowMs: 3_600_000 }
const proving = (phone: string) => ({ label: 'phone code', about: phone })

export async function sendPhoneCode(context: Context, caller: SignerCaller, input: { phone: string }): Promise<void> {
  const phone = mobilePhone(input.phone)
  await actAt(context, caller, { at: ['names'] }, async (journey, tx) => {
    const { row, profile, request, language, signer } = journey
    const before = profile.phoneProof
    const { code, proof } = newProof(context, caller, proving(phone), before?.phone === phone ? before : undefined)
    await requireWithinLimit({ machineNow: context.machineNow, db: tx }, caller.sessionId, CODES)
    await keepProfile(context, tx, row, { ...profile, phoneProof: { ...proof, phone } })
    const text = phoneCodeText({ language, code, requester: request.tenant.name, baseUrl: context.baseUrl })
    await sendText(context, tx, journey, { template: 'phone_code', to: phone, text, own: signer.own.includes(caller.sessionId) })
    return []
  })
}

/** Throws CODE_INVALID unless this code went to this number. */
export async function requirePhoneProof(context: Context, caller: SignerCaller, phone: string, code: string): Promise<void> {
  let proof: CodeProof | null = null
  await actAt(context, caller, { at: ['names'] }, async ({ row, profile }, tx) => {
    const stored = profile.phoneProof
    proof = stored?.phone === phone ? counted(context, caller, stored) : null
    if (!proof) return []
    await keepProfile(context, tx, row, { ...profile, phoneProof: { ...(proof as CodeProof), phone } })
    return []
  })
  requireCode(context, caller, proving(phone), proof, code)
}
