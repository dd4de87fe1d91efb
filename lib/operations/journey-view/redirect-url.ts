// Where the requester wants the signer to go on: their address, to the letter, with the outcome appended, and nothing about the person.

import type { Place } from '../../domain/journey'
import type { Journey } from '../journey/standing'

type Closed = Extract<Place, { at: 'closed' }>['because']

export function redirectUrl({ request, row }: Pick<Journey, 'request' | 'row'>, because: Closed): string | null {
  if (!request.redirectUrl || !URL.canParse(request.redirectUrl)) return null
  const outcome = new URLSearchParams({
    status: because === 'refused_by_other' ? 'cancelled' : because,
    request_id: request.id,
    signer_id: row.id,
  })
  return withQuery(request.redirectUrl, outcome.toString())
}

/** As text: a parsed query would be written anew, and `?flag&note=a%20b` come back as `?flag=&note=a+b`, which a signed address does not survive. */
function withQuery(url: string, query: string): string {
  const fragmentAt = url.indexOf('#')
  const [address, fragment] = fragmentAt === -1 ? [url, ''] : [url.slice(0, fragmentAt), url.slice(fragmentAt)]
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&'
  return `${address}${joint}${query}${fragment}`
}
