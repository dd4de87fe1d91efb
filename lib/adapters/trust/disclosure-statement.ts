// The PKI disclosure statement that every certificate points to (EN 319 411-1 annex A), as a one-page PDF.
import { PDFDocument, StandardFonts, type PDFFont, type PDFPage } from '@cantoo/pdf-lib'
import { ONE_SHOT_POLICY, RETENTION_YEARS, TEST_POLICY } from './certificate-profile'

const MARGIN = 56
const WIDTH = 595 - 2 * MARGIN

const sections = (installation: string, baseUrl: string): readonly (readonly [string, string])[] => [
  [
    'Provider',
    `The test trust service of this QSignHub installation (${installation}). It is not a qualified trust service provider, it is ` +
      'on no trusted list and it is not supervised. Whoever runs the installation is the contact.',
  ],
  [
    'Certificates',
    'Certificates of natural persons in the shape of QCP-n-qscd (0.4.0.194112.1.2), so that software can be tried with the ' +
      `real structure, and under the test policy ${TEST_POLICY}. The statements in them describe the shape, not a legal status. The keys are held in ` +
      'software, wrapped under the PIN of their owner, and not in a qualified signature creation device.',
  ],
  [
    'Certificates for one act',
    `Under the policy ${ONE_SHOT_POLICY}: for an advanced signature, not qualified and valid for less than a day. The name in them is the one that the ` +
      'requester declared, and nobody checked an identity. What was proven is that whoever signed received a code on the phone ' +
      'of that declaration and typed it in. The key is made for the act, exists in memory alone, and is destroyed after it.',
  ],
  [
    'Reliance',
    'Nobody may rely on these certificates, or on signatures and time-stamps made with this service, for any legal effect of a ' +
      'qualified electronic signature. No liability is accepted.',
  ],
  [
    'Duties of the signer',
    'Give true data, read what is signed, keep the PIN and the telephone to oneself, and ask for revocation when ' +
      'either may be known to somebody else.',
  ],
  [
    'Status',
    `Before using a certificate, check its status: OCSP at ${baseUrl}/ocsp, revocation lists at ${baseUrl}/issuing.crl and ` +
      `${baseUrl}/root.crl. Both are free of charge and stay available after certificates expire.`,
  ],
  ['Time-stamps', `Tokens by RFC 3161 at ${baseUrl}/tsa under policy 0.4.0.2023.1.1, accurate to one second of the server's clock.`],
  [
    'Records',
    `Registration records are declared to be kept for ${RETENTION_YEARS} years after a certificate ends, by the operator of the installation.`,
  ],
  ['Law', 'Regulation (EU) No 910/2014. Complaints go to the operator of the installation.'],
]

const made = new Map<string, Promise<Uint8Array>>()

export function disclosureStatement(installation: string, baseUrl: string): Promise<Uint8Array> {
  const key = `${installation} ${baseUrl}`
  const known = made.get(key) ?? draw(installation, baseUrl)
  made.set(key, known)
  return known
}

async function draw(installation: string, baseUrl: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.setTitle('PKI disclosure statement: TEST, NOT QUALIFIED')
  pdf.setLanguage('en')
  const regular = await pdf.embedFont(StandardFonts.Helvetica)
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold)
  const page = pdf.addPage([595, 842])
  let y = write(page, bold, 16, 842 - MARGIN - 16, 'PKI disclosure statement')
  y = write(page, bold, 11, y - 4, 'TEST, NOT QUALIFIED')
  for (const [heading, text] of sections(installation, baseUrl)) {
    y = write(page, bold, 10.5, y - 10, heading)
    y = write(page, regular, 10, y - 1, text)
  }
  return pdf.save()
}

/** Writes a paragraph from `y` down and answers where the next may begin. */
function write(page: PDFPage, font: PDFFont, size: number, y: number, text: string): number {
  let line = ''
  let at = y
  const flush = (): void => {
    page.drawText(line, { x: MARGIN, y: at, size, font })
    at -= size * 1.4
  }
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && font.widthOfTextAtSize(longer, size) > WIDTH) {
      flush()
      line = word
    } else line = longer
  }
  flush()
  return at
}
