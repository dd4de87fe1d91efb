// Finds the words for what the evidence only names: coded reasons and the documents of one request.

import type { Language } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { reasonWords } from '../verification/reason-words'
import type { Lookup } from './event-words'

type Named = { documents: readonly { document: { id: string; name: string } }[] }

export function lookupFor(language: Language, { documents }: Named): Lookup {
  const say = wording(language, 'facts')
  return {
    language,
    reason: (code) => reasonWords(language, code),
    document: (id) => say('document', { name: documents.find(({ document }) => document.id === id)?.document.name ?? id }),
  }
}
