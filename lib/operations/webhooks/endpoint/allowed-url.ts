// Checks where an endpoint wants its events, and says in words what is wrong with an address.

import type { AddressRefusal } from '../../../domain/ports'
import { Problem } from '../../../domain/problem'
import type { ApiCaller, Context } from '../../kernel/context'

const WORDS: Record<AddressRefusal, string> = {
  not_an_address: 'This is not an address. Write it like https://example.com/webhooks.',
  not_https: 'The address must begin with https://; http:// is possible with a test key.',
  credentials: 'The address holds a user name or an @ before the host. Leave it out; deliveries are proven by their signature.',
  fragment: 'The address holds a #, and what follows it is never sent. Leave it out.',
  number_form: 'The host is a number in an unusual form. Write the name of the host, or its IP address in the common form.',
  name: 'The host is a name that only a private network knows, or ends with a dot. Give a public name such as hooks.example.com.',
  port: 'This port belongs to another protocol. Use 443, or a port from 1024 on that is not commonly used for something else.',
  network: 'The host leads into a private, local or reserved network, where no events are sent. Give an address on the public internet.',
  name_not_found: 'The name servers do not know this host. Check the spelling, or wait until the name is published.',
}

/** The address in its canonical form. */
export async function allowedUrl(context: Context, { mode }: ApiCaller, url: string): Promise<string> {
  const checked = await context.webhooks.check(url, mode)
  if ('url' in checked) return checked.url
  const message = WORDS[checked.refused]
  throw new Problem('WEBHOOK_ADDRESS_REFUSED', message, {
    errors: [{ pointer: '/url', code: checked.refused.toUpperCase(), detail: message }],
  })
}
