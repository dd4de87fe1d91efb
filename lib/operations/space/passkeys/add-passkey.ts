// Adds a passkey to a space, in a session that has proven the phone a moment ago.

import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import type { HolderCaller } from '../../../domain/caller'
import { newId } from '../../../domain/ids'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { languageOf } from '../../../wording/readers-language'
import { wording } from '../../../wording/wording'
import { bound } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { requireWithinLimit } from '../../kernel/limits'
import type { SpaceDevice } from '../entrance/space-session'
import { appendToLog } from '../space-log'
import { settingsOf } from '../space-row'
import { tellHolder } from '../tell-holder'
import { newChallenge, takeChallenge } from './challenges'
import { judgeNewKey, type JudgedKey, type NewKeyAnswer } from './judge-answer'
import { passkeysOf } from './own-passkeys'
import { requireRecentlyProven } from './recently-proven'
import { ALGORITHMS, ANSWER_WITHIN_MS, MOST_PASSKEYS, relyingParty } from './relying-party'

const OFFERED = { name: 'space-passkey-offered', count: 30, windowMs: 3_600_000 }

/** What the browser is to ask of an authenticator. */
export async function offerPasskey(context: Context, caller: HolderCaller): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requirePermission(caller, 'space:write')
  await requireWithinLimit(context, caller.spaceId, OFFERED)
  await requireRecentlyProven(context, caller)
  const known = await requireRoom(context, context.db, caller.spaceId)
  const { email, locale } = await settingsOf(context, context.db, caller.spaceId)
  return generateRegistrationOptions({
    rpName: wording(languageOf(locale), 'space')('brand'),
    rpID: relyingParty(context).id,
    userID: new TextEncoder().encode(caller.spaceId),
    userName: email,
    userDisplayName: email,
    challenge: await newChallenge(context, caller.sessionId),
    timeout: ANSWER_WITHIN_MS,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
}

export async function addPasskey(
  context: Context,
  caller: HolderCaller,
  { answer, device }: { answer: NewKeyAnswer; device: SpaceDevice },
): Promise<void> {
  requirePermission(caller, 'space:write')
  await requireRecentlyProven(context, caller)
  const challenge = await takeChallenge(context, caller.sessionId, answer.clientData)
  const key = challenge === null ? null : await judgeNewKey(context, answer, challenge)
  if (!key) throw refused()
  await context.db.$transaction(async (tx) => {
    // Two answers at once: the second counts what the first has added.
    await tx.$executeRaw`SELECT "id" FROM "Space" WHERE "id" = ${caller.spaceId} FOR UPDATE`
    await requireRoom(context, tx, caller.spaceId)
    const passkey = await keep(context, tx, caller, key, device)
    await appendToLog(context, tx, caller, [{ type: 'passkey_added', passkey, device: device.kind }])
    await tellHolder(context, tx, caller, { about: 'passkeyAdded', at: context.machineNow() })
  })
}

async function requireRoom(context: Context, db: Tx, spaceId: string) {
  const known = await passkeysOf(context, db, spaceId)
  if (known.length >= MOST_PASSKEYS) throw new Problem('STATE_CONFLICT.passkeys_full', { most: MOST_PASSKEYS })
  return known
}

async function keep(context: Context, tx: Tx, caller: HolderCaller, key: JudgedKey, { kind, place }: SpaceDevice): Promise<string> {
  const { spaceId, credential: provenBy } = caller
  const { credentialId, publicKey, backupEligible, ...shown } = key
  const id = newId('pky')
  const row = { id, spaceId, credentialId, publicKey, backupEligible, provenBy, createdAt: context.machineNow() }
  const data = { ...bound(context.secrets, 'passkey', row), ...shown, device: kind, place, lastUsedAt: null }
  // An authenticator makes each id anew: one that we have comes from somebody who has seen it.
  const { count } = await tx.passkey.createMany({ data, skipDuplicates: true })
  if (count !== 1) throw refused()
  return id
}

const refused = () => new Problem('STATE_CONFLICT.passkey_refused')
