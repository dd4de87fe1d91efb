// The test PKI of one installation: root, issuing CA, test state and signer of the test list for good; OCSP responder, TSA and seal renewed in time.
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { readCertificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import { hkdf } from '../../crypto/kdf'
import { derivedRing, type Keyring } from '../../crypto/keyring'
import { encodeName } from '../../crypto/x509/name'
import type { SealedStore } from '../../domain/ports'
import {
  countrySignerExtensions,
  documentSignerExtensions,
  issuingExtensions,
  listSignerExtensions,
  ocspExtensions,
  rootExtensions,
  sealExtensions,
  serviceName,
  signCertificate,
  stateName,
  tsaExtensions,
  type AuthorityKey,
} from './certificate-profile'
import { loadKey, namesIn, outdatedFiles, readOrMake, storeKey, type StoredKey } from './pki-store'

const DAY = 86_400_000
const YEAR = 365 * DAY
const ROOT_LIFE = 25 * YEAR
const ISSUING_LIFE = 20 * YEAR
const OCSP_LIFE = 90 * DAY
const OCSP_RENEWED_BEFORE = 30 * DAY
// A token proves its time as long as its certificate is valid: each has five years at least before another must be put over it.
const TSA_LIFE = 6 * YEAR
const TSA_RENEWED_BEFORE = 5 * YEAR
const SEAL_LIFE = 6 * YEAR

type Authorities = { readonly installation: string; readonly root: AuthorityKey; readonly issuing: AuthorityKey }
export type Services = { readonly generation: number; readonly ocsp: AuthorityKey; readonly tsa: AuthorityKey; readonly seal: AuthorityKey }
/** The state of the test chips: its authority, and the signer of its documents. */
export type State = { readonly authority: AuthorityKey; readonly signer: AuthorityKey }
export type Pki = Authorities & {
  readonly utopia: State
  /** Signs the trusted list of this installation. */
  readonly listSigner: AuthorityKey
  /** The responder, TSA and seal to use now; makes the next generation when one of them nears its end. */
  services(now: Date): Promise<Services>
} & SealedStore

type AuthorityFile = { installation: string; salt: string; root: StoredKey; issuing: StoredKey }
type StateFile = { authority: StoredKey; signer: StoredKey }
type ListFile = { signer: StoredKey }
type ServiceFile = { ocsp: StoredKey; tsa: StoredKey; seal: StoredKey }

export async function openPki({
  directory,
  serverShare,
  baseUrl,
  now,
}: {
  readonly directory: string
  readonly serverShare: Keyring
  readonly baseUrl: string
  readonly now: Date
}): Promise<Pki> {
  const file = (await readOrMake(directory, 'authorities.json', () => makeAuthorities(serverShare, baseUrl, now))) as AuthorityFile
  const wrappingKey = wrappingKeyOf(serverShare, Buffer.from(file.salt, 'base64'))
  const authorities: Authorities = {
    installation: file.installation,
    root: loadKey(wrappingKey, file.root),
    issuing: loadKey(wrappingKey, file.issuing),
  }
  const state = (await readOrMake(directory, 'utopia.json', () => {
    const { authority, signer } = newUtopia(file.installation, now)
    return {
      authority: storeKey(wrappingKey, authority.certificate.der, authority.key),
      signer: storeKey(wrappingKey, signer.certificate.der, signer.key),
    }
  })) as StateFile
  const list = (await readOrMake(directory, 'trusted-list.json', () => {
    const { certificate, key } = newListSigner(authorities, now)
    return { signer: storeKey(wrappingKey, certificate.der, key) }
  })) as ListFile
  const load = async (generation: number, at: Date): Promise<Services> => {
    const made = (await readOrMake(directory, serviceFile(generation), () =>
      makeServices(authorities, wrappingKey, baseUrl, at),
    )) as ServiceFile
    return { generation, ocsp: loadKey(wrappingKey, made.ocsp), tsa: loadKey(wrappingKey, made.tsa), seal: loadKey(wrappingKey, made.seal) }
  }
  let current = await load(await newestGeneration(directory), now)
  return {
    ...authorities,
    utopia: { authority: loadKey(wrappingKey, state.authority), signer: loadKey(wrappingKey, state.signer) },
    listSigner: loadKey(wrappingKey, list.signer),
    async services(at) {
      // Another process may have renewed already: then its generation is loaded.
      if (isAging(current, authorities, at)) current = await load(current.generation + 1, at)
      return current
    },
    outdated: () => outdatedFiles(directory, wrappingKey),
  }
}

const wrappingKeyOf = (serverShare: Keyring, salt: Uint8Array): Keyring =>
  derivedRing(serverShare, (key) => hkdf(key, salt, 'qsh test pki keys v1'))
const serviceFile = (generation: number): string => `services-${String(generation).padStart(4, '0')}.json`

async function newestGeneration(directory: string): Promise<number> {
  const generations = (await namesIn(directory)).map((name) => Number(/^services-(\d{4})\.json$/.exec(name)?.[1] ?? 0))
  return Math.max(1, ...generations)
}

function isAging({ ocsp, tsa }: Services, { issuing }: Authorities, now: Date): boolean {
  const left = ({ certificate }: AuthorityKey): number => certificate.notAfter.getTime() - now.getTime()
  // A certificate that lasts as long as the issuing CA cannot be renewed: a new one would end at the same time.
  const renewable = (key: AuthorityKey): boolean => key.certificate.notAfter < issuing.certificate.notAfter
  return (left(ocsp) < OCSP_RENEWED_BEFORE && renewable(ocsp)) || (left(tsa) < TSA_RENEWED_BEFORE && renewable(tsa))
}

type NewKey = { readonly key: KeyObject; readonly spki: Der }

function newKey(namedCurve: 'P-256' | 'P-384'): NewKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
  return { key: privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }) }
}

