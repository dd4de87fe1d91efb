// Reads the XML of a trusted list (ETSI TS 119 612, versions 5 and 6): its scheme, its pointers to other lists, and its services.

import type { Source } from '../../signature/pdf/source'
import { scanXml, type XmlTag } from '../../signature/xml/scan'
import { childrenNamed, elements, onlyChild, textOf, TreeBuilder, type XmlNode } from '../../signature/xml/tree'
import { LIST_TYPES, LIST_VERSIONS, TSL } from './names'
import { certificatesIn, servicesOf } from './read-service'
import type { Pointer, TrustedList } from './trusted-list'

/** Null where it is no trusted list of a version that is known. Throws XmlProblem where it is not even XML. */
export async function readList(source: Source): Promise<TrustedList | null> {
  const { scheme, providers } = await partsOf(source)
  const type = scheme && typeNamed(textIn(scheme, 'TSLType'))
  const version = Number(textIn(scheme, 'TSLVersionIdentifier'))
  const sequence = Number(textIn(scheme, 'TSLSequenceNumber'))
  const issuedAt = momentIn(scheme, 'ListIssueDateTime')
  const update = onlyChild(scheme, TSL, 'NextUpdate')
  const nextUpdate = update && childrenNamed(update, TSL, 'dateTime').length === 0 ? null : momentIn(update, 'dateTime')
  const known = LIST_VERSIONS.some((one) => one === version) && Number.isSafeInteger(sequence) && sequence > 0
  if (!type || !known || issuedAt === undefined || nextUpdate === undefined) return null
  return {
    version,
    type,
    territory: textIn(scheme, 'SchemeTerritory'),
    sequence,
    issuedAt,
    nextUpdate,
    informationUris: childrenNamed(onlyChild(scheme, TSL, 'SchemeInformationURI'), TSL, 'URI').map((node) => textOf(node).trim()),
    pointers: childrenNamed(onlyChild(scheme, TSL, 'PointersToOtherTSL'), TSL, 'OtherTSLPointer').flatMap((node) => pointerIn(node) ?? []),
    services: providers.flatMap(servicesOf),
  }
}

/** One provider after the other, so that only what one of them says is a tree in memory. */
async function partsOf(source: Source): Promise<{ scheme: XmlNode | undefined; providers: XmlNode[] }> {
  const path: XmlTag[] = []
  const schemes: XmlNode[] = []
  const providers: XmlNode[] = []
  let builder: TreeBuilder | undefined
  await scanXml(source, {
    open(tag) {
      if (!builder && isPart(path, tag)) builder = new TreeBuilder()
      if (builder) builder.open(tag)
      else path.push(tag)
    },
    text: (text) => builder?.text(text),
    close() {
      if (!builder) return void path.pop()
      const done = builder.close()
      if (!done) return
      builder = undefined
      ;(done.local === 'SchemeInformation' ? schemes : providers).push(done)
    },
  })
  return { scheme: schemes.length === 1 ? schemes[0] : undefined, providers }
}

/** By where it stands from the root on: nothing elsewhere, as in a signature, is part of the list. */
function isPart(path: readonly XmlTag[], { uri, local }: XmlTag): boolean {
  if (uri !== TSL || !path.every((tag) => tag.uri === TSL)) return false
  const at = path.map((tag) => tag.local).join('/')
  if (local === 'SchemeInformation') return at === 'TrustServiceStatusList'
  return local === 'TrustServiceProvider' && at === 'TrustServiceStatusList/TrustServiceProviderList'
}

function pointerIn(node: XmlNode): Pointer | undefined {
  const about = childrenNamed(onlyChild(node, TSL, 'AdditionalInformation'), TSL, 'OtherInformation')
  const said = (name: string): string =>
    about
      .flatMap((information) => childrenNamed(information, TSL, name))
      .map(textOf)[0]
      ?.trim() ?? ''
  const type = typeNamed(said('TSLType'))
  const location = textIn(node, 'TSLLocation')
  // Those to lists for people (PDF), and of other schemes.
  if (!type || location === '' || !isXml(about)) return undefined
  const identities = childrenNamed(onlyChild(node, TSL, 'ServiceDigitalIdentities'), TSL, 'ServiceDigitalIdentity')
  return { location, type, territory: said('SchemeTerritory'), signers: identities.flatMap(certificatesIn) }
}

/** The type of the file, whose element has a namespace of its own (TS 119 612 5.3.13). */
function isXml(about: readonly XmlNode[]): boolean {
  const named = about.flatMap(elements).find(({ local }) => local === 'MimeType')
  return named !== undefined && /^application\/vnd\.etsi\.tsl\+xml$/i.test(textOf(named).trim())
}

const typeNamed = (uri: string): TrustedList['type'] | undefined =>
  (Object.keys(LIST_TYPES) as TrustedList['type'][]).find((type) => LIST_TYPES[type] === uri)

const textIn = (node: XmlNode | undefined, name: string): string => textOf(onlyChild(node, TSL, name)).trim()

function momentIn(node: XmlNode | undefined, name: string): Date | undefined {
  const moment = new Date(textIn(node, name))
  return Number.isNaN(moment.getTime()) ? undefined : moment
}
