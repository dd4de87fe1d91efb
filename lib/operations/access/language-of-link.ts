// The language in which the signer of a link is addressed, and what becomes of it when they come in.

import { changeBound, isWhole, requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import type { Language } from '../../wording/catalogue'
import { languageOf } from '../../wording/readers-language'
import { findByToken } from './find-by-token'

/** Null where the link opens nothing: then the page says so in the language of the browser. */
export async function languageOfLink(context: Context, token: string): Promise<Language | null> {
  const found = await findByToken(context, context.db, token)
  if (!found || found.opens === 'nothing') return null
  const signer = await context.db.signer.findUnique({ where: { id: found.signerId } })
  return signer && isWhole(context, 'signer', signer) ? languageOf(signer.locale) : null
}

/** Of a signer who has just come in. What they chose before, on the page of the link, is theirs from now on, in mails as well. */
export async function languageAtOpening(context: Context, signerId: string, chosen: Language | undefined): Promise<Language> {
  const signer = requireWhole(context, 'signer', await context.db.signer.findUniqueOrThrow({ where: { id: signerId } }))
  const language = languageOf(signer.locale)
  if (chosen === undefined || chosen === language) return language
  await changeBound(context, context.db, 'signer', { id: signerId }, { locale: chosen })
  return chosen
}
