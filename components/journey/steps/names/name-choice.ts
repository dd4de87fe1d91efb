// The state of the choice of names: how they are written, which first names stay, and what the certificate will say.

import { useState } from 'react'
import type { JourneyView } from '@/lib/http/schemas/journey'

type Offered = NonNullable<JourneyView['names']>
const NOTHING: Offered = { givenNames: [], surname: '', ownSpelling: null, choice: false, phone: null }

export type NameChoice = ReturnType<typeof useNameChoice>

export function useNameChoice(names: Offered | null) {
  const offered = names ?? NOTHING
  const [spelling, setSpelling] = useState<'document' | 'own'>(offered.ownSpelling ? 'own' : 'document')
  const [left, setLeft] = useState<readonly number[]>([])
  const own = spelling === 'own' ? offered.ownSpelling : null
  // A signer who writes fewer names than the document prints has chosen already; ticking those of the document would change nothing.
  const paired = own === null || own.givenNames.length === offered.givenNames.length
  const written = own !== null ? own.givenNames : offered.givenNames
  return {
    offered,
    spelling,
    setSpelling,
    /** Each first name as it is written, and whether it stays; null where there is nothing to leave out. */
    ticks:
      paired && offered.givenNames.length > 1
        ? written.map((name, at) => ({
            name,
            stays: !left.includes(at),
            set: (stays: boolean) => setLeft(stays ? left.filter((other) => other !== at) : [...left, at]),
          }))
        : null,
    givenNames: paired ? written.filter((_, at) => !left.includes(at)) : [...written],
    surname: own?.surname ?? offered.surname,
  }
}
