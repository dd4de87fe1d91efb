// What stands in a signature and is signed by nobody: whatever a reader may take for content is told, and what programs write there is not.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSigning, xades } from '../../../../scripts/signed-samples'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256 } from '../../../testing/crypto/openssl'
import { DS, signedByXmlsec } from '../../../testing/crypto/xmlsec'
import { GOOD_WITHOUT_STATUS as GOOD, toldOf } from '../../../testing/told-of'
import { validateDocument } from '../document'

describe('put into each element of a signature with all its properties', () => {
  let xml: string
  let anchors: Uint8Array[]
  const now = new Date()
  beforeAll(async () => {
    const signing = await openSigning()
    anchors = [signing.sample.root]
    xml = (
      await xades(signing, signing.people[0], { bytes: Buffer.from('<loan xmlns="urn:loan"><amount>100</amount></loan>'), id: 'first' })
    ).toString()
  })
  const judge = async (text: string) => (await validateDocument(Buffer.from(text), { anchors, now })).signatures[0]

  /** Where each element begins and ends, once for each way to it. */
  function places(): { way: string; open: number; body: number; close: number }[] {
    const found = new Map<string, { way: string; open: number; body: number; close: number }>()
    const around: { name: string; open: number; body: number }[] = []
    for (const match of xml.matchAll(/<(\/?)([\w:]+)[^<>]*?(\/?)>/g)) {
      const [tag, ending, name = '', alone] = match
      if (!ending) around.push({ name, open: match.index + 1 + name.length, body: match.index + tag.length })
      if (!ending && !alone) continue
      const way = around.map((one) => one.name).join('/')
      const last = around.pop()
      if (last && !alone && way.includes('ds:Signature') && !found.has(way)) found.set(way, { way, ...last, close: match.index })
    }
    return [...found.values()]
  }

  const put = (at: number, more: string): string => xml.slice(0, at) + more + xml.slice(at)

  it.each<[string, (place: { open: number; body: number; close: number }) => string]>([
    ['an element', ({ close }) => put(close, '<amount>900</amount>')],
    ['an element in front', ({ body }) => put(body, '<amount>900</amount>')],
    [
      'an element named like a part of signatures',
      ({ close }) => put(close, `<ds:SignatureProperty xmlns:ds="${DS}">900 EUR</ds:SignatureProperty>`),
    ],
    ['an object', ({ close }) => put(close, `<ds:Object xmlns:ds="${DS}"><amount>900</amount></ds:Object>`)],
    ['words', ({ close }) => put(close, ' The amount is nine hundred ')],
    ['words in front', ({ body }) => put(body, 'Kwota wynosi dziewięćset — tysięcy ')],
    ['signs that base64 does not know', ({ body }) => put(body, '— … €')],
    ['an attribute', ({ open }) => put(open, ' amount="900"')],
    ['an attribute with words', ({ open }) => put(open, ' Encoding="The amount is 900"')],
    ['an instruction', ({ close }) => put(close, '<?amount 900?>')],
  ])('%s', async (_what, change) => {
    expect((await judge(xml))?.indication).toBe('TOTAL-PASSED')
    const passed: string[] = []
    const all = places()
    expect(all.length).toBeGreaterThan(30)
    for (const place of all) {
      const told = await judge(change(place))
      const named =
        told?.indication === 'TOTAL-FAILED' ||
        told?.reasons.includes('PART_SIGNED') ||
        told?.reasons.some((code) => /UNSUPPORTED|MALFORMED|CERTIFICATE_/.test(code))
      if (told && !named) passed.push(`${place.way}: ${told.indication} ${told.reasons.join(' ')}`)
    }
    expect(passed).toEqual([])
  })
})

