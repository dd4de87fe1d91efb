// The manifest of an ASiC-E container (EN 319 162-1 A.4): which signature or time-stamp is over which files, by their digests.

import { sha256, UnsupportedAlgorithm, type Sha2 } from '../../crypto/algorithms'
import { DIGEST_METHODS } from '../xades/names'
import { XMLDSIG } from '../xml/canonical'
import { readTree } from '../xml/read-tree'
import { attributeOf, childrenNamed, onlyChild, textOf } from '../xml/tree'

const ASIC = 'http://uri.etsi.org/02918/v1.2.1#'
const DIGEST_URIS = Object.fromEntries([...DIGEST_METHODS].map(([uri, name]) => [name, uri])) as Record<Sha2, string>

/** `root`: an earlier archive manifest, which this one renews (A.7). */
export type Reference = { name: string; mimeType: string; algorithm: Sha2; digest: Uint8Array; root?: boolean }
export type Manifest = { over: { name: string; mimeType: string }; references: readonly Reference[] }

export const referenceTo = (name: string, mimeType: string, bytes: Uint8Array): Reference => ({
  name,
  mimeType,
  algorithm: 'sha256',
  digest: sha256(bytes),
})

/** `over`: the file with the signature or the time-stamp. */
export function manifestXml({ over, references }: Manifest): Buffer {
  const digests = references.map(
    ({ name, mimeType, algorithm, digest, root }) =>
      `<asic:DataObjectReference URI="${uri(name)}" MimeType="${mimeType}"${root ? ' Rootfile="true"' : ''}>` +
      `<ds:DigestMethod Algorithm="${DIGEST_URIS[algorithm]}"/><ds:DigestValue>${Buffer.from(digest).toString('base64')}</ds:DigestValue></asic:DataObjectReference>`,
  )
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n' +
      `<asic:ASiCManifest xmlns:asic="${ASIC}" xmlns:ds="${XMLDSIG}"><asic:SigReference URI="${uri(over.name)}" MimeType="${over.mimeType}"/>` +
      `${digests.join('')}</asic:ASiCManifest>`,
  )
}

/** Throws XmlProblem, RangeError for XML that is no manifest, and UnsupportedAlgorithm for one with another digest. */
export async function readManifest(xml: Uint8Array): Promise<Manifest> {
  const root = await readTree(xml)
  const over = onlyChild(root, ASIC, 'SigReference')
  const references = childrenNamed(root, ASIC, 'DataObjectReference').map((node): Reference => {
    const algorithm = DIGEST_METHODS.get(attributeOf(onlyChild(node, XMLDSIG, 'DigestMethod'), 'Algorithm') ?? '')
    if (!algorithm) throw new UnsupportedAlgorithm('digest of a manifest')
    const digest = Buffer.from(textOf(onlyChild(node, XMLDSIG, 'DigestValue')), 'base64')
    return { name: fileOf(attributeOf(node, 'URI')), mimeType: attributeOf(node, 'MimeType') ?? '', algorithm, digest }
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
