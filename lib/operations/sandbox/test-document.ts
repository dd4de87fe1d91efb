// What a camera would see of each test document. The document bears the signer's own name, printed as documents print names.

import type { DocumentType, TestDocumentNumber } from '../../domain/capture'
import { withoutTitles } from '../../domain/name-match'
import { transliterate } from '../../domain/transliteration'
import type { CaptureScript } from '../../identity/specimen/script'
import type { FailureToShow } from '../kernel/signer-script'

type TestDocument = Pick<CaptureScript, 'expired' | 'matchScore' | 'nobodyDecides'> & {
  documentType: DocumentType
  /** Null: the state that the signer chose. */
  country: string | null
}

const GOOD = { expired: false, matchScore: 0.98, nobodyDecides: false }
/** Between accepting and refusing. */
const UNCERTAIN = { matchScore: 0.61 }

const DOCUMENTS: Readonly<Record<TestDocumentNumber, TestDocument>> = {
  AZE123456: { documentType: 'national_id', country: 'PL', ...GOOD },
  FAIL000001: { documentType: 'passport', country: null, ...GOOD, expired: true },
  REVOKED001: { documentType: 'national_id', country: 'DE', ...GOOD },
  LOWSCORE01: { documentType: 'national_id', country: 'PL', ...GOOD, ...UNCERTAIN, nobodyDecides: true },
  REFERRED01: { documentType: 'national_id', country: 'PL', ...GOOD, ...UNCERTAIN },
  LICENCE01: { documentType: 'drivers_license', country: 'PL', ...GOOD },
}

export function testDocument(number: TestDocumentNumber): TestDocument {
  return DOCUMENTS[number]
}

/** `failWith`: the fault to be shown, beyond those of the document itself. */
export function whatTheCameraSees(name: string, number: TestDocumentNumber, failWith: FailureToShow | null): CaptureScript {
  const { country, expired, matchScore, nobodyDecides } = DOCUMENTS[number]
  const seen: CaptureScript = { ...printedNames(name), documentNumber: number, country, expired, matchScore, nobodyDecides, fault: null }
  switch (failWith) {
    case null:
      return seen
    // Somebody else's document, shown by the right person.
    case 'NAME_MISMATCH':
      return { ...seen, surname: 'SPECIMEN', givenNames: ['OTHER'] }
    case 'DOCUMENT_EXPIRED':
      return { ...seen, expired: true }
    case 'FACE_MISMATCH':
      return { ...seen, matchScore: 0.07 }
    case 'FACE_UNCERTAIN':
      return { ...seen, ...UNCERTAIN, nobodyDecides: true }
    default:
      return { ...seen, fault: failWith }
  }
}

/** The last word is the surname. Letters that documents cannot print become fillers. */
function printedNames(name: string): Pick<CaptureScript, 'surname' | 'givenNames'> {
  const words = withoutTitles(
    name
      .normalize('NFC')
      .split(/\s+/u)
      .filter((word) => word !== ''),
  )
    .map((word) =>
      transliterate(word)
        .replaceAll(/[^A-Z ]/g, '')
        .trim(),
    )
    .filter((word) => word !== '')
  return { surname: words.at(-1) ?? 'X', givenNames: words.slice(0, -1).flatMap((word) => word.split(/ +/)) }
}