describe('beside the certificate of a signer', () => {
  const workshop = openWorkshop()
  afterAll(() => workshop.close())
  let file: string
  beforeAll(() => {
    makeCertificate(workshop, 'ca', { key: P256, subject: '/C=PL/O=Urząd, Zaufany/CN=CA', extensions: CA_EXTENSIONS })
    makeCertificate(workshop, 'anna', {
      key: P256,
      issuer: 'ca',
      subject: '/C=PL/CN=Anna Kowalska',
      extensions: ['keyUsage=critical,nonRepudiation'],
    })
    file = signedByXmlsec(workshop, {
      around: '<root xmlns="urn:a"><part Id="d">100</part>SIGNATURE</root>',
      references: [{ uri: '#d' }],
    }).toString()
  })
  const told = async (inKey: string, unsigned = '') => {
    const properties =
      unsigned &&
      `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${unsigned}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`
    const changed = file
      .replace('</ds:KeyInfo>', `${inKey}</ds:KeyInfo>`)
      .replace('</xades:QualifyingProperties>', `${properties}</xades:QualifyingProperties>`)
    return (await toldOf(Buffer.from(changed), workshop.bytes('ca.der')))[0]
  }
  const data = (held: string) => `<ds:X509Data>${held}</ds:X509Data>`
  const issuer = (name: string) =>
    data(
      `<ds:X509IssuerSerial><ds:X509IssuerName>${name}</ds:X509IssuerName><ds:X509SerialNumber>900</ds:X509SerialNumber></ds:X509IssuerSerial>`,
    )
  const digest = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAECAwQFBgc=</ds:DigestValue>'
  const references = (name: string) =>
    `<xades:CompleteCertificateRefs><xades:CertRefs><xades:Cert><xades:CertDigest>${digest}</xades:CertDigest><xades:IssuerSerial>` +
    `<ds:X509IssuerName>${name}</ds:X509IssuerName><ds:X509SerialNumber>9</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:CertRefs></xades:CompleteCertificateRefs>` +
    `<xades:CompleteRevocationRefs Id="r"><xades:OCSPRefs><xades:OCSPRef><xades:OCSPIdentifier><xades:ResponderID><xades:ByName>${name}</xades:ByName></xades:ResponderID>` +
    `<xades:ProducedAt>2026-11-20T10:00:00Z</xades:ProducedAt></xades:OCSPIdentifier><xades:DigestAlgAndValue>${digest}</xades:DigestAlgAndValue></xades:OCSPRef></xades:OCSPRefs></xades:CompleteRevocationRefs>`

  it.each<[string, string, string?]>([
    ['nothing more', ''],
    ['its name', data('<ds:X509SubjectName>CN=Anna Kowalska,C=PL</ds:X509SubjectName>')],
    ['its name as OpenSSL writes it', data('<ds:X509SubjectName>C = PL, CN = Anna Kowalska</ds:X509SubjectName>')],
    ['its name with slashes', '<ds:KeyName>/C=PL/CN=Anna Kowalska</ds:KeyName>'],
    ['its name alone, in capitals', '<ds:KeyName>ANNA KOWALSKA</ds:KeyName>'],
    ['what its keeper calls it', '<ds:KeyName>seal-key-2026</ds:KeyName>'],
    ['a mail address for its name', '<ds:KeyName>anna@example.com</ds:KeyName>'],
    ['the name of its issuer, with signs escaped', issuer('CN=CA,O=Urząd\\, Zaufany,C=PL')],
    ['the name of its issuer, with letters escaped', issuer('CN=CA,O=Urz\\C4\\85d\\2C Zaufany,C=PL')],
    ['the name of its issuer in quotation marks', issuer('CN=CA, O="Urząd, Zaufany", C=PL')],
    ['the name of its issuer with numbers for types', issuer('CN=CA,OID.2.5.4.10=Urząd\\, Zaufany,2.5.4.6=#1302504c')],
    [
      'its key',
      '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>\n  AAEC\n  AwQF\n</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>',
    ],
    ['references to certificates and their status', '', references('CN=CA,O=Urząd\\, Zaufany,C=PL')],
    ['a comment', '<!-- 900 -->'],
  ])('%s', async (_what, inKey, unsigned) => {
    expect(await told(inKey, unsigned)).toBe(`Anna Kowalska ${GOOD}`)
  })

  it.each<[string, string, string?]>([
    ['another name', data('<ds:X509SubjectName>CN=The amount is 900</ds:X509SubjectName>')],
    ['its name, and words', data('<ds:X509SubjectName>CN=Anna Kowalska,C=PL, who owes 900</ds:X509SubjectName>')],
    ['words for a name', '<ds:KeyName>The amount is 900</ds:KeyName>'],
    [
      'words for a key',
      '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>The amount is nine hundred EUR</ds:Modulus></ds:RSAKeyValue></ds:KeyValue>',
    ],
    ['words for a number', data('<ds:X509IssuerSerial><ds:X509SerialNumber>900 EUR</ds:X509SerialNumber></ds:X509IssuerSerial>')],
    ['data of another kind', '<ds:MgmtData>900</ds:MgmtData>'],
    ['what is no certificate', data('<ds:X509Certificate>QW1vdW50OiA5MDA=</ds:X509Certificate>')],
    ['a property that is not known', '', '<evil:Amount xmlns:evil="urn:evil">900</evil:Amount>'],
    ['references by another name', '', references('CN=The amount is 900')],
    [
      'a time-stamp that is none',
      '',
      '<xades:SignatureTimeStamp><xades:XMLTimeStamp><amount>900</amount></xades:XMLTimeStamp></xades:SignatureTimeStamp>',
    ],
  ])('%s, which is told', async (_what, inKey, unsigned) => {
    expect(await told(inKey, unsigned)).toMatch(/intact false INDETERMINATE .*PART_SIGNED/)
  })

  it('a property of the data', async () => {
    const changed = file.replace(
      '</xades:QualifyingProperties>',
      '<xades:UnsignedProperties><xades:UnsignedDataObjectProperties><xades:UnsignedDataObjectProperty>900</xades:UnsignedDataObjectProperty></xades:UnsignedDataObjectProperties></xades:UnsignedProperties></xades:QualifyingProperties>',
    )
    expect((await toldOf(Buffer.from(changed), workshop.bytes('ca.der')))[0]).toMatch(/intact false INDETERMINATE .*PART_SIGNED/)
  })
})

