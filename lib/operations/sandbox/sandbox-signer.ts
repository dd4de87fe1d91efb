// Where a test signer stands, as the sandbox's answers show it: step, failure, tries left, and link and PIN to go on in a browser.

import { placeName } from '../../domain/journey'
import { signerStatusOf, type SignerStatus } from '../../domain/request'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { moment } from '../kernel/moment'
import { openSubject } from '../credentials/usable-credentials'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { reasonWords } from '../verification/reason-words'
import { standing, type Journey } from '../journey/standing'
import { runningCode } from './walk/test-code'
import { testPinFor } from './walk/test-pin'

export type SandboxSigner = {
  id: string
  requestId: string
  status: SignerStatus
  /** The step where the signer stands, what is waited for, or how it ended. */
  at: string
  failure: { code: string; message: string; advice: string } | null
  attempts: { used: number; allowed: number }
  signedAt: Date | null
  /** The PIN with which to go on in a browser; null while there is no key whose PIN the sandbox chose. */
  testPin: string | null
  /** The code of the current act of signing; null unless the caller asked for it. */
  testCode: string | null
}

export async function sandboxSigner(context: Context, signerId: string, { code }: { code: boolean }): Promise<SandboxSigner> {
  const journey = await standing(context, context.db, signerId)
  const { request, state, signer, place, check } = journey
  const reason = check?.status === 'failed' ? check.reason : undefined
  return {
    id: signerId,
    requestId: request.id,
    status: signerStatusOf(state, signer, context.now()),
    at: placeName(place),
    failure: reason === undefined ? null : { code: reason, ...reasonWords(DEFAULT_LANGUAGE, reason) },
    attempts: { used: signer.attempts, allowed: signer.attemptsAllowed },
    signedAt: moment(signer.signedAt),
    testPin: await testPinOf(context, journey),
    testCode: code ? await runningCode(context, journey) : null,
  }
}

/** The PIN of the key made in this request, which may have no certificate yet, or of a key kept earlier. */
async function testPinOf(context: Context, { signer, credentials }: Journey): Promise<string | null> {
  const own = signer.pin === undefined ? null : await context.db.credential.findUnique({ where: { id: signer.pin } })
  const subjects = [
    ...(own ? [openSubject(context, requireWhole(context, 'credential', own))] : []),
    ...credentials.map(({ subject }) => subject),
  ]
  const known = subjects.find(({ pinBySandbox }) => pinBySandbox)
  return known ? testPinFor(known.phone) : null
}
