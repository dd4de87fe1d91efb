// Reads the services of one provider in a trusted list: whom they are known by, what they were when, and which certificates they qualify
// (ETSI TS 119 612, clauses 5.5 and 5.6).

import { attributeOf, childrenNamed, elements, onlyChild, textOf, type XmlNode } from '../../signature/xml/tree'
import { XADES } from '../../signature/xades/names'
import { readable } from '../validation-material'
import { readCertificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import { ASSERTIONS, qualifierNamed, SERVICE_TYPES, SIE, statusNamed, TSL, TSL_MORE, USES, type ServiceType, type Use } from './names'
import { identityOf } from './service-identity'
import type { CriteriaList, Criterion, ListedService, Period, Qualification } from './trusted-list'

/** Those of the types that matter for qualification. */
export function servicesOf(provider: XmlNode): ListedService[] {
  const name = nameIn(onlyChild(provider, TSL, 'TSPInformation'), 'TSPName')
  const services = childrenNamed(onlyChild(provider, TSL, 'TSPServices'), TSL, 'TSPService')
  return services.flatMap((service) => serviceOf(service, name) ?? [])
}

function serviceOf(service: XmlNode, provider: string): ListedService | undefined {
  const information = onlyChild(service, TSL, 'ServiceInformation')
  const history = childrenNamed(onlyChild(service, TSL, 'ServiceHistory'), TSL, 'ServiceHistoryInstance')
  if (!information) return undefined
  const periods = [information, ...history].flatMap((one) => periodOf(one) ?? []).sort((a, b) => b.from.getTime() - a.from.getTime())
  const type = periods.find((period) => period.type !== null)?.type
  if (!type) return undefined
  const given = childrenNamed(information, TSL, 'ServiceDigitalIdentity')
  const identities = given.flatMap(certificatesIn).map(identityOf)
  // Beside a certificate it names the same key. A name alone is anybody's, so nobody is known by it.
  const keyIds = identities.length > 0 ? [] : given.flatMap(keyIdsIn)
  const known = keyIds.length > 0 ? { identities, keyIds } : { identities }
  return { type, provider, name: nameIn(information, 'ServiceName'), ...known, periods }
}

/** Undefined where it does not say since when. */
function periodOf(information: XmlNode): Period | undefined {
  const from = new Date(textOf(onlyChild(information, TSL, 'StatusStartingTime')).trim())
  if (Number.isNaN(from.getTime())) return undefined
  const extensions = childrenNamed(onlyChild(information, TSL, 'ServiceInformationExtensions'), TSL, 'Extension')
  const type = textOf(onlyChild(information, TSL, 'ServiceTypeIdentifier')).trim()
  const status = statusNamed(textOf(onlyChild(information, TSL, 'ServiceStatus')).trim())
  return {
    from,
    type: (Object.keys(SERVICE_TYPES) as ServiceType[]).find((known) => SERVICE_TYPES[known] === type) ?? null,
    // TS 119 612 5.5.9: whoever does not understand a critical extension must not rely on the service.
    status: extensions.every(isUnderstood) ? (status ?? null) : null,
    uses: extensions.flatMap(usesIn),
    qualifications: extensions.flatMap((extension) =>
      childrenNamed(onlyChild(extension, SIE, 'Qualifications'), SIE, 'QualificationElement').map(qualificationOf),
    ),
  }
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  `${TSL}AdditionalServiceInformation`,
  `${TSL}ExpiredCertsRevocationInfo`,
  `${TSL_MORE}TakenOverBy`,
  `${SIE}Qualifications`,
])

const isUnderstood = (extension: XmlNode): boolean =>
  !/^(?:true|1)$/.test(attributeOf(extension, 'Critical') ?? '') ||
  elements(extension).every(({ uri, local }) => UNDERSTOOD.has(uri + local))

