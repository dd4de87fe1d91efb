// The signer chooses the names for the certificate, as the document prints them or as they write them, and confirms the phone for codes.

import { areSpellingsOf, isSpellingOf } from '../../../domain/name-match'
import { Problem } from '../../../domain/problem'
import { scriptOf, wordsOf } from '../../../domain/transliteration'
import type { Fact } from '../../../domain/event'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { mobilePhone } from '../../kernel/mobile-phone'
import type { MrzReading } from '../../../identity/mrz/parse'
import { actAt, arriveAt, guardOf } from '../../journey/act-at'
import { keepProfile, saltedDigest, type SignerProfile } from '../../kernel/profile'
import { confirmedReading } from './document-names'
import { requirePhoneProof } from './phone-proof'

/** The letters of the machine-readable zone, or the signer's own where these transliterate to the former. */
export const SPELLINGS = ['document', 'own'] as const

export type NameChoice = {
  givenNames: readonly string[]
  surname: string
  spelling: (typeof SPELLINGS)[number]
  phone: string
  code: string
}

export async function chooseNames(context: Context, caller: SignerCaller, choice: NameChoice): Promise<void> {
  const guard = guardOf('names')
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const subject = chosenSubject(choice, await confirmedReading(context, context.db, arrived))
  const phone = mobilePhone(choice.phone)
  await requirePhoneProof(context, caller, phone, choice.code)
  await actAt(context, caller, guard, async ({ row, profile }, tx): Promise<readonly Fact[]> => {
    const { phoneProof: _, ...rest } = profile
    await keepProfile(context, tx, row, { ...rest, phone, subject })
    return [
      {
        type: 'names_chosen',
        signer: row.id,
        subject_sha256: saltedDigest(profile, [subject.givenNames, subject.surname]),
        transliterated: choice.spelling === 'document',
      },
      { type: 'phone_confirmed', signer: row.id, phone_sha256: saltedDigest(profile, phone), proof: 'code' },
    ]
  })
}

function chosenSubject({ givenNames, surname, spelling }: NameChoice, mrz: MrzReading): NonNullable<SignerProfile['subject']> {
  const chosen = { givenNames: givenNames.map(tidy).join(' '), surname: tidy(surname), spelling }
  const fits =
    spelling === 'document'
      ? isPartOf(givenNames.map(tidy), mrz.givenNames) && tidy(surname) === mrz.surname
      : areSpellingsOf(givenNames.map(tidy), mrz.givenNames, mrz.namesTruncated) &&
        isSpellingOf(tidy(surname), mrz.surname, mrz.namesTruncated && mrz.givenNames.length === 0) &&
        scriptOf(`${chosen.givenNames} ${chosen.surname}`) !== null
  if (fits && (givenNames.length > 0 || mrz.givenNames.length === 0)) return chosen
  const printed = `${mrz.givenNames.join(' ')} ${mrz.surname}`
  throw new Problem('NAME_NOT_ON_DOCUMENT.names', { printed })
}

/** Whether the chosen names are some of the printed ones, in their order. */
function isPartOf(chosen: readonly string[], printed: readonly string[]): boolean {
  let from = 0
  return chosen.every((name) => {
    const at = printed.indexOf(name, from)
    from = at + 1
    return at !== -1
  })
}

function tidy(name: string): string {
  return wordsOf(name).length === 0 ? '' : name.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
}
