// A mail address as the API and the journey take it: the part after the @ in any alphabet, kept in its ASCII form.

import { domainToASCII } from 'node:url'
import { z } from 'zod'

/**
 * RFC 5321 without quoted and routed local parts. A domain comes as typed or as `xn--…`. The ASCII form is kept: mail servers use it, and
 * it shows look-alike letters for what they are.
 */
const ADDRESS =
  /^[A-Za-z0-9_+&'-](?:\.?[A-Za-z0-9_+&'-])*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,}|xn--[A-Za-z0-9-]+)$/
const ADVICE = 'not a mail address; write one such as anna@example.com, without accents before the @'

/** The length is checked first, so that the pattern never runs on a very long text. */
export const Email = z
  .string()
  .trim()
  .max(254)
  .transform(withAsciiDomain)
  .pipe(z.string().max(254).regex(ADDRESS, ADVICE))
  .meta({ description: 'Where the invitation goes. Accents after the @ are fine.', examples: ['anna.kowalska@company.com'] })

function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (at < 0 || /^[\x21-\x7e]*$/.test(domain)) return address
  return `${address.slice(0, at)}@${domainToASCII(domain)}`
}