describe('an object that is signed', () => {
  const workshop = openWorkshop()
  afterAll(() => workshop.close())
  const judge = async (text: string) => (await toldOf(Buffer.from(text), workshop.bytes('ca.der')))[0]
  const encoded = Buffer.from('amount 100').toString('base64')
  const enveloping = (content: string, transforms = '') =>
    signedByXmlsec(workshop, { references: [{ uri: '#o', transforms }], objects: `<ds:Object Id="o">${content}</ds:Object>` }).toString()
  beforeAll(() => {
    makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
    makeCertificate(workshop, 'anna', { key: P256, issuer: 'ca', subject: '/CN=Anna', extensions: ['keyUsage=critical,nonRepudiation'] })
  })

  it('may have instructions in it, which are signed with it', async () => {
    const file = enveloping('<a><?show bold?>100<?end?></a>')
    expect(await judge(file)).toBe(`Anna ${GOOD}`)
    expect(await judge(file.replace('<?show bold?>', '<?show italic?>'))).toMatch(/TOTAL-FAILED HASH_FAILURE/)
    expect(await judge(file.replace('<?end?>', ''))).toMatch(/TOTAL-FAILED HASH_FAILURE/)
    expect(await judge(enveloping('<a>100</a>').replace('100', '<?show nothing?>100'))).toMatch(/TOTAL-FAILED HASH_FAILURE/)
  })

  it('may be base64, and nothing else', async () => {
    const file = enveloping(encoded, `<ds:Transform Algorithm="${DS}base64"/>`)
    expect(await judge(file)).toBe(`Anna ${GOOD}`)
    expect(await judge(file.replace(encoded, encoded.replace(/(.{4})/g, '$1\n ')))).toBe(`Anna ${GOOD}`)
    for (const words of ['Кwота — ', '…', '= ', '<?amount 900?>'])
      for (const changed of [words + encoded, encoded + words])
        expect(await judge(file.replace(encoded, changed))).not.toMatch(/^Anna B-B intact whole/)
  })
})
