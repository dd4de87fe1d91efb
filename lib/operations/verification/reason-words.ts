// The words for a coded reason: the analysis explains its own, operations those that they found.

import type { Context } from '../kernel/context'

export const NAME_MISMATCH = 'NAME_MISMATCH'

export function reasonWords(context: Pick<Context, 'identity'>, reason: string): { message: string; advice: string } {
  if (reason !== NAME_MISMATCH) return context.identity.explain(reason)
  return {
    message: 'The name on your document is not the name in the request.',
    advice: 'Use your own document. If your name is written wrongly in the request, start again and correct it there.',
  }
}
