// Whether the names of a certificate are within what an authority above it may name (RFC 5280 4.2.1.10).
import type { Certificate } from '../certificate'
import { children, inner, MalformedDer, membersOf, raw, readWhole, TAG, value, type DerNode } from '../der'
import { OID } from '../oids'
import { comparableName } from './name'

/** By the tag of its GeneralName: [1] mail address, [2] host, [4] directory name, [6] URI, [7] address of a network. */
type Name = { readonly form: number; readonly node: DerNode }

const MAIL = 0x81
const HOST = 0x82
const DIRECTORY = 0xa4
const URI = 0x86
const NETWORK = 0x87

/** Bytes of constraints, and comparisons of a name with one of them: many times what honest authorities have. */
const LONGEST = 1 << 16
const MOST_COMPARISONS = 10_000

/** Throws MalformedDer for constraints or names that cannot be read. Names of a form that is not known here are within nothing. */
export function namesWithin(certificate: Certificate, authority: Certificate): boolean {
  const extension = authority.extensions.find(({ oid }) => oid === OID.nameConstraints)
  if (!extension) return true
  if (extension.value.length > LONGEST) throw new MalformedDer('name constraints')
  const lists = membersOf(readWhole(extension.value), TAG.sequence)
  const subtrees = (tag: number): DerNode[] =>
    lists.filter((list) => list.tag === tag).flatMap((list) => children(list).map((subtree) => children(subtree)[0] ?? subtree))
  const [permitted, excluded] = [subtrees(0xa0), subtrees(0xa1)]
  const names = namesOf(certificate)
  if (names.length * (permitted.length + excluded.length) > MOST_COMPARISONS) throw new MalformedDer('name constraints')
  return names.every(({ form, node }) => {
    const allowed = permitted.filter(({ tag }) => tag === form)
    const forbidden = excluded.filter(({ tag }) => tag === form)
    if (allowed.length + forbidden.length === 0) return true
    return (
      !forbidden.some((base) => isWithin(node, base) !== false) && (allowed.length === 0 || allowed.some((base) => isWithin(node, base)))
    )
  })
}

/** The subject, its other names, and where it has no mail address among those, the ones in its subject. */
function namesOf({ subject, extensions }: Certificate): Name[] {
  const other = extensions.find(({ oid }) => oid === OID.subjectAltName)
  const others = other ? membersOf(readWhole(other.value), TAG.sequence).map((node) => ({ form: node.tag, node })) : []
  const own = readWhole(subject)
  const mails = membersOf(own, TAG.sequence)
    .flatMap((relative) => membersOf(relative, TAG.set))
    .map((pair) => children(pair))
    .filter(([type]) => type !== undefined && Buffer.from(raw(type)).equals(MAIL_TYPE))
    .flatMap(([, text]) => (text ? [{ form: MAIL, node: text }] : []))
  const empty = own.content === own.end
  return [...(empty ? [] : [{ form: DIRECTORY, node: own }]), ...others, ...(others.some(({ form }) => form === MAIL) ? [] : mails)]
}

/** Of the attribute emailAddress (RFC 2985). */
const MAIL_TYPE = Buffer.from('06092a864886f70d010901', 'hex')

/** Undefined for a form that is not known here. */
function isWithin(name: DerNode, base: DerNode): boolean | undefined {
  switch (base.tag) {
    case DIRECTORY: {
      const [above, below] = [comparableName(raw(inner(base))), comparableName(raw(name.tag === DIRECTORY ? inner(name) : name))]
      return above.every((relative, at) => below[at] === relative)
    }
    case MAIL:
      return mailWithin(textOf(name), textOf(base))
    case HOST:
      return hostWithin(textOf(name), textOf(base))
    case URI:
      return hostInUri(textOf(name), textOf(base))
    case NETWORK:
      return inNetwork(value(name), value(base))
    default:
      return undefined
  }
}

const textOf = (node: DerNode): string => Buffer.from(value(node)).toString('latin1').toLowerCase()

/** A host and those below it. */
const hostWithin = (host: string, base: string): boolean =>
  base === '' || host === base.replace(/^\./, '') || host.endsWith(`.${base.replace(/^\./, '')}`)

/** One mailbox, all of a host, or with a dot before it all of the hosts below it. */
function mailWithin(mail: string, base: string): boolean {
  if (base.includes('@')) return mail === base
  const host = mail.slice(mail.lastIndexOf('@') + 1)
  return base.startsWith('.') ? host.endsWith(base) : host === base
}

/** Undefined for a URI whose host is no name, or that has none: it must be refused. */
function hostInUri(uri: string, base: string): boolean | undefined {
  const [, host] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([a-z0-9.-]+)(?::\d*)?(?:[/?#]|$)/.exec(uri) ?? []
  if (host === undefined || /^[\d.]+$/.test(host)) return undefined
  return base.startsWith('.') ? host.endsWith(base) : host === base
}

/** An address, and after it a mask of the same length. */
const inNetwork = (address: Uint8Array, network: Uint8Array): boolean =>
  network.length === 2 * address.length &&
  address.every((octet, at) => (octet & (network[address.length + at] ?? 0)) === ((network[at] ?? 0) & (network[address.length + at] ?? 0)))
