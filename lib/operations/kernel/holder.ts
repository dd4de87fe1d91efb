// The HMAC of a mail address, by which a person is found again in every request and table without the address being there to read.

import { createHmac } from 'node:crypto'
import type { Context } from './context'

type Needs = Pick<Context, 'secrets'>

/** Of any text that stands for a person. */
export function holderDigest({ secrets }: Needs, who: string): string {
  return createHmac('sha256', secrets.kept('credential holder')).update(who).digest('hex')
}

export const normalisedAddress = (email: string): string => email.trim().toLowerCase()

/** Of a mail address, in all modes and accounts. */
export const holderOfAddress = (context: Needs, email: string): string => holderDigest(context, normalisedAddress(email))
