// Files that this product signed, in each form, by two people: for tests and benches of validation.

import { openSampleTrust, type SampleTrust } from './sample-signer'
import { finishCades, prepareCades, type PreparedCades } from '@/lib/signature/asic/cades'
import type { Level } from '@/lib/signature/level'
import { sign, type Signer } from '@/lib/signature/pades'
import { memorySource, withTails } from '@/lib/signature/pdf/source'
import { finishXades, prepareXades } from '@/lib/signature/xades/xades'

/** `now`: of their claimed time, and of the trust service. */
export type Signing = { sample: SampleTrust; people: readonly [Signer, Signer]; now: () => Date }

export async function openSigning(now: () => Date = () => new Date()): Promise<Signing> {
  const sample = await openSampleTrust(now)
  const people = [
    await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' }),
    await sample.signer({ givenNames: 'John', surname: 'Smith' }),
  ] as const
  return { sample, people, now }
}

/** One signature after the other, in fields of these names. */
export async function pades(
  { sample, people, now }: Signing,
  pdf: Buffer,
  level: Level,
  fields: readonly string[] = ['one'],
): Promise<Buffer> {
  const tails: Buffer[] = []
  for (const [index, field] of fields.entries()) {
    const source = withTails(memorySource(pdf), [...tails])
    tails.push(...(await sign(source, { field, level, trust: sample.trust, signer: people[index % 2] ?? people[0], now: now() })))
  }
  return Buffer.concat([pdf, ...tails])
}

/** An ASiC-E container; `base`: whether it exists already. */
export async function cades(
  { sample, now }: Signing,
  { certificate, chain, sign: signed }: Signer,
  { bytes, base, file }: { bytes: Uint8Array; base: PreparedCades['base']; file: { name: string; mimeType: string } },
): Promise<Buffer> {
  const prepared = await prepareCades(memorySource(bytes), { base, file, certificate, chain, now: now() })
  const value = await signed(Buffer.from(prepared.toSign, 'base64'))
  const { head, file: inside, tail } = await finishCades(memorySource(bytes), prepared, value, sample.trust)
  return Buffer.concat([head, inside, tail])
}

export async function xades(
  { sample, now }: Signing,
  { certificate, chain, sign: signed }: Signer,
  { bytes, id }: { bytes: Uint8Array; id: string },
): Promise<Buffer> {
  const prepared = await prepareXades(memorySource(bytes), { id, mimeType: 'application/xml', certificate, chain, now: now() })
  return finishXades(memorySource(bytes), prepared, await signed(Buffer.from(prepared.toSign, 'base64')), sample.trust)
}
