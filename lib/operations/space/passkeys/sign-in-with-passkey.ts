// Opens a space with a passkey. Nobody says whose space: the passkey does. So there is no address of which we could tell whether we know it,
// and whatever is wrong has one answer.

import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { Problem } from '../../../domain/problem'
import type { Passkey } from '../../../generated/prisma/client'
import type { Language } from '../../../wording/catalogue'
import { isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import { enterSpace, type Entered } from '../entrance/enter-space'
import type { SpaceDevice } from '../entrance/space-session'
import { newChallenge, takeChallenge } from './challenges'
import { judgeUse, type JudgedUse, type SignInAnswer } from './judge-answer'
import { ANSWER_WITHIN_MS, relyingParty } from './relying-party'

const HOUR_MS = 3_600_000
/** Many people may share one address; browsers that offer passkeys in the field of the address ask at each visit. */
const ASKED = { name: 'space-passkey-asked', count: 300, windowMs: HOUR_MS }
const TRIED = { name: 'space-passkey-tried', count: 60, windowMs: HOUR_MS }

export async function askForPasskey(context: Context, { client }: { client: string }): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await requireWithinLimit(context, client, ASKED)
  return generateAuthenticationOptions({
    rpID: relyingParty(context).id,
    challenge: await newChallenge(context, null),
    timeout: ANSWER_WITHIN_MS,
    userVerification: 'required',
  })
}

export async function signInWithPasskey(
  context: Context,
  { answer, client, ...visit }: { answer: SignInAnswer; client: string; device: SpaceDevice; chosen?: Language | undefined },
): Promise<Entered> {
  await requireWithinLimit(context, client, TRIED)
  const challenge = await takeChallenge(context, null, answer.clientData)
  const passkey = challenge === null ? null : await passkeyNamed(context, answer.id)
  const use = challenge === null || !passkey ? null : await judgeUse(context, answer, challenge, passkey)
  if (!passkey || !use) throw refused()
  return context.db.$transaction(async (tx) => {
    await countUse(context, tx, passkey, use)
    const space = await tx.space.findUnique({ where: { id: passkey.spaceId } })
    if (!space || !isWhole(context, 'space', space) || space.holder === null) throw refused()
    return enterSpace(context, tx, space, { ...visit, passkey })
  })
}

async function passkeyNamed(context: Context, credentialId: string): Promise<Passkey | null> {
  const row = await context.db.passkey.findUnique({ where: { credentialId } })
  return row && isWhole(context, 'passkey', row) ? row : null
}

/** Of two answers that were judged against the same count, one is of a copy. */
async function countUse(context: Context, tx: Tx, { id, counter }: Passkey, use: JudgedUse): Promise<void> {
  const { count } = await tx.passkey.updateMany({ where: { id, counter }, data: { ...use, lastUsedAt: context.machineNow() } })
  if (count !== 1) throw refused()
}

const refused = () => new Problem('NOT_FOUND.dead_passkey')
