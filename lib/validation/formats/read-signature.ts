// Reads one signature of ours out of a signed revision, in any form: the certificate of its signer and its signature time-stamp.

import { readCertificate, type Certificate } from '../../crypto/certificate'
import { readSignedData } from '../../crypto/cms'
import { readToken, type Token } from '../../crypto/timestamp'
import type { FormName } from '../../signature/forms'
import { signatureName } from '../../signature/asic/cades'
import { readContainer } from '../../signature/asic/container'
import { PdfDocument } from '../../signature/pdf/document'
import { signatureFields, signatureOf } from '../../signature/pdf/form'
import { PdfString, stringBytes } from '../../signature/pdf/objects'
import type { Source } from '../../signature/pdf/source'
import { XADES } from '../../signature/xades/names'
import { partsOf, readSignedXml } from '../../signature/xades/signed-xml'
import { XMLDSIG } from '../../signature/xml/canonical'
import { attributeOf, childrenNamed, textOf } from '../../signature/xml/tree'

export type ReadSignature = { certificate: Certificate; token: Token | null }

/** `number`: which signature of the document it is, from 1. A field and an XML signature are named after their signer. */
export async function readSignature(
  source: Source,
  format: FormName,
  { signerId, number }: { signerId: string; number: number },
): Promise<ReadSignature | null> {
  switch (format) {
    case 'PAdES':
      return fromPdf(source, signerId)
    case 'XAdES':
      return fromXml(source, signerId)
    case 'CAdES':
      return fromCms(readContainer(source).signatures.find(({ name }) => name === signatureName(number))?.bytes)
  }
}

function fromPdf(source: Source, fieldName: string): ReadSignature | null {
  const document = new PdfDocument(source)
  const field = signatureFields(document).find(({ name }) => name === fieldName)
  const contents = document.get((field && signatureOf(document, field))?.get('Contents'))
  return contents instanceof PdfString ? fromCms(stringBytes(contents)) : null
}

function fromCms(contents: Uint8Array | undefined): ReadSignature | null {
  if (contents === undefined) return null
  const {
    signerCertificate,
    signatureTimestamps: [stamp],
  } = readSignedData(contents).signerInfo
  return signerCertificate ? { certificate: signerCertificate, token: stamp ? readToken(stamp) : null } : null
}

async function fromXml(source: Source, id: string): Promise<ReadSignature | null> {
  const signature = (await readSignedXml(source)).signatures.find((one) => attributeOf(one, 'Id') === id)
  if (!signature) return null
  const { keyInfo, unsigned } = partsOf(signature)
  // The product made this signature and puts the signer's certificate first.
  const [certificate] = childrenNamed(keyInfo, XMLDSIG, 'X509Data').flatMap((data) => childrenNamed(data, XMLDSIG, 'X509Certificate'))
  const [stamp] = unsigned
    .filter(({ uri, local }) => uri === XADES && local === 'SignatureTimeStamp')
    .flatMap((node) => childrenNamed(node, XADES, 'EncapsulatedTimeStamp'))
  if (!certificate) return null
  return {
    certificate: readCertificate(Buffer.from(textOf(certificate), 'base64')),
    token: stamp ? readToken(Buffer.from(textOf(stamp), 'base64')) : null,
  }
}
