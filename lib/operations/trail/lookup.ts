// Finds the words for what the evidence only names: coded reasons and the documents of one request.

import type { Context } from '../kernel/context'
import { reasonWords } from '../verification/reason-words'
import type { Lookup } from './event-words'

type Named = { documents: readonly { document: { id: string; name: string } }[] }

export function lookupFor(context: Pick<Context, 'identity'>, { documents }: Named): Lookup {
  return {
    reason: (code) => reasonWords(context, code),
    document: (id) => `“${documents.find(({ document }) => document.id === id)?.document.name ?? id}”`,
  }
}
