// The manifest of an ASiC-E container (EN 319 162-1 A.4): which signature or time-stamp is over which files, by their digests.

import { sha256 } from '../../crypto/algorithms'
import { XMLDSIG } from '../xml/canonical'
import { attributeOf, childrenNamed, onlyChild, readTree, textOf } from '../xml/tree'

const ASIC = 'http://uri.etsi.org/02918/v1.2.1#'
const SHA256_URI = 'http://www.w3.org/2001/04/xmlenc#sha256'

/** `root`: an earlier archive manifest, which this one renews (A.7). */
export type Reference = { name: string; mimeType: string; digest: Uint8Array; root?: boolean }
export type Manifest = { over: { name: string; mimeType: string }; references: readonly Reference[] }

export const referenceTo = (name: string, mimeType: string, bytes: Uint8Array): Reference => ({ name, mimeType, digest: sha256(bytes) })

/** `over`: the file with the signature or the time-stamp. */
export function manifestXml({ over, references }: Manifest): Buffer {
  const digests = references.map(
    ({ name, mimeType, digest, root }) =>
      `<asic:DataObjectReference URI="${uri(name)}" MimeType="${mimeType}"${root ? ' Rootfile="true"' : ''}>` +
      `<ds:DigestMethod Algorithm="${SHA256_URI}"/><ds:DigestValue>${Buffer.from(digest).toString('base64')}</ds:DigestValue></asic:DataObjectReference>`,
  )
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n' +
      `<asic:ASiCManifest xmlns:asic="${ASIC}" xmlns:ds="${XMLDSIG}"><asic:SigReference URI="${uri(over.name)}" MimeType="${over.mimeType}"/>` +
      `${digests.join('')}</asic:ASiCManifest>`,
  )
}

/** Throws XmlProblem, or RangeError for XML that is no supported manifest. */
export async function readManifest(xml: Uint8Array): Promise<Manifest> {
  const root = await readTree(xml)
  const over = onlyChild(root, ASIC, 'SigReference')
  const references = childrenNamed(root, ASIC, 'DataObjectReference').map((node): Reference => {
    if (attributeOf(onlyChild(node, XMLDSIG, 'DigestMethod'), 'Algorithm') !== SHA256_URI) throw new RangeError('digest of a manifest')
    const digest = Buffer.from(textOf(onlyChild(node, XMLDSIG, 'DigestValue')), 'base64')
    return { name: fileOf(attributeOf(node, 'URI')), mimeType: attributeOf(node, 'MimeType') ?? '', digest }
  })
  if (root.uri !== ASIC || root.local !== 'ASiCManifest' || !over || references.length === 0) throw new RangeError('not a manifest')
  return { over: { name: fileOf(attributeOf(over, 'URI')), mimeType: attributeOf(over, 'MimeType') ?? '' }, references }
}

/** A file name as a relative reference (RFC 3986): in UTF-8, percent-encoded. */
const uri = (name: string): string =>
  name
    .split('/')
    .map((step) => encodeURIComponent(step).replaceAll("'", '%27'))
    .join('/')

function fileOf(reference: string | undefined): string {
  if (reference === undefined) throw new RangeError('a reference without a file')
  try {
    return decodeURIComponent(reference)
  } catch (cause) {
    throw new RangeError('a reference that is no URI', { cause })
  }
}
