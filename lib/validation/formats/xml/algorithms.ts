// The algorithms that foreign XML signatures name (XMLDSig 1.1, RFC 9231): more than are written here.

import type { DigestName, SignatureAlgorithm } from '../../../crypto/algorithms'
import { DIGEST_METHODS, SIGNATURE_METHODS } from '../../../signature/xades/names'
import { EXCLUSIVE_C14N, XMLDSIG, type Form } from '../../../signature/xml/canonical'
import { attributeOf, elements, onlyChild, type XmlNode } from '../../../signature/xml/tree'

const MORE_2001 = 'http://www.w3.org/2001/04/xmldsig-more#'
const MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#'
const MORE_2021 = 'http://www.w3.org/2021/04/xmldsig-more#'

const FOREIGN_DIGESTS: ReadonlyMap<string, DigestName> = new Map<string, DigestName>([
  ...DIGEST_METHODS,
  [`${XMLDSIG}sha1`, 'sha1'],
  [`${MORE_2001}sha224`, 'sha224'],
  [`${MORE_2007}sha3-224`, 'sha3-224'],
  [`${MORE_2007}sha3-256`, 'sha3-256'],
  [`${MORE_2007}sha3-384`, 'sha3-384'],
  [`${MORE_2007}sha3-512`, 'sha3-512'],
])

type Method = Omit<SignatureAlgorithm, 'oid'>

const PSS = (
  [
    ['sha256', 32],
    ['sha384', 48],
    ['sha512', 64],
    ['sha3-256', 32],
    ['sha3-384', 48],
    ['sha3-512', 64],
  ] as const
).map(([digest, saltLength]): [string, Method] => [`${MORE_2007}${digest}-rsa-MGF1`, { scheme: 'rsa-pss', digest, saltLength }])

const FOREIGN_METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...SIGNATURE_METHODS,
  ...PSS,
  [`${XMLDSIG}rsa-sha1`, { scheme: 'rsa', digest: 'sha1' }],
  [`${MORE_2001}rsa-sha224`, { scheme: 'rsa', digest: 'sha224' }],
  [`${MORE_2001}ecdsa-sha1`, { scheme: 'ecdsa-plain', digest: 'sha1' }],
  [`${MORE_2001}ecdsa-sha224`, { scheme: 'ecdsa-plain', digest: 'sha224' }],
  [`${MORE_2021}ecdsa-sha3-256`, { scheme: 'ecdsa-plain', digest: 'sha3-256' }],
  [`${MORE_2021}ecdsa-sha3-384`, { scheme: 'ecdsa-plain', digest: 'sha3-384' }],
  [`${MORE_2021}ecdsa-sha3-512`, { scheme: 'ecdsa-plain', digest: 'sha3-512' }],
  [`${MORE_2021}eddsa-ed25519`, { scheme: 'eddsa', digest: null }],
  [`${MORE_2021}eddsa-ed448`, { scheme: 'eddsa', digest: null }],
])

const named = (node: XmlNode | undefined): string => attributeOf(node, 'Algorithm') ?? ''

/** Of an element with a ds:DigestMethod. */
export const digestIn = (node: XmlNode | undefined): DigestName | undefined =>
  FOREIGN_DIGESTS.get(named(onlyChild(node, XMLDSIG, 'DigestMethod')))

export const signatureMethod = (method: XmlNode | undefined): Method | undefined => FOREIGN_METHODS.get(named(method))

const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const C14N_11 = 'http://www.w3.org/2006/12/xml-c14n11'
const WITH_COMMENTS = /#?WithComments$/

/** What is used where no method is named (XMLDSig 1.1, 4.4.3.2). */
export const USUAL_FORM: Form = { name: 'inclusive' }

/** Undefined for a method that is not known, and for parameters that are not. Comments are kept by the methods that say so. */
export function canonicalForm(node: XmlNode | undefined): { form: Form; comments: boolean } | undefined {
  const algorithm = named(node)
  const comments = WITH_COMMENTS.test(algorithm)
  const form = formNamed(algorithm.replace(WITH_COMMENTS, '').replace(/#$/, ''), node ? elements(node) : [])
  return form && { form, comments }
}

function formNamed(algorithm: string, parameters: readonly XmlNode[]): Form | undefined {
  if (algorithm === EXCLUSIVE_C14N.slice(0, -1)) {
    const [list, more] = parameters
    if (!list) return { name: 'exclusive', prefixes: [] }
    if (more || list.uri !== EXCLUSIVE_C14N || list.local !== 'InclusiveNamespaces') return undefined
    const prefixes = (attributeOf(list, 'PrefixList') ?? '').split(/\s+/).filter((prefix) => prefix !== '')
    return { name: 'exclusive', prefixes: prefixes.map((prefix) => (prefix === '#default' ? '' : prefix)) }
  }
  if (parameters.length > 0) return undefined
  if (algorithm === C14N) return { name: 'inclusive' }
  return algorithm === C14N_11 ? { name: 'inclusive 1.1' } : undefined
}
