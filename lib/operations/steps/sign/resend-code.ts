// Sends another code for the same activation; the one before stops working.

import { generateOtp } from '../../../crypto/activation'
import { Problem } from '../../../domain/problem'
import type { Context, SignerCaller } from '../../kernel/context'
import { actAt } from '../../journey/act-at'
import { requireWithinLimit } from '../../kernel/limits'
import { CODES_PER_ACTIVATION, isOpen, RESEND_AFTER_MS, triesLeft } from '../../signing/limits-of-signing'
import { octetsToSign, openPrepared, vaultBinding } from '../../signing/prepared-activation'
import { CODES, postCode } from './start-signing'

export async function resendCode(context: Context, caller: SignerCaller, input: { activation: string }): Promise<void> {
  await actAt(context, caller, { at: ['sign'], already: ({ signer }) => signer.authorised === input.activation }, async (journey, tx) => {
    const activation = await tx.activation.findFirst({ where: { id: input.activation, signerId: caller.signerId } })
    const credential = activation && journey.credentials.find(({ row }) => row.id === activation.credentialId)
    const now = context.now()
    if (!activation || !credential || !isOpen(activation, now) || triesLeft(activation, credential.row) === 0) {
      throw new Problem('ACTIVATION_EXPIRED', 'The time for this code is over. Begin signing again; nothing needs to be read twice.')
    }
    const waited = now.getTime() - (activation.codeSentAt?.getTime() ?? 0)
    if (waited < RESEND_AFTER_MS) {
      const seconds = Math.ceil((RESEND_AFTER_MS - waited) / 1000)
      throw new Problem('RESEND_TOO_SOON', `A code is on its way. You can ask for another one in ${seconds} seconds.`, {
        retryAfterSeconds: seconds,
      })
    }
    if (activation.codeSends >= CODES_PER_ACTIVATION) {
      throw new Problem('RATE_LIMITED', 'No more codes can be sent for this signature. Wait ten minutes and begin signing again.')
    }
    await requireWithinLimit({ machineNow: context.machineNow, db: tx }, credential.row.id, CODES)
    const prepared = openPrepared(context, activation)
    const code = generateOtp()
    const { mac } = context.vault.otpMac({
      ...vaultBinding(caller.signerId, activation.id, prepared),
      credentialId: activation.credentialId,
      toSign: octetsToSign(prepared),
      otp: code,
    })
    const sends = activation.codeSends + 1
    await tx.activation.update({
      where: { id: activation.id },
      data: { codeMac: mac, codeSentAt: now, codeExpiresAt: activation.expiresAt, codeSends: sends, codeTries: 0 },
    })
    await postCode(context, tx, journey, credential.subject.phone, code)
    return [{ type: 'code_sent', signer: caller.signerId, activation: activation.id, sends }]
  })
}
