// Chooses the language of the pages and mails; no step, and no evidence: the texts accepted name their own language.

import type { Context, SignerCaller } from '../../kernel/context'
import { standing } from '../../journey/standing'

export async function setLanguage(context: Context, caller: SignerCaller, { language }: { language: string }): Promise<void> {
  const { row } = await standing(context, context.db, caller.signerId)
  await context.db.signer.update({ where: { id: row.id }, data: { locale: language } })
}
