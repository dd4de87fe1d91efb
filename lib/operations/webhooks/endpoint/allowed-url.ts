// Checks the address of an endpoint; the refusal says what is wrong with it.

import { Problem } from '../../../domain/problem'
import type { OrganisationCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'

/** The address in its canonical form. */
export async function allowedUrl(context: Context, { mode }: OrganisationCaller, url: string): Promise<string> {
  const checked = await context.webhooks.check(url, mode)
  if ('url' in checked) return checked.url
  throw new Problem(`WEBHOOK_ADDRESS_REFUSED.${checked.refused}`).at(['url'], checked.refused.toUpperCase())
}
