// What certificates of a path forbid those below them (RFC 5280, 6.1), judged of signatures and chains that openssl made.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCertificate } from '../crypto/certificate'
import { readSignedData } from '../crypto/cms'
import { explicit, octetString, oid, seq, type Der } from '../crypto/der'
import { attribute, extended } from '../testing/crypto/cms-surgery'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256, signCms } from '../testing/crypto/openssl'
import { validateDocument } from './formats/document'

const workshop = openWorkshop()
afterAll(() => workshop.close())

beforeAll(() => {
  makeCertificate(workshop, 'root', { key: P256, subject: '/CN=Root', extensions: CA_EXTENSIONS })
})

/** What is wrong with a signature of a certificate with these extensions, from an authority with these. */
async function judged(
  {
    authority = [],
    signer = [],
    subject = '/C=PL/O=Bank/CN=Anna',
  }: { authority?: readonly string[]; signer?: readonly string[]; subject?: string },
  change: (cms: Buffer) => Buffer = (cms) => cms,
): Promise<{ constraints: boolean; reasons: readonly string[] }> {
  makeCertificate(workshop, 'authority', {
    key: P256,
    issuer: 'root',
    subject: '/CN=Authority',
    extensions: [...CA_EXTENSIONS, ...authority],
  })
  makeCertificate(workshop, 'anna', {
    key: P256,
    issuer: 'authority',
    subject,
    extensions: ['keyUsage=critical,nonRepudiation', ...signer],
  })
  const made = signCms(workshop, 'amount 100', ['anna'], '-cades', '-nodetach', '-certfile', 'authority.pem')
  const { signatures } = await validateDocument(change(made), { anchors: [workshop.bytes('root.der')], now: new Date() })
  const [signature] = signatures
  expect(signature?.integrity).toBe(true)
  expect(signature?.reasons).not.toContain('CHAIN_UNTRUSTED')
  const reasons = signature?.reasons ?? []
  return { constraints: !reasons.includes('CHAIN_CONSTRAINTS'), reasons }
}

const permitted = (name: string): string[] => ['nameConstraints=critical,@n', '[n]', `permitted;${name}`]
const excluded = (name: string): string[] => ['nameConstraints=critical,@n', '[n]', `excluded;${name}`]

describe('name constraints', () => {
  it.each<[string, readonly string[], boolean]>([
    ['the organisation that is permitted', permitted('dirName.0=d\n[d]\nC=PL\nO=Bank'), true],
    ['it in other letters and spaces', permitted('dirName.0=d\n[d]\nC=pl\nO= bank '), true],
    ['another organisation', permitted('dirName.0=d\n[d]\nC=PL\nO=Banker'), false],
    ['the organisation that is excluded', excluded('dirName.0=d\n[d]\nC=PL\nO=Bank'), false],
    ['another than the one excluded', excluded('dirName.0=d\n[d]\nC=PL\nO=Banker'), true],
    ['the host that is permitted', permitted('DNS.0=bank.test'), true],
    ['another host', permitted('DNS.0=ank.test'), false],
    ['a host below the one excluded', excluded('DNS.0=test'), false],
    ['the mail of the host that is permitted', permitted('email.0=bank.test'), true],
    ['the mail of a host below another', permitted('email.0=.bank.test'), false],
    ['the one mailbox', permitted('email.0=anna@bank.test'), true],
    ['another mailbox', permitted('email.0=jan@bank.test'), false],
    ['an address of the network that is permitted', permitted('IP.0=10.1.0.0/255.255.0.0'), true],
    ['an address of another network', permitted('IP.0=10.2.0.0/255.255.0.0'), false],
    ['the host of a URI that is permitted', permitted('URI.0=.bank.test'), true],
    ['the host of a URI that is excluded', excluded('URI.0=www.bank.test'), false],
  ])('%s', async (_what, authority, within) => {
    const signer = ['subjectAltName=DNS:www.bank.test,email:anna@bank.test,IP:10.1.2.3,URI:https://www.bank.test/anna']
    expect((await judged({ authority, signer })).constraints).toBe(within)
  })

  it('are of no name that the certificate does not have, and of a mail address in the subject', async () => {
    expect((await judged({ authority: permitted('DNS.0=bank.test') })).constraints).toBe(true)
    const subject = '/C=PL/O=Bank/CN=Anna/emailAddress=anna@other.test'
    expect((await judged({ authority: permitted('email.0=bank.test'), subject })).constraints).toBe(false)
  })

  it('of a form that is not known here let no name of that form pass', async () => {
    const authority = excluded('otherName.0=1.2.3.4;UTF8:a')
    expect((await judged({ authority, signer: ['subjectAltName=otherName:1.2.3.5;UTF8:b'] })).constraints).toBe(false)
    expect((await judged({ authority })).constraints).toBe(true)
  })

  it('that cannot be read let nothing pass', async () => {
    expect((await judged({ authority: ['2.5.29.30=critical,DER:30:03:A0:05:01'] })).constraints).toBe(false)
  })
})

