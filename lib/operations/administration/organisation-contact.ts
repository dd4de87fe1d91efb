// What the operator sets of an organisation for its signers and its mailbox: where people ask it, and what it is written about.

import { Email } from '../kernel/email'
import { bound, changeBound, requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { contactOf, sealAddresses, USUAL_NOTICES, type Notice, type OrganisationContact } from '../kernel/tenant-contact'
import { requireOrganisation } from './organisations'
import { CommandRefused, requireName } from './refused'

/** What is left out stays. Null takes it away; of `notify` it means: to the address that signers see. */
export type ContactChange = {
  email?: string | null
  phone?: string | null
  hours?: string | null
  notify?: readonly string[] | null
  notices?: readonly Notice[]
  conversation?: boolean
}

const PHONE_CHARACTERS = 40
const HOURS_CHARACTERS = 120
const MOST_ADDRESSES = 5

export async function setOrganisationContact(context: Context, id: string, change: ContactChange): Promise<OrganisationContact> {
  const { db, secrets } = context
  await requireOrganisation(db, id)
  const { notify, email, phone, hours, notices, conversation } = change
  const columns = {
    ...(email === undefined ? {} : { email: email && addressOf(email) }),
    ...(phone === undefined ? {} : { phone: phone && requireName('the telephone number', phone, PHONE_CHARACTERS) }),
    ...(hours === undefined ? {} : { hours: hours && requireName('the hours', hours, HOURS_CHARACTERS) }),
    ...(notices === undefined ? {} : { notices: [...notices] }),
    ...(conversation === undefined ? {} : { conversation }),
  }
  const sealed = notify === undefined ? {} : { notify: notify && sealAddresses(secrets, id, addressesOf(notify)) }
  const unset = { id, email: null, phone: null, hours: null, conversation: true, notices: [...USUAL_NOTICES] }
  await db.tenantContact.createMany({ data: bound(secrets, 'tenantContact', unset), skipDuplicates: true })
  await changeBound(context, db, 'tenantContact', { id }, { ...columns, ...sealed })
  return organisationContact(context, id)
}

export async function organisationContact(context: Context, id: string): Promise<OrganisationContact> {
  const row = await context.db.tenantContact.findUnique({ where: { id } })
  return contactOf(context, row && requireWhole(context, 'tenantContact', row))
}

function addressesOf(given: readonly string[]): string[] {
  if (given.length > MOST_ADDRESSES) throw new CommandRefused(`an organisation is written to at ${MOST_ADDRESSES} addresses at most`)
  return given.map(addressOf)
}

function addressOf(typed: string): string {
  const { data } = Email.safeParse(typed)
  if (data === undefined) throw new CommandRefused(`${JSON.stringify(typed)} is no mail address`)
  return data
}
