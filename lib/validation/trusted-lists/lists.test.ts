// Trusted lists read, checked and put together: a toy Union with pivots and three states. What was changed, has expired, is older or is signed
// by somebody else does not count. xmlsec1 judges the same files.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { pemOf } from '@/lib/crypto/certificate'
import { sha256Hex } from '../../crypto/algorithms'
import { memorySource } from '../../signature/pdf/source'
import { listSigner, toyAuthority, type Toy } from '../../testing/trusted-lists/toy-authority'
import { LIST_OF_LISTS, listOf, STATES, toyUnion } from '../../testing/trusted-lists/toy-union'
import { acceptedLists } from './accepted-lists'
import { checkList, type CheckedList, type ListFault } from './check-list'
import { makeList, type ListToMake, type ServiceToMake } from './make-list'
import { identityOf, keyIdOf } from './service-identity'

const NOW = new Date('2026-11-20T10:00:00Z')
const DAY = 86_400_000
const union = toyUnion(NOW)
const anchors = [sha256Hex(union.signers[0].certificate.der)]
const authority = toyAuthority('CA')

const service: ServiceToMake = {
  type: 'CA/QC',
  provider: 'Bank <&> Söhne',
  name: 'Qualified certificates',
  certificates: [Buffer.from(authority.certificate.der)],
  periods: [
    {
      from: new Date('2020-01-01T00:00:00Z'),
      type: 'CA/QC',
      status: 'granted',
      uses: ['esig', 'eseal'],
      qualifications: [
        {
          qualifiers: ['QCWithQSCD', 'QCForESig'],
          criteria: {
            assert: 'atLeastOne',
            criteria: [
              {
                of: 'keyUsage',
                bits: [
                  ['nonRepudiation', true],
                  ['crlSign', false],
                ],
              },
              { of: 'policies', oids: ['1.2.3', '0.4.0.194112.1.2'] },
              { of: 'list', list: { assert: 'none', criteria: [{ of: 'policies', oids: ['1.2.4'] }] } },
              { of: 'keyPurposes', oids: ['1.3.6.1.5.5.7.3.4'] },
              { of: 'subjectAttributes', oids: ['2.5.4.10'] },
              { of: 'unknown' },
            ],
          },
        },
      ],
    },
    { from: new Date('2016-06-30T22:00:00Z'), type: 'CA/QC', status: 'withdrawn', uses: [], qualifications: [] },
    { from: new Date('2012-01-01T00:00:00Z'), type: 'CA/QC', status: 'undersupervision', uses: [], qualifications: [] },
  ],
}
const stamps: ServiceToMake = {
  type: 'TSA/QTST',
  provider: 'Bank <&> Söhne',
  name: 'Time-stamps',
  certificates: [Buffer.from(authority.certificate.der)],
  periods: [{ from: new Date('2020-01-01T00:00:00Z'), type: 'TSA/QTST', status: 'granted', uses: [], qualifications: [] }],
}

const check = (xml: Uint8Array) => checkList(memorySource(xml), NOW)
async function good(xml: Uint8Array): Promise<CheckedList> {
  const read = await check(xml)
  if (typeof read === 'string') throw new Error(read)
  return read
}

