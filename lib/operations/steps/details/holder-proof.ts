// A person who has signed before proves that they hold a certificate: by a code to its phone, before anything of it is shown or counted.
// Without one everything looks the same, so nobody learns by an address whether somebody has a certificate.

import type { SignerCaller } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import { usableCredentials } from '../../credentials/usable-credentials'
import { isPresent } from '../../../domain/steps'
import { actAt, type Guard } from '../../journey/act-at'
import { counted, newProof, requireCode, type CodeProof } from '../../kernel/code-proof'
import type { Context } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { keepProfile } from '../../kernel/profile'
import { sendTextIfAllowed } from '../../messages/send-text'
import { holderCodeText } from '../../messages/text-messages'

/** Before anything is done that a certificate would spare. */
const HERE: Guard = { at: ['details'], already: ({ signer }) => signer.proven.length > 0 && isPresent(signer) }
const ASKED = { name: 'holder-code', count: 5, windowMs: 3_600_000 }
const proving = (credential: string | null) => ({ label: 'holder code', about: credential ?? 'none' })

export async function sendHolderCode(context: Context, caller: SignerCaller): Promise<void> {
  await actAt(context, caller, HERE, async (journey, tx) => {
    const { row, profile, request, mode, language } = journey
    const [newest] = await usableCredentials(context, tx, mode, profile, row)
    const credential = newest?.row.id ?? null
    const { code, proof } = newProof(context, caller, proving(credential), profile.holderProof)
    await requireWithinLimit({ machineNow: context.machineNow, db: tx }, caller.sessionId, ASKED)
    await keepProfile(context, tx, row, { ...profile, holderProof: { ...proof, credential } })
    if (newest) {
      const text = holderCodeText({ language, code, requester: request.tenant.name, baseUrl: context.baseUrl })
      await sendTextIfAllowed(context, tx, journey, { template: 'holder_code', to: newest.subject.phone, text })
    }
    return []
  })
}

export async function proveHolder(context: Context, caller: SignerCaller, { code }: { code: string }): Promise<void> {
  let tried: (CodeProof & { credential: string | null }) | null = null
  const isHere = await actAt(context, caller, HERE, async ({ row, profile }, tx) => {
    const stored = profile.holderProof
    const proof = counted(context, caller, stored)
    if (!stored || !proof) return []
    tried = { ...proof, credential: stored.credential }
    await keepProfile(context, tx, row, { ...profile, holderProof: tried })
    return []
  })
  // The same code, sent twice.
  if (!isHere) return
  const proof = tried as (CodeProof & { credential: string | null }) | null
  const credential = proof?.credential ?? null
  requireCode(context, caller, proving(credential), proof, code)
  // Right by chance where no code was sent: nothing is there to be proven.
  if (credential === null) throw new Problem('CODE_INVALID.used_up', {}, { triesLeft: 0 })
  await actAt(context, caller, HERE, async ({ row, profile }, tx) => {
    const { holderProof: _, ...rest } = profile
    await keepProfile(context, tx, row, rest)
    return [{ type: 'holder_proven', signer: row.id, credential }]
  })
}
