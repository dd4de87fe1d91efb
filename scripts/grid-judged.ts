// Signs a file of the grid (lib/testing/pdf-grid.ts) as the product does, and has pdfsig, qpdf and openssl judge it, or says why it was refused.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { sign, type Signer } from '@/lib/signature/pades'
import type { Level } from '@/lib/signature/level'
import { memorySource } from '@/lib/signature/pdf/source'
import type { GridFile } from '@/lib/testing/pdf-grid'
import { isSound, openssl, pdfsig, scratchFile } from './judges'
import { openSampleTrust, type SampleTrust } from './sample-signer'
import { signedBytes, signUpload } from './sign-upload'

export type People = {
  trust: SampleTrust
  signer: Signer
  /** Somebody with other authorities, who has signed before. */ stranger: Signer
  foreign: SampleTrust
}

export async function gridPeople(): Promise<People> {
  const [trust, foreign] = [await openSampleTrust(), await openSampleTrust()]
  const signer = await trust.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  return { trust, foreign, signer, stranger: await foreign.signer({ givenNames: 'Jane', surname: 'Doe' }) }
}

const LEVELS: Readonly<Record<string, Level>> = { approval: 'B-B', 'time-stamped': 'B-T', archived: 'B-LTA' }

/** `refused: …` or `signed`. Throws where a judge finds fault, or where something goes wrong after the upload. */
export async function judgedGridFile({ axes, bytes }: GridFile, { trust, signer, stranger, foreign }: People): Promise<string> {
  const upload = await completed(axes.layout === 'linearized' ? linearized(bytes) : bytes, axes.earlier, { stranger, foreign })
  const names = axes.form === 'signature-field' ? ['Tenant'] : ['sgn_0', 'sgn_1']
  const outcome = await signUpload(upload, { trust, signer, signers: names.length })
  if ('refused' in outcome) return `refused: ${outcome.refused}`
  const signed = signedBytes(outcome)
  const verdicts = pdfsig(signed).filter(({ field, verdict }) => names.includes(field) && verdict === 'Signature is Valid.')
  if (verdicts.length !== names.length) throw new Error(`pdfsig: ${verdicts.length} of ${names.length}`)
  const issuing = trust.trust.chain[0] ?? new Uint8Array()
  const good = openssl(signed, trust.trust.rootPem, issuing).filter((words) => /Verification successful|Verification: OK/.test(words))
  // Of each signature: itself, its time-stamp, and the one that archives it.
  if (good.length < 3 * names.length) throw new Error(`openssl: ${good.length} of ${3 * names.length}`)
  // A file that was odd before stays so.
  if (!isSound(signed) && isSound(upload)) throw new Error('qpdf: not sound any more')
  return 'signed'
}

async function completed(pdf: Buffer, earlier: string, { stranger, foreign }: Pick<People, 'stranger' | 'foreign'>): Promise<Buffer> {
  const level = LEVELS[earlier]
  if (level === undefined) return pdf
  try {
    const tails = await sign(memorySource(pdf), { field: 'theirs', level, trust: foreign.trust, signer: stranger, now: new Date() })
    return Buffer.concat([pdf, ...tails])
  } catch {
    // What cannot be signed by them is refused as it is.
    return pdf
  }
}

function linearized(pdf: Buffer): Buffer {
  const file = scratchFile('', 'pdf')
  execFileSync('qpdf', ['--linearize', '--warning-exit-0', scratchFile(pdf, 'pdf'), file], { stdio: 'ignore' })
  return readFileSync(file)
}
