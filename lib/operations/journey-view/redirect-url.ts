// Where the requester wants the signer to go on: their address with the outcome appended, and nothing about the person.

import type { Place } from '../../domain/journey'
import type { Journey } from '../journey/standing'

type Closed = Extract<Place, { at: 'closed' }>['because']

export function redirectUrl({ request, row }: Pick<Journey, 'request' | 'row'>, because: Closed): string | null {
  if (!request.redirectUrl || !URL.canParse(request.redirectUrl)) return null
  const url = new URL(request.redirectUrl)
  url.searchParams.set('status', because === 'refused_by_other' ? 'cancelled' : because)
  url.searchParams.set('request_id', request.id)
  url.searchParams.set('signer_id', row.id)
  return url.toString()
}
