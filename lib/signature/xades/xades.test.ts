// Signs XML of many kinds, twice, and has xmlsec1 and openssl check the result.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import type { Signer } from '../pades'
import { memorySource } from '../pdf/source'
import { finishXades, prepareXades, type PreparedXades } from './xades'
import { xadesVerification } from '../../testing/crypto/judge-arguments'

const now = new Date()
let sample: SampleTrust
let people: [Signer, Signer]
let directory: string

beforeAll(async () => {
  sample = await openSampleTrust()
  people = [
    await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' }),
    await sample.signer({ givenNames: 'John', surname: 'Smith', rsa: true }),
  ]
  directory = mkdtempSync(path.join(tmpdir(), 'xades-'))
  writeFileSync(path.join(directory, 'root.pem'), sample.trust.rootPem)
  writeFileSync(path.join(directory, 'issuing.der'), sample.trust.chain[0] ?? new Uint8Array())
})

async function signed(bytes: Uint8Array, id: string, { certificate, chain, sign }: Signer): Promise<Buffer> {
  const prepared = JSON.parse(
    JSON.stringify(await prepareXades(memorySource(bytes), { id, mimeType: 'application/xml', certificate, chain, now })),
  ) as PreparedXades
  return finishXades(memorySource(bytes), prepared, await sign(Buffer.from(prepared.toSign, 'base64')), sample.trust)
}

function xmlsec(xml: Uint8Array, id: string): string {
  writeFileSync(path.join(directory, 'signed.xml'), xml)
  const run = spawnSync('xmlsec1', xadesVerification('signed.xml', id), { cwd: directory, encoding: 'utf8' })
  return run.status === 0 ? 'OK' : run.stdout + run.stderr
}

const utf16 = (xml: string, big = false): Buffer =>
  big ? Buffer.from(`\ufeff${xml}`, 'utf16le').swap16() : Buffer.from(`\ufeff${xml}`, 'utf16le')

describe('two signatures, each valid for xmlsec1', () => {
  it.each<[string, Uint8Array | string]>([
    ['a plain document', '<?xml version="1.0"?>\n<invoice Id="A-1">\n  <amount>100.00</amount>\n</invoice>\n'],
    [
      'namespaces declared, redeclared, unused and undone',
      '<a xmlns="urn:a" xmlns:u="urn:unused" xmlns:p="urn:p"><p:b xmlns:p="urn:q" p:x="1" x="2"><c xmlns="" z="1" a="2"/><p:d xmlns:p="urn:p"/></p:b><b xmlns="urn:a"/></a>',
    ],
    [
      'attributes out of order, of two prefixes for one name',
      '<r xmlns:z="urn:1" xmlns:a="urn:2" a:k="1" z:k="2" b="3" a="4" xml:lang="pl" xml:space="preserve"/>',
    ],
    ['white space of every kind', "<r a=' x\ty\nz\r\nq ' b='&#9;&#10;&#13;'>\r\n a\rb&#13;c <b/>\t</r>\r\n"],
    [
      'signs that must be written otherwise',
      `<r a="&lt;&gt;&amp;&quot;'" b='"'>&lt;&gt;&amp;"' ]]&gt; &#x20AC; &#128512;<![CDATA[<a> & ]]]]><![CDATA[>]]></r>`,
    ],
    [
      'comments and instructions, inside and out',
      '<?a  b c ?><!-- x --><?d?>\n<r><!-- y -->a<?e f?>b<!-- z -->c</r><!-- u -->\n<?g  h?>\n<?i?>',
    ],
    ['scripts beyond the first plane', '<книга заголовок="𝄞 Zażółć"><𐐀 𐐁="1" ﬀ="2">Παπαδοπούλου 😀</𐐀></книга>'],
    ['an empty root', '<r/>'],
    ['an empty root with room', '<p:r  xmlns:p="urn:p" />'],
    ['an end tag with room', '<r>a</r\n >'],
    ['UTF-16, little end first', utf16('<?xml version="1.0" encoding="utf-16"?><r>Zażółć 𝄞</r>')],
    ['UTF-16, big end first', utf16('<r>Zażółć 𝄞</r>', true)],
    ['a byte order mark', '\ufeff<r>a</r>'],
    ['300 KB', `<r>${'<row n="1">Zażółć 𝄞 gęślą</row>\n'.repeat(9000)}</r>`],
  ])('%s', async (_, xml) => {
    const original = Buffer.from(xml)
    const once = await signed(original, 'sgn_one', people[0])
    const twice = await signed(once, 'sgn_two', people[1])
    expect([xmlsec(once, 'sgn_one'), xmlsec(twice, 'sgn_one'), xmlsec(twice, 'sgn_two')]).toEqual(['OK', 'OK', 'OK'])
  })
})

