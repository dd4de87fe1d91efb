// The chip of a document on the wire: its files, what became of it, and test chips.

import { z } from 'zod'
import { CHIP_FAULTS, CHIP_LIMITS, CHIP_OUTCOMES, type ChipFiles } from '../../domain/chip'
import type { ImportedChip } from '../../operations/verification/import-chip'

/** How such files begin. */
const [DG1, DG2, SOD] = ['YVtfH1hQPFVUTw==', 'dYIQAH9hghAA', 'd4IH8zCCB+8GCSqGSIb3DQEHAg==']

/** Base64 (RFC 4648, section 4) of at most `most` bytes. */
const file = (most: number, description: string, example: string) =>
  z
    .base64()
    .min(1)
    .max(Math.ceil(most / 3) * 4)
    .meta({ description: `${description}, as base64; at most ${Math.floor(most / 1024) || 1} kB.`, examples: [example] })

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64')

export const ChipInput = z
  .strictObject({
    attempt: z
      .int()
      .min(1)
      .meta({ description: 'The attempt of the signer for which the chip was read: `attempts.used` of the verification.', examples: [1] }),
    dg1: file(CHIP_LIMITS.dg1, 'EF.DG1, the machine-readable zone', DG1),
    dg2: file(CHIP_LIMITS.dg2, 'EF.DG2, the portrait', DG2),
    sod: file(CHIP_LIMITS.sod, 'EF.SOD, the document security object', SOD),
  })
  .meta({ id: 'ChipInput' })
  .transform(({ attempt, dg1, dg2, sod }) => ({ attempt, dg1: bytesOf(dg1), dg2: bytesOf(dg2), sod: bytesOf(sod) }))

export const Chip = z
  .object({
    signer_id: z.string().meta({ examples: ['sgn_A1b2C3d4E5f6'] }),
    verification_id: z.string().meta({ examples: ['ver_5Tq8wL2nB7xK4mZc'] }),
    attempt: z.int().meta({ examples: [1] }),
    outcome: z.enum(CHIP_OUTCOMES).meta({
      description:
        '`authenticated`: a state has signed it; its data outrank the print, and the document need not be photographed. `referred`: not proven; the photographs decide together with a person. `refused`: the attempt has failed.',
    }),
    reasons: z.array(
      z.object({
        code: z.string().meta({ examples: ['CHIP_NOT_PROVEN'] }),
        message: z.string().meta({ examples: ['The data of the chip could not be traced to the state that issued the document.'] }),
      }),
    ),
    findings: z.array(
      z.object({
        check: z.string().meta({ examples: ['chip_authenticated'] }),
        passed: z.boolean(),
        refers: z
          .string()
          .nullable()
          .meta({ examples: ['CHIP_NOT_PROVEN'] }),
        detail: z
          .string()
          .nullable()
          .meta({
            description: 'Coded. `copy_excluded=false`: passive authentication does not tell a chip from a copy of its data.',
            examples: ['result=authentic signer=UT algorithm=ecdsa-sha256/sha256 groups=1,2 copy_excluded=false'],
          }),
        model: z.string().meta({ examples: ['emrtd/1'] }),
      }),
    ),
  })
  .meta({ id: 'Chip' })

export function presentChip({ signerId, verificationId, attempt, outcome, reasons, findings }: ImportedChip): z.input<typeof Chip> {
  return {
    signer_id: signerId,
    verification_id: verificationId,
    attempt,
    outcome,
    reasons: [...reasons],
    findings: findings.map(({ check, passed, refers = null, detail = null, model }) => ({ check, passed, refers, detail, model })),
  }
}

export const TestChipInput = z
  .strictObject({
    mrz: z
      .array(z.string().max(44))
      .min(2)
      .max(3)
      .meta({
        description: 'The lines of the machine-readable zone of a document of Utopia (UTO), with right check digits.',
        examples: [['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3204153ZE184226B<<<<<16']],
      }),
    portrait: file(CHIP_LIMITS.dg2 - 1024, 'A JPEG of the holder', '/9j/4AAQSkZJRgABAQAAAQ=='),
    fault: z.enum(CHIP_FAULTS).optional().meta({ description: 'What is wrong with the chip. Without it: nothing.' }),
  })
  .meta({ id: 'TestChipInput' })
  .transform(({ mrz, portrait, fault }) => ({ lines: mrz, portrait: bytesOf(portrait), fault: fault ?? null }))

export const TestChip = z
  .object({
    dg1: z.string().meta({ examples: [DG1] }),
    dg2: z.string().meta({ examples: [DG2] }),
    sod: z.string().meta({ examples: [SOD] }),
  })
  .meta({ id: 'TestChip', description: 'Files of a chip, as base64.' })

export function presentTestChip({ dg1, dg2, sod }: ChipFiles): z.input<typeof TestChip> {
  const [one, two, object] = [dg1, dg2, sod].map((bytes) => Buffer.from(bytes).toString('base64'))
  return { dg1: one ?? '', dg2: two ?? '', sod: object ?? '' }
}