describe('critical extensions', () => {
  it.each<[string, Parameters<typeof judged>[0], boolean]>([
    ['one that nobody knows, of the signer', { signer: ['1.2.3.4=critical,DER:05:00'] }, false],
    ['one that nobody knows, of the authority', { authority: ['1.2.3.4=critical,DER:05:00'] }, false],
    ['one that nobody knows, but need not', { signer: ['1.2.3.4=DER:05:00'] }, true],
    [
      'policies, and that no policies are mapped',
      { authority: ['certificatePolicies=critical,1.2.3', 'policyConstraints=critical,inhibitPolicyMapping:0'] },
      true,
    ],
    [
      'a policy that is required, and there',
      {
        authority: ['certificatePolicies=1.2.3', 'policyConstraints=critical,requireExplicitPolicy:0'],
        signer: ['certificatePolicies=1.2.3,1.2.4'],
      },
      true,
    ],
    [
      'a policy that is required, and another',
      {
        authority: ['certificatePolicies=1.2.3', 'policyConstraints=critical,requireExplicitPolicy:0'],
        signer: ['certificatePolicies=1.2.4'],
      },
      false,
    ],
  ])('%s', async (_what, extensions, kept) => {
    expect((await judged(extensions)).constraints).toBe(kept)
  })
})

describe('the status of the signer', () => {
  const inAttribute = (type: string, ofIssuer: Der, ofRoot: Der) => (cms: Buffer) =>
    extended(cms, { unsigned: [attribute(type, seq(explicit(0, seq(ofIssuer, ofRoot))))] })
  const lists = (): [Der, Der] => {
    const made = ['authority', 'root'].map((name) => {
      workshop.file('index', '')
      workshop.file('number', '01')
      workshop.file(
        'ca.cnf',
        `[ca]\ndefault_ca=d\n[d]\ndatabase=index\ncrlnumber=number\ncertificate=${name}.pem\nprivate_key=${name}.key\ndefault_md=sha256\ndefault_crl_days=1\n`,
      )
      workshop.openssl('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'crl.pem')
      workshop.openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der')
      return workshop.bytes('crl.der')
    })
    return [made[0] ?? Buffer.of(), made[1] ?? Buffer.of()]
  }

  it.each<[string, (cms: Buffer) => Buffer]>([
    ['beside the certificates', (cms) => extended(cms, { crls: lists() })],
    ['as revocation-values', (cms) => inAttribute('1.2.840.113549.1.9.16.2.24', ...lists())(cms)],
    ['as Adobe writes it', (cms) => inAttribute('1.2.840.113583.1.1.8', ...lists())(cms)],
  ])('is read %s', async (_where, change) => {
    const { reasons } = await judged({}, change)
    expect(reasons).toEqual(['NO_TIMESTAMP'])
  })

  it('is not asked of one that lives shortly and says so, but of its authority', async () => {
    const [, root] = lists()
    for (const extension of ['0.4.0.194121.2.1', '2.5.29.56']) {
      const short = { signer: [`${extension}=DER:05:00`] }
      expect((await judged(short, (cms) => extended(cms, { crls: [root] }))).reasons).toEqual(['NO_TIMESTAMP'])
      expect((await judged(short)).reasons).toContain('REVOCATION_UNKNOWN')
    }
    expect((await judged({}, (cms) => extended(cms, { crls: [root] }))).reasons).toContain('REVOCATION_UNKNOWN')
  })

  it('that cannot be read is none, and a certificate that cannot be read makes no signature unreadable', async () => {
    expect(
      (await judged({}, (cms) => extended(cms, { unsigned: [attribute('1.2.840.113549.1.9.16.2.24', octetString(Buffer.of(1)))] })))
        .reasons,
    ).toContain('REVOCATION_UNKNOWN')
    const { reasons } = await judged({}, (cms) => extended(cms, { certificates: [seq(oid('1.2.3'))] }))
    expect(reasons).not.toContain('SIGNATURE_MALFORMED')
    expect(
      readSignedData(workshop.bytes('signed.p7s')).certificates.map(({ der }) => readCertificate(der).subjectAttributes['CN']),
    ).toContain('Anna')
  })
})