/** Rounds down to the second: what is made now must not begin in the future. */
export const wholeSecond = (date: Date): Date => new Date(Math.floor(date.getTime() / 1000) * 1000)

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
const lasting = (now: Date, life: number): { notBefore: Date; notAfter: Date } => {
  const notBefore = wholeSecond(now)
  return { notBefore, notAfter: new Date(notBefore.getTime() + life - 1000) }
}

function makeAuthorities(serverShare: Keyring, baseUrl: string, now: Date): AuthorityFile {
  const salt = randomBytes(32)
  const wrappingKey = wrappingKeyOf(serverShare, salt)
  const installation = randomBytes(4).toString('hex').toUpperCase()
  const rootKey = newKey('P-384')
  const rootName = encodeName(serviceName(installation, 'Root CA'))
  const root = signCertificate({
    issuerName: rootName,
    issuerKey: rootKey.key,
    subject: rootName,
    spki: rootKey.spki,
    ...lasting(now, ROOT_LIFE),
    extensions: rootExtensions(rootKey.spki),
  })
  const issuingKey = newKey('P-384')
  const issuing = signCertificate({
    issuerName: rootName,
    issuerKey: rootKey.key,
    subject: encodeName(serviceName(installation, 'Issuing CA')),
    spki: issuingKey.spki,
    ...lasting(now, ISSUING_LIFE),
    extensions: issuingExtensions(issuingKey.spki, rootKey.spki, baseUrl),
  })
  return {
    installation,
    salt: salt.toString('base64'),
    root: storeKey(wrappingKey, root, rootKey.key),
    issuing: storeKey(wrappingKey, issuing, issuingKey.key),
  }
}

export function newUtopia(installation: string, now: Date): State {
  const { key, spki } = newKey('P-256')
  const name = encodeName(stateName(installation, 'CSCA'))
  const validity = lasting(now, ROOT_LIFE)
  const der = signCertificate({
    issuerName: name,
    issuerKey: key,
    subject: name,
    spki,
    ...validity,
    extensions: countrySignerExtensions(spki),
  })
  const authority = { certificate: readCertificate(der), key }
  return { authority, signer: newDocumentSigner(installation, authority, validity) }
}

/** A signer of documents of Utopia. */
export function newDocumentSigner(
  installation: string,
  { certificate, key }: AuthorityKey,
  validity: { notBefore: Date; notAfter: Date },
): AuthorityKey {
  const own = newKey('P-256')
  const der = signCertificate({
    issuerName: certificate.subject,
    issuerKey: key,
    subject: encodeName(stateName(installation, 'Document Signer')),
    spki: own.spki,
    ...validity,
    extensions: documentSignerExtensions(own.spki, certificate.spki),
  })
  return { certificate: readCertificate(der), key: own.key }
}

/** As long as the issuing CA. Its subject is the state whose list it signs, as TS 119 612 5.7.1 demands. */
function newListSigner({ installation, issuing: { certificate, key } }: Authorities, now: Date): AuthorityKey {
  const own = newKey('P-256')
  const der = signCertificate({
    issuerName: certificate.subject,
    issuerKey: key,
    subject: encodeName(stateName(installation, 'Trusted List')),
    spki: own.spki,
    notBefore: wholeSecond(now),
    notAfter: certificate.notAfter,
    extensions: listSignerExtensions(own.spki, certificate.spki),
  })
  return { certificate: readCertificate(der), key: own.key }
}

function makeServices({ installation, issuing }: Authorities, wrappingKey: Keyring, baseUrl: string, now: Date): ServiceFile {
  const { certificate, key } = issuing
  const make = (service: string, life: number, extensions: (spki: Der) => Der[]): StoredKey => {
    const made = newKey('P-256')
    const { notBefore, notAfter } = lasting(now, life)
    return storeKey(
      wrappingKey,
      signCertificate({
        issuerName: certificate.subject,
        issuerKey: key,
        subject: encodeName(serviceName(installation, service)),
        spki: made.spki,
        notBefore,
        notAfter: earlier(notAfter, certificate.notAfter),
        extensions: extensions(made.spki),
      }),
      made.key,
    )
  }
  return {
    ocsp: make('OCSP', OCSP_LIFE, (spki) => ocspExtensions(spki, certificate.spki)),
    tsa: make('TSA', TSA_LIFE, (spki) => tsaExtensions(spki, certificate.spki, baseUrl)),
    // Made together with the TSA and renewed with it, so the seal is never used in its last years.
    seal: make('Seal', SEAL_LIFE, (spki) => sealExtensions(spki, certificate.spki, baseUrl)),
  }
}
