// The signer corrects name, phone or mail address: the link is renewed and mailed, other sessions end, the requester sees the correction.

import { actOf } from '../../../domain/policy'
import { CORRECTABLE_FIELDS, type CorrectableField } from '../../../domain/steps'
import { isPersonName } from '../../../domain/person-name'
import { scriptOf } from '../../../domain/transliteration'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Journey } from '../../journey/standing'
import type { Context, Tx } from '../../kernel/context'
import { actAt } from '../../journey/act-at'
import { requireWithinLimit } from '../../kernel/limits'
import { noteCorrection } from '../../conversation/note-correction'
import { rotateLink } from '../../access/rotate-link'
import { contactReplacedMail } from '../../messages/alert'
import { linkRenewedMail } from '../../messages/invitation'
import { letterTo, send } from '../../messages/letter'
import { sendTextIfAllowed } from '../../messages/send-text'
import { contactReplacedText } from '../../messages/text-messages'
import { keepProfile, profileDigest, type SignerProfile } from '../../kernel/profile'
import { mobilePhone } from '../../kernel/mobile-phone'

export type Correction = { [K in CorrectableField]?: string | undefined }

const CORRECTIONS = { name: 'correct-details', count: 5, windowMs: 3_600_000 }

export async function correctDetails(context: Context, caller: SignerCaller, correction: Correction): Promise<void> {
  const changes = checked(correction)
  await requireWithinLimit(context, caller.sessionId, CORRECTIONS)
  await actAt(context, caller, { at: ['details'] }, async (journey, tx) => {
    const { profile, row } = journey
    // At this level the number that the requester gave is all that tells the person from whoever else has their link.
    if (changes.phone !== undefined && actOf(journey.circumstances.policy) === 'code')
      throw new Problem('STATE_CONFLICT.phone_of_requester')
    const emailChanged = changes.email !== undefined && changes.email !== profile.email
    const corrected: SignerProfile = { ...profile, ...changes, corrected: true, ...(emailChanged ? { emailChanged } : {}) }
    const fields = CORRECTABLE_FIELDS.filter((field) => corrected[field] !== profile[field])
    const profile_sha256 = profileDigest(corrected)
    // Nothing was changed: counts as a confirmation.
    if (fields.length === 0) return [{ type: 'details_confirmed', signer: row.id, profile_sha256: profileDigest(profile) }]
    await tellContactsOfBefore(context, tx, journey, fields)
    await keepProfile(context, tx, row, corrected)
    await noteCorrection(context, tx, journey, fields)
    const { version } = await rotateLink(context, tx, journey, caller.sessionId)
    const letter = await letterTo(context, tx, row.id)
    await send(context, tx, letter, 'link_renewed', linkRenewedMail(letter))
    return [
      { type: 'details_corrected', signer: row.id, profile_sha256, fields },
      { type: 'link_renewed', signer: row.id, link: version, because: 'data_corrected' },
    ]
  })
}

/** The person hears of it where they were reached until now: whoever replaced these details may be somebody else with their link. */
async function tellContactsOfBefore(context: Context, tx: Tx, journey: Journey, fields: readonly CorrectableField[]): Promise<void> {
  const { row, profile, language, request } = journey
  if (!fields.includes('email') && !fields.includes('phone')) return
  const letter = await letterTo(context, tx, row.id)
  await send(context, tx, letter, 'contact_replaced', contactReplacedMail(letter))
  if (!fields.includes('phone') || profile.phone === null) return
  const text = contactReplacedText({ language, requester: request.tenant.name })
  await sendTextIfAllowed(context, tx, journey, { template: 'contact_replaced', to: profile.phone, text })
}

function checked({ name, phone, email }: Correction): Partial<Pick<SignerProfile, CorrectableField>> {
  return {
    ...(name === undefined ? {} : { name: personName(name) }),
    ...(phone === undefined || phone.trim() === '' ? {} : { phone: mobilePhone(phone) }),
    ...(email === undefined ? {} : { email: email.trim() }),
  }
}

function personName(name: string): string {
  const tidy = name.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  // A certificate holds names of one script, and a document none with numbers.
  if (isPersonName(tidy) && !/\p{N}/u.test(tidy) && scriptOf(tidy) !== null) return tidy
  throw new Problem(
    'VALIDATION_FAILED.name_form',
    {},
    {
      errors: [{ path: ['name'], code: 'INVALID_FORMAT', detail: 'name_letters' }],
    },
  )
}
