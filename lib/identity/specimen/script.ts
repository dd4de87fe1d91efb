// What a camera would have seen of a test document and its holder. Only this is scripted: the judgement is the usual one.
import type { ReasonCode } from '../reasons'

export type CaptureScript = {
  // As documents print names: capitals A-Z, given names as separate words.
  readonly surname: string
  readonly givenNames: readonly string[]
  // Letters and digits. A passport has room for nine; cards carry longer numbers on in their optional data.
  readonly documentNumber: string
  // ISO 3166-1 alpha-2 of the state that issued it; null: the one that the signer chose.
  readonly country: string | null
  readonly expired: boolean
  // The score that the comparison of portrait and selfie is to give, between 0 and 1 and neither of them.
  readonly matchScore: number
  // Nobody decides about what is uncertain: it fails.
  readonly nobodyDecides: boolean
  // The reason for which the pictures are to fail; null: none.
  readonly fault: ReasonCode | null
}
