// Files that were once judged or signed wrongly, as they were found: what was added after a signature is told, and what can be signed is.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { pdfsig, qpdfCheck } from '@/scripts/judges'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { signedBytes, signUpload } from '@/scripts/sign-upload'
import type { Signer } from '../signature/pades'
import { validateDocument } from '../validation/formats/document'

const files = new Map(
  Object.entries(
    JSON.parse(gunzipSync(readFileSync(new URL('../testing/once-wrong.json.gz', import.meta.url))).toString()) as Record<string, string>,
  ).map(([name, text]) => [name.replace(/\.pdf$/, ''), Buffer.from(text, 'base64')] as const),
)
const file = (name: string): Buffer => files.get(name) ?? Buffer.of()

/** Their authorities are not known here, so none of them is more than intact. */
async function told(name: string): Promise<string[]> {
  const { problem, signatures } = await validateDocument(file(name), { anchors: [], now: new Date() })
  if (problem) return [problem]
  return signatures.map(({ integrity, indication, subIndication, changes }) =>
    [
      integrity ? 'intact' : 'not intact',
      indication,
      subIndication,
      ...changes
        .filter(({ kind }) => !ADDED.has(kind))
        .map(({ kind, page, allowed }) => `${allowed ? 'may' : 'must not'} ${kind} ${page ?? ''}`.trim()),
    ].join(', '),
  )
}
/** What every signature of ours adds. */
const ADDED: ReadonlySet<string> = new Set(['validation_data', 'document_timestamp', 'signature'])
const UNKNOWN = 'intact, INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND'
const BROKEN = 'intact, TOTAL-FAILED, FORMAT_FAILURE'

describe('a signed file', () => {
  it.each<[string, string[]]>([
    ['attack-info-is-content', [`${BROKEN}, must not page_content 1, may metadata`]],
    ['attack-hidden-xrefstm', [`${BROKEN}, must not page_content 1`]],
    ['attack-direct-annotation', [`${BROKEN}, must not annotation 1`]],
    ['signed-then-annotated', [`${BROKEN}, must not annotation 1, may metadata`, `${BROKEN}, must not annotation 1, may metadata`]],
    ['certified-p1-then-filled', [`${BROKEN}, must not form_fill 1`]],
    // Its signature locks nothing, as ours do now.
    ['form-changed-after-signing', [`${UNKNOWN}, may field_appearance 1, may form_fill 1, may metadata`]],
    ['signed-then-xmp-updated', [`${UNKNOWN}, may metadata`]],
    ['signed-ber-cms', [UNKNOWN]],
    ['form-exponential', ['not intact, TOTAL-FAILED, FORMAT_FAILURE, may metadata']],
  ])('%s', async (name, expected) => {
    expect(await told(name)).toEqual(expected)
  })
})

function isSound(pdf: Uint8Array): boolean {
  try {
    qpdfCheck(pdf)
    return true
  } catch {
    return false
  }
}

describe('an upload', () => {
  let trust: SampleTrust
  let signer: Signer
  beforeAll(async () => {
    trust = await openSampleTrust()
    signer = await trust.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  })

  it.each([...files.keys()].filter((name) => name !== 'certified-p1-then-filled'))(
    '%s is signed by two, and good for programs outside',
    async (name) => {
      const before = file(name)
      const whole = signedBytes(await signUpload(before, { trust, signer, signers: 2 }))
      expect(whole.subarray(0, before.length).equals(before)).toBe(true)
      const ours = pdfsig(whole).filter(({ field }) => /^sgn_[01]$/.test(field))
      expect(ours.map(({ verdict }) => verdict)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
      // What it finds in the upload is no fault of ours.
      expect(isSound(whole)).toBe(isSound(before))
    },
  )

  it('certified-p1-then-filled is refused, as its author wants it', async () => {
    expect(await signUpload(file('certified-p1-then-filled'), { trust, signer })).toMatchObject({
      refused: expect.stringMatching(/^DOCUMENT_LOCKED/),
    })
  })
})