function usesIn(extension: XmlNode): Use[] {
  const uris = childrenNamed(extension, TSL, 'AdditionalServiceInformation').map((node) => textOf(onlyChild(node, TSL, 'URI')).trim())
  return (Object.keys(USES) as Use[]).filter((use) => uris.includes(USES[use]))
}

function qualificationOf(element: XmlNode): Qualification {
  const uris = childrenNamed(onlyChild(element, SIE, 'Qualifiers'), SIE, 'Qualifier').map((node) => attributeOf(node, 'uri') ?? '')
  const criteria = onlyChild(element, SIE, 'CriteriaList')
  return {
    qualifiers: uris.flatMap((uri) => qualifierNamed(uri) ?? []),
    criteria: criteria ? criteriaOf(criteria) : { assert: 'all', criteria: [{ of: 'unknown' }] },
  }
}

function criteriaOf(list: XmlNode): CriteriaList {
  const assert = ASSERTIONS.find((one) => one === attributeOf(list, 'assert'))
  const criteria = elements(list).flatMap(criterionOf)
  return assert ? { assert, criteria } : { assert: 'all', criteria: [{ of: 'unknown' }] }
}

function criterionOf(node: XmlNode): Criterion[] {
  switch (`${node.uri}${node.local}`) {
    case `${SIE}Description`:
      return []
    case `${SIE}KeyUsage`:
      return [{ of: 'keyUsage', bits: childrenNamed(node, SIE, 'KeyUsageBit').map(keyUsageBit) }]
    case `${SIE}PolicySet`:
      return [{ of: 'policies', oids: childrenNamed(node, SIE, 'PolicyIdentifier').map(oidIn) }]
    case `${SIE}CriteriaList`:
      return [{ of: 'list', list: criteriaOf(node) }]
    case `${SIE}otherCriteriaList`:
      return elements(node).map(otherCriterionOf)
    default:
      return [{ of: 'unknown' }]
  }
}

function otherCriterionOf(node: XmlNode): Criterion {
  switch (`${node.uri}${node.local}`) {
    case `${TSL_MORE}ExtendedKeyUsage`:
      return { of: 'keyPurposes', oids: childrenNamed(node, TSL_MORE, 'KeyPurposeId').map(oidIn) }
    case `${TSL_MORE}CertSubjectDNAttribute`:
      return { of: 'subjectAttributes', oids: childrenNamed(node, TSL_MORE, 'AttributeOID').map(oidIn) }
    default:
      return { of: 'unknown' }
  }
}

const keyUsageBit = (node: XmlNode): [string, boolean] => [attributeOf(node, 'name') ?? '', /^(?:true|1)$/.test(textOf(node).trim())]

/** Written as a URN (RFC 3061), or bare. */
const oidIn = (node: XmlNode): string =>
  textOf(onlyChild(node, XADES, 'Identifier'))
    .trim()
    .replace(/^urn:oid:/i, '')

/** Of a ServiceDigitalIdentity. One that cannot be read is nobody's. */
export const certificatesIn = (identity: XmlNode): Der[] =>
  childrenNamed(identity, TSL, 'DigitalId')
    .flatMap((id) => childrenNamed(id, TSL, 'X509Certificate'))
    .map((node) => Buffer.from(textOf(node), 'base64'))
    .filter((der) => readable(() => readCertificate(der)) !== undefined)

const keyIdsIn = (identity: XmlNode): string[] =>
  childrenNamed(identity, TSL, 'DigitalId')
    .flatMap((id) => childrenNamed(id, TSL, 'X509SKI'))
    .map((node) => Buffer.from(textOf(node), 'base64'))
    .filter(({ length }) => length === 20)
    .map((id) => id.toString('base64'))

/** The English one, where there is one. */
function nameIn(node: XmlNode | undefined, list: string): string {
  const names = childrenNamed(onlyChild(node, TSL, list), TSL, 'Name')
  const english = names.find((name) => /^en\b/i.test(attributeOf(name, 'xml:lang') ?? ''))
  return textOf(english ?? names[0]).trim()
}