it('does not hold for a changed document, signed property, or another certificate', async () => {
  const good = (await signed(Buffer.from('<r><amount>100</amount></r>'), 'sgn_one', people[0])).toString()
  const other = Buffer.from(people[1].certificate).toString('base64')
  const changes = [
    good.replace('>100<', '>900<'),
    good.replace('<xades:SigningTime>20', '<xades:SigningTime>19'),
    good.replace(/<ds:X509Certificate>[^<]+/, `<ds:X509Certificate>${other}`),
  ]
  for (const changed of changes) expect(xmlsec(Buffer.from(changed), 'sgn_one')).not.toBe('OK')
})

it('bears a time-stamp over the signature value and one over everything, valid for openssl', async () => {
  const xml = (await signed(Buffer.from('<r xmlns="urn:r"><amount>100</amount></r>'), 'sgn_one', people[0])).toString()
  const [first = '', second = ''] = [...xml.matchAll(/<xades:EncapsulatedTimeStamp>([^<]+)/g)].map(([, token = '']) => token)
  // What the time-stamp covers is cut out of the text here, so that no code under test decides what is checked.
  const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
  const xades = 'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"'
  const element = (name: string): string => new RegExp(`<${name}[ >].*?</${name}>`, 's').exec(xml)?.[0] ?? ''
  const empty = (part: string): string => part.replace(/<([\w:]+)([^<>]*)\/>/g, '<$1$2></$1>')
  const top = (name: string, declared: string): string => empty(element(name)).replace(`<${name}`, `<${name} ${declared}`)
  const value = top('ds:SignatureValue', ds)
  judge(first, Buffer.from(value))
  const nested = (part: string): string => part.replace(/<ds:(DigestMethod|DigestValue|CanonicalizationMethod)/g, `<ds:$1 ${ds}`)
  const info = top('ds:SignedInfo', ds)
    .replace('<f:XPath Filter="subtract" xmlns:f', '<f:XPath xmlns:f')
    .replace(/<f:XPath xmlns:f="([^"]+)" Filter/, '<f:XPath xmlns:f="$1" Filter')
  judge(
    second,
    Buffer.from(
      [
        '<r xmlns="urn:r"><amount>100</amount></r>',
        nested(top('xades:SignedProperties', xades)),
        info,
        value,
        top('ds:KeyInfo', ds),
        nested(top('xades:SignatureTimeStamp', xades)),
        top('xades:CertificateValues', xades),
        top('xades:RevocationValues', xades),
      ].join(''),
    ),
  )
})

function judge(token: string, data: Buffer): void {
  writeFileSync(path.join(directory, 'token.tst'), Buffer.from(token, 'base64'))
  writeFileSync(path.join(directory, 'data.bin'), data)
  execFileSync('openssl', ['x509', '-inform', 'DER', '-in', 'issuing.der', '-out', 'issuing.pem'], { cwd: directory })
  const run = spawnSync(
    'openssl',
    ['ts', '-verify', '-token_in', '-in', 'token.tst', '-data', 'data.bin', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem'],
    { cwd: directory, encoding: 'utf8' },
  )
  expect(run.stdout + run.stderr).toContain('Verification: OK')
}

it('is finished only with the document and the value it was prepared for', async () => {
  const [anna, john] = people
  const xml = Buffer.from('<r>a</r>')
  const prepared = await prepareXades(memorySource(xml), {
    id: 'sgn_one',
    mimeType: 'application/xml',
    certificate: anna.certificate,
    chain: anna.chain,
    now,
  })
  const value = await anna.sign(Buffer.from(prepared.toSign, 'base64'))
  await expect(finishXades(memorySource(Buffer.from('<r>b</r>')), prepared, value, sample.trust)).rejects.toThrow(TypeError)
  await expect(
    finishXades(memorySource(xml), prepared, await john.sign(Buffer.from(prepared.toSign, 'base64')), sample.trust),
  ).rejects.toThrow(TypeError)
})