describe('a list', () => {
  it.each([5, 6])('of version %s says what was written, and who signed it', async (version) => {
    const { list, signer, sha256 } = await good(union.national('AA', [service, stamps], { version }))
    expect(list).toMatchObject({ version, type: 'generic', territory: 'AA', sequence: 5, informationUris: [], pointers: [] })
    const read = ({ certificates, ...rest }: ServiceToMake) => ({ ...rest, identities: certificates.map(identityOf) })
    expect(list.services).toEqual([service, stamps].map(read))
    expect(signer).toBe(sha256Hex(union.states.AA.certificate.der))
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('knows services by their certificates, and by the keys that it names where there are none', async () => {
    const keyIds = [keyIdOf(authority.certificate)]
    const services = [
      { ...service, certificates: [], keyIds: [...keyIds, 'c2hvcnQ='] },
      { ...service, keyIds },
    ]
    const { list } = await good(union.national('AA', services))
    expect(list.services).toMatchObject([{ identities: [], keyIds }, { identities: service.certificates.map(identityOf) }])
    expect(list.services[1]?.keyIds).toBeUndefined()
  })

  it('of lists names the others, and who may sign them', async () => {
    const { list } = await good(union.listOfLists())
    expect(list.pointers.map(({ location, type, territory }) => [location, type, territory])).toEqual([
      [LIST_OF_LISTS, 'listOfLists', 'EU'],
      ...STATES.map((state) => [listOf(state), 'generic', state]),
    ])
    expect(list.pointers[1]?.signers.map((der) => sha256Hex(der))).toEqual([sha256Hex(union.states.AA.certificate.der)])
  })

  it.each([5, 6])('of version %s is well signed for xmlsec1, and a changed one is not', (version) => {
    const xml = union.national('AA', [service], { version })
    expect(xmlsec(xml, union.states.AA)).toBe('OK')
    expect(
      xmlsec(Buffer.from(xml.toString().replace('>granted<', '>withdrawn<').replace('/granted<', '/withdrawn<')), union.states.AA),
    ).not.toBe('OK')
    expect(xmlsec(xml, union.states.BB)).not.toBe('OK')
  })

  it('that another program has written and signed is read: default namespace, lines, comments, a byte order mark', async () => {
    const template = union
      .national('AA', [service, stamps])
      .toString()
      .replace(/<(\/?)tsl:/g, '<$1')
      .replace('xmlns:tsl=', 'xmlns=')
      .replaceAll('><', '>\n  <!-- line -->\n<')
      .replace(/(<ds:DigestValue>)[^<]+(<\/ds:DigestValue>\s*<!-- line -->\s*<\/ds:Reference>)/g, '$1$2')
      .replace(/(<ds:SignatureValue>)[^<]+/, '$1')
    const { list, signer } = await good(xmlsecSigned(`\ufeff${template}`, union.states.AA))
    expect(list.services.map(({ name, periods }) => [name, periods.length])).toEqual([
      ['Qualified certificates', 3],
      ['Time-stamps', 1],
    ])
    expect(list.services[0]?.periods[0]?.qualifications).toEqual(service.periods[0]?.qualifications)
    expect(signer).toBe(sha256Hex(union.states.AA.certificate.der))
  })

  const text = union.national('AA', [service, stamps]).toString()
  const certificate = Buffer.from(authority.certificate.der).toString('base64')
  const forged: [string, string][] = [
    ['another status', text.replace('Svcstatus/withdrawn', 'Svcstatus/granted')],
    ['another authority', text.replace(certificate, Buffer.from(toyAuthority('CA').certificate.der).toString('base64'))],
    ['a later end', text.replace(/<tsl:NextUpdate><tsl:dateTime>\d{4}/, '<tsl:NextUpdate><tsl:dateTime>2030')],
    ['another number', text.replace('SequenceNumber>5<', 'SequenceNumber>6<')],
    ['one qualifier more', text.replace(/<sie:Qualifier [^>]*><\/sie:Qualifier>/, (one) => one + one.replace('QCWithQSCD', 'QCStatement'))],
    ['no signature', text.replace(/<ds:Signature .*<\/ds:Signature>/s, '')],
    ['two signatures', text.replace(/<ds:Signature .*<\/ds:Signature>/s, (one) => one + one)],
    [
      'another certificate of the signer',
      text.replace(
        Buffer.from(union.states.AA.certificate.der).toString('base64'),
        Buffer.from(union.stranger.certificate.der).toString('base64'),
      ),
    ],
    ['properties that are not signed', text.replace('text/xml', 'text/plain')],
    ['a reference to a part', wrapped(text)],
  ]
  it.each(forged)('with %s is not well signed', async (_, xml) => {
    expect(xml).not.toBe(text)
    expect(await check(Buffer.from(xml))).toBe('SIGNATURE_WRONG')
  })

  it.each<[string, string]>([
    ['a list of version 4', text.replace('VersionIdentifier>6<', 'VersionIdentifier>4<')],
    ['a list of another type', text.replace('TSLType/EUgeneric', 'TSLType/CClist')],
    ['a list without a number', text.replace('SequenceNumber>5<', 'SequenceNumber>0<')],
    ['a list without an end', text.replace(/<tsl:NextUpdate>.*<\/tsl:NextUpdate>/, '')],
    ['a list with two schemes', text.replace(/<tsl:SchemeInformation>.*<\/tsl:SchemeInformation>/s, (one) => one + one)],
    ['other XML', '<a/>'],
    ['no XML', 'PK'],
    ['a document type', text.replace('<tsl:Trust', '<!DOCTYPE a [<!ENTITY b "c">]><tsl:Trust')],
  ])('is not %s', async (_, xml) => {
    expect(await check(Buffer.from(xml))).toBe('NOT_A_LIST')
  })

  it('with a critical extension that nobody here understands grants nothing', async () => {
    const critical = toList({ services: [service] }).replace(/AdditionalServiceInformation/g, 'SomethingElse')
    const { services } = (await readUnsigned(critical)) ?? {}
    expect(services?.[0]?.periods[0]).toMatchObject({ status: null, uses: [] })
  })
})

/** What reading alone finds: a test of the reader needs no signature. */
async function readUnsigned(xml: string) {
  const { readList } = await import('./read-list')
  return readList(memorySource(Buffer.from(xml)))
}
const toList = (changed: Partial<ListToMake>): string =>
  makeList(
    {
      version: 6,
      type: 'generic',
      territory: 'AA',
      sequence: 1,
      issuedAt: NOW,
      nextUpdate: NOW,
      informationUris: [],
      pointers: [],
      services: [],
      operator: '',
      schemeName: '',
      notice: '',
      ...changed,
    },
    listSigner(union.states.AA),
  ).toString()

/** The signed list in an element that the signature names, and another list around it. */
function wrapped(text: string): string {
  const [head = ''] = /^.*?<tsl:TrustServiceStatusList[^>]*>/s.exec(text) ?? []
  const rest = text.slice(head.length)
  return `${head}<tsl:Other>${rest.slice(0, rest.indexOf('<ds:Signature '))}</tsl:Other>${rest}`
}

describe('the lists together', () => {
  const nationals = () => STATES.map((state) => union.national(state, [service]))
  const accept = async (files: readonly Uint8Array[], now = NOW) => {
    const read: (CheckedList | ListFault)[] = await Promise.all(files.map((file) => check(file)))
    const { listOfLists, lists, missing } = acceptedLists(
      read.filter((one) => typeof one !== 'string'),
      anchors,
      now,
    )
    return {
      sequence: listOfLists?.list.sequence ?? null,
      lists: lists.map(({ territory, expired }) => (expired ? `${territory} expired` : territory)),
      missing,
    }
  }
  const pivots = [union.pivot(1), union.pivot(2)]
  const all = [...STATES]

  it('lead from the configured certificate over the pivots to the list of lists and those of the states', async () => {
    expect(await accept([...nationals(), union.listOfLists(), ...pivots])).toEqual({ sequence: 3, lists: all, missing: [] })
  })

  it('lead nowhere without one of the pivots: the last list of lists that leads back counts', async () => {
    expect(await accept([union.listOfLists(), union.pivot(2), ...nationals()])).toEqual({ sequence: null, lists: [], missing: [] })
    expect(await accept([union.listOfLists(), union.pivot(1), ...nationals()])).toMatchObject({ sequence: 1, lists: [] })
  })

  it('are not those that a stranger signed', async () => {
    const byStranger = union.listOfLists({ sequence: 9 }, union.stranger)
    expect(await accept([...pivots, byStranger, ...nationals()])).toMatchObject({ sequence: 2, lists: [] })
    // Neither by a signer of before, once a pivot has named another.
    expect(await accept([...pivots, union.listOfLists({ sequence: 9 }, union.signers[0]), ...nationals()])).toMatchObject({
      sequence: 2,
      lists: [],
    })
    const [, b, c] = nationals()
    const swapped = union.national('AA', [service], { sequence: 6 }, union.states.BB)
    expect(await accept([...pivots, union.listOfLists(), swapped, b ?? swapped, c ?? swapped])).toMatchObject({
      lists: ['BB', 'CC'],
      missing: [listOf('AA')],
    })
  })

  it('are not those of another state or type under the name of one', async () => {
    const asOther = union.national('AA', [service], { territory: 'BB' })
    const asUnion = union.national('AA', [service], { type: 'listOfLists' })
    expect(await accept([...pivots, union.listOfLists(), asOther, asUnion])).toMatchObject({ lists: [], missing: STATES.map(listOf) })
  })

  it('are the newest of each', async () => {
    const newer = union.national('AA', [], { sequence: 6 })
    const read = await Promise.all([...pivots, union.listOfLists(), newer, ...nationals()].map(good))
    const { lists } = acceptedLists(read, anchors, NOW)
    expect(lists.map(({ territory, services }) => [territory, services.length])).toEqual([
      ['AA', 0],
      ['BB', 1],
      ['CC', 1],
    ])
  })

  it('count no longer when they, or the list of lists, have expired; a closed list does not expire', async () => {
    const files = [
      ...pivots,
      union.listOfLists({ nextUpdate: null }),
      union.national('AA', []),
      union.national('BB', [], { nextUpdate: new Date(NOW.getTime() + 90 * DAY) }),
      union.national('CC', [], { nextUpdate: null }),
    ]
    expect(await accept(files, new Date(NOW.getTime() + 60 * DAY))).toMatchObject({ lists: ['AA expired', 'BB', 'CC'] })
    expect(await accept([...pivots, union.listOfLists(), ...nationals()], new Date(NOW.getTime() + 60 * DAY))).toMatchObject({
      lists: ['AA expired', 'BB expired', 'CC expired'],
    })
  })
})

const directory = mkdtempSync(path.join(tmpdir(), 'lists-'))

function xmlsecSigned(template: string, { certificate, key }: Toy): Buffer {
  writeFileSync(path.join(directory, 'template.xml'), template)
  writeFileSync(path.join(directory, 'key.pem'), key.export({ format: 'pem', type: 'pkcs8' }))
  writeFileSync(path.join(directory, 'own.pem'), pemOf(certificate.der))
  const ids = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties']
  execFileSync('xmlsec1', ['--sign', '--privkey-pem', 'key.pem,own.pem', ...ids, '--output', 'signed.xml', 'template.xml'], {
    cwd: directory,
    stdio: 'pipe',
  })
  return readFileSync(path.join(directory, 'signed.xml'))
}

function xmlsec(xml: Uint8Array, { certificate }: Toy): string {
  writeFileSync(path.join(directory, 'list.xml'), xml)
  writeFileSync(path.join(directory, 'signer.pem'), pemOf(certificate.der))
  const run = spawnSync(
    'xmlsec1',
    [
      '--verify',
      '--enabled-key-data',
      'x509',
      '--trusted-pem',
      'signer.pem',
      '--id-attr:Id',
      'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
      'list.xml',
    ],
    { cwd: directory, encoding: 'utf8' },
  )
  return run.status === 0 ? 'OK' : run.stdout + run.stderr
}

it('is not what any flipped bit of it makes: each is refused, or says and proves the same', async () => {
  const xml = union.national('AA', [service])
  const whole = await good(xml)
  const outcomes = new Set<string>()
  for (let at = 40; at < xml.length; at += 97) {
    const changed = Buffer.from(xml)
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 7))
    const read = await check(changed)
    if (typeof read === 'string') outcomes.add(read)
    else expect({ ...read, sha256: '' }).toEqual({ ...whole, sha256: '' })
  }
  expect([...outcomes].sort()).toEqual(['NOT_A_LIST', 'SIGNATURE_WRONG'])
})

it('may be large: a thousand services of one provider are read in bounded memory', async () => {
  const many = Array.from({ length: 1000 }, (_, at) => ({ ...stamps, name: `Service ${at}`, provider: `Provider ${at % 5}` }))
  const { list } = await good(union.national('AA', many))
  expect(list.services).toHaveLength(1000)
})
