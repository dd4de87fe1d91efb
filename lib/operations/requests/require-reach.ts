// Who is asked to sign must be able to ask somebody: in live mode an organisation says where before it sends anything.

import type { OrganisationCaller } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import type { Context } from '../kernel/context'
import { contactOfTenant } from '../kernel/tenant-contact'

/** Throws CONTACT_MISSING. */
export async function requireReach(context: Context, { tenantId, mode }: OrganisationCaller): Promise<void> {
  if (mode !== 'live') return
  const { reach } = await contactOfTenant(context, tenantId)
  const missing = reach === null ? 'email' : reach.phone === null ? 'phone' : reach.hours === null ? 'hours' : null
  if (missing !== null) throw new Problem('CONTACT_MISSING.live', { missing })
}
