// The signer chooses a PIN: the signing provider makes their key, which only this PIN opens.

import { newId } from '../../../domain/ids'
import { PIN_PATTERN, pinWeakness } from '../../../domain/pin'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import { bound } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { actAt, arriveAt, guardOf } from '../../journey/act-at'
import { requireWithinLimit } from '../../kernel/limits'
import { confirmedReading, printedNames } from '../names/document-names'
import { certificateContent } from '../certificate/certificate-content'
import { holderFor, personOf } from '../../credentials/person'
import { unlessRefused } from '../../credentials/provider-credential'
import { sealSubject, type CredentialSubject } from '../../credentials/usable-credentials'

const PINS = { name: 'create-pin', count: 10, windowMs: 600_000 }

/** `by`: who chose the PIN; the sandbox shows only PINs that it chose itself. */
export async function createPin(
  context: Context,
  caller: SignerCaller,
  { pin }: { pin: string },
  by: 'person' | 'sandbox' = 'person',
): Promise<void> {
  const guard = guardOf('pin')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const mrz = await confirmedReading(context, context.db, arrived)
  const { profile, mode } = arrived
  if (!PIN_PATTERN.test(pin)) throw new Problem('PIN_WEAK.digits').at(['pin'])
  const weakness = pinWeakness(pin, { birthDate: mrz.dateOfBirth, phone: profile.phone })
  if (weakness) throw new Problem(`PIN_WEAK.${weakness}`).at(['pin'])
  // Limited, because stretching a PIN takes 64 MB of memory and a tenth of a second.
  await requireWithinLimit(context, caller.sessionId, PINS)
  const { commonName, givenNames, surname, country } = certificateContent(context, arrived, mrz)
  const id = newId('cred')
  const provider = context.signing(mode)
  const { reference } = unlessRefused(await provider.enrol({ credentialId: id, commonName, pin }))
  const subject: CredentialSubject = {
    givenNames,
    surname,
    country,
    printed: printedNames(mrz),
    phone: profile.phone ?? '',
    ...(by === 'sandbox' ? { pinBySandbox: true } : {}),
  }
  await actAt(context, caller, guard, async ({ row }, tx) => {
    const personId = await personOf(context, tx, { holder: holderFor(context, mode, row, profile), mode })
    await tx.verification.updateMany({ where: { signerId: row.id, personId: null }, data: { personId } })
    await tx.credential.create({
      data: bound(context.secrets, 'credential', {
        id,
        personId,
        mode,
        signerId: row.id,
        provider: provider.name,
        reference,
        subject: sealSubject(context, id, subject),
        createdAt: context.machineNow(),
        certificate: null,
        issuedAt: null,
        expiresAt: null,
        revokedAt: null,
        serialHex: null,
      }),
    })
    return [{ type: 'pin_created', signer: row.id, credential: id }]
  })
}
