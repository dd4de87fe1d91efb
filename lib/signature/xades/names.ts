// The names that XML signatures are made of: namespaces and algorithm identifiers (XMLDSig 1.1, RFC 9231, EN 319 132-1).

import type { DigestName, Sha2 } from '../../crypto/algorithms'

export const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
export const XADES141 = 'http://uri.etsi.org/01903/v1.4.1#'
export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties'
export const XPATH_FILTER = 'http://www.w3.org/2002/06/xmldsig-filter2'
export const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116'
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** Maps, because strangers' files name the keys: an object has names of its own, such as "constructor". */
export const SIGNATURE_METHODS: ReadonlyMap<string, { scheme: 'rsa' | 'ecdsa-plain'; digest: DigestName }> = new Map([
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', { scheme: 'ecdsa-plain', digest: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { scheme: 'ecdsa-plain', digest: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', { scheme: 'ecdsa-plain', digest: 'sha512' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', { scheme: 'rsa', digest: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', { scheme: 'rsa', digest: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', { scheme: 'rsa', digest: 'sha512' }],
])

export const DIGEST_METHODS: ReadonlyMap<string, Sha2> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
])
