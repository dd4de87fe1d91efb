// The answer to an act of the console: null when it was done, else the words of the refusal.

import { getLocale, getTranslations } from 'next-intl/server'
import { Problem } from '../../domain/problem'
import { problemOf, problemWords } from '../answer/problem-response'
import { consoleCaller, type ConsoleCaller } from './session'

export async function outcome(act: (signedIn: ConsoleCaller) => Promise<unknown>): Promise<string | null> {
  const signedIn = await consoleCaller()
  const t = await getTranslations('console.detail')
  if (!signedIn) return t('signedOut')
  try {
    await act(signedIn)
    return null
  } catch (error) {
    const problem = problemOf(signedIn.context, error)
    if (problem.code === 'INTERNAL_ERROR') return t('failed', { id: signedIn.context.requestId })
    return problemWords(await getLocale(), problem).message
  }
}

/** Arguments of a server action come from the browser, and may be anything whatever their types say. */
export function text(value: unknown, longest: number): string {
  if (typeof value !== 'string' || value.length > longest) throw new Problem('MALFORMED_REQUEST.unexpected')
  return value
}
