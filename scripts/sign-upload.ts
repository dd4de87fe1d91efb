// What becomes of an uploaded file: refused with words, or signed by one after the other with the tasks of the product, and judged.

import type { Placing } from '@/lib/documents/place'
import { refusalOf, TASKS } from '@/lib/documents/tasks'
import type { Problem } from '@/lib/domain/problem'
import type { FormName } from '@/lib/signature/forms'
import type { Signer } from '@/lib/signature/pades'
import { memorySource, withTails, type Source } from '@/lib/signature/pdf/source'
import type { SampleTrust } from './sample-signer'

const FORMAT: FormName = 'PAdES'
const MARK = { title: 'Anna Kowalska', lines: ['Qualified electronic signature'] }

const trailOf = (signer: string) => ({
  ...{ name: `audit-trail-${signer}`, json: JSON.stringify({ type: 'audit_trail', signer }) },
  ...{ page: signer, description: 'Audit trail' },
})

/** `asked`: the place of each signer's field; those without one get it from us. */
type Signing = { trust: SampleTrust; signer: Signer; signers?: number; asked?: readonly Placing['asked'][number]['place'][] }

/** The whole file, or why it was refused: the code of a Problem and its words, or the verdict on the signature that went wrong. */
export async function signUpload(bytes: Uint8Array, signing: Signing): Promise<Source | { refused: string } | { failed: string }> {
  let document = bytes
  try {
    document = (await TASKS.inspect(memorySource(bytes), { acceptDecrypted: true })).mended ?? bytes
  } catch (error) {
    return { refused: wordsOf(problemBehind(error)) }
  }
  return signedByAll(memorySource(document), signing)
}

/** Throws what is no refusal. */
function problemBehind(error: unknown): Problem {
  const refusal = refusalOf(error)
  if (!refusal) throw error
  return refusal
}

const wordsOf = ({ code, parameters }: Problem): string => `${code} ${String(parameters?.['text'] ?? '')}`

async function signedByAll(
  source: Source,
  { trust, signer, signers: count = 1, asked = [] }: Signing,
): Promise<Source | { failed: string }> {
  const signers = Array.from({ length: count }, (_, index) => `sgn_${index}`)
  const wanted = asked.map((place, index) => ({ signer: signers[index] ?? '', index, place }))
  const { tail, fields } = await TASKS.place(source, { asked: wanted, signers, taken: [] })
  let whole: Source = withTails(source, [tail])
  for (const [index, { name }] of fields.entries()) {
    const preparation = {
      ...{ id: `sgn_${index}`, certificate: signer.certificate, chain: signer.chain, now: new Date() },
      ...{ file: { name: 'a.pdf', mimeType: '' }, signedBefore: index > 0, field: { name, mark: MARK }, trail: trailOf(`sgn_${index}`) },
    }
    const prepared = await TASKS.prepare(whole, { format: FORMAT, preparation })
    const signature = await signer.sign(Buffer.from(prepared.prepared.toSign, 'base64'))
    const { stamp, ocspFor, crlFor, chain } = trust.trust
    const outside = { stamp, ocspFor, crlFor, sign: () => Promise.reject(new Error('no seal')) }
    const finished = await TASKS.finish(whole, { prepared, signature, chain, now: new Date() }, outside)
    const ours = finished.report.signatures.find(({ field }) => field === name)
    if (!ours?.valid || ours.level !== 'B-LTA' || finished.harmed.length > 0)
      return { failed: `${finished.report.problem ?? ''} ${ours?.reasons.join(', ') ?? ''} ${finished.harmed.join(', ')}` }
    whole = withTails(
      whole,
      finished.parts.flatMap((part) => (typeof part === 'object' && 'bytes' in part ? [part.bytes] : [])),
    )
  }
  return whole
}

/** All bytes of a file that was signed. Throws where it was not. */
export function signedBytes(outcome: Awaited<ReturnType<typeof signUpload>>): Buffer {
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`)
  if ('failed' in outcome) throw new Error(`a bad signature: ${outcome.failed}`)
  return outcome.read(0, outcome.size)
}
