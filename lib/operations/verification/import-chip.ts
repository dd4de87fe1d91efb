// Takes what an organisation's own app has read of the chip of a signer's document. Once a state has signed it, its data outrank the print.

import { sha256Hex } from '../../crypto/algorithms'
import type { OrganisationCaller } from '../../domain/caller'
import type { ChipOutcome } from '../../domain/chip'
import type { EvidenceEvent, Fact, Finding } from '../../domain/event'
import { placeName } from '../../domain/journey'
import { Problem } from '../../domain/problem'
import { attemptsLeft, type Verification as VerificationState } from '../../domain/signer-state'
import type { Verification } from '../../generated/prisma/client'
import type { ChipReading } from '../../identity/check'
import { conclude } from '../../identity/conclusion'
import type { StagedBlob } from '../../domain/ports'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { called } from '../../wording/wording'
import { lockedStanding } from '../journey/act-at'
import { standing, type Journey } from '../journey/standing'
import type { Context, Tx } from '../kernel/context'
import { append, loadEvents } from '../kernel/evidence'
import { requireWithinLimit } from '../kernel/limits'
import { saltedDigest } from '../kernel/profile'
import { requireSigner } from '../kernel/refuse-deleted'
import { piecesFrom } from '../kernel/stored-bytes'
import { removeUnlessNamed } from './frame-store'
import { keepPicture, stagePicture } from './picture-store'
import { readerOf } from './reader'
import { reasonWords } from './reason-words'
import { purgeAt } from './retention'
import { tellVerdict } from './tell-verdict'
import { minimumAgeFor } from './minimum-age'
import { checkRow, openResult, sealResult, type VerificationResult } from './verification-store'

/** The files of a chip as they were read, and the attempt of the signer for which they were. */
export type ChipInput = { requestId: string; signerId: string; attempt: number; dg1: Uint8Array; dg2: Uint8Array; sod: Uint8Array }

export type ImportedChip = {
  signerId: string
  verificationId: string
  attempt: number
  outcome: ChipOutcome
  /** Coded: why the check has failed, or why a person is to decide. */
  reasons: readonly { code: string; message: string }[]
  findings: readonly Finding[]
}

const READINGS = { name: 'chips', count: 20, windowMs: 600_000 }

/** The same chip in the same attempt gets the same answer. */
export async function importChip(context: Context, caller: OrganisationCaller, input: ChipInput): Promise<ImportedChip> {
  await requireSigner(context, caller, input)
  const journey = await standing(context, context.db, input.signerId)
  const sha256 = saltedDigest(
    journey.profile,
    [input.dg1, input.dg2, input.sod].map((file) => sha256Hex(file)),
  )
  const before = known(journey, input, sha256)
  if (before) return answered(context, input, before)
  const current = awaited(journey, input)
  await requireWithinLimit(context, input.signerId, READINGS)
  const row = await checkRow(context, context.db, current.id)
  const { reading, portrait } = await read(context, journey, current, row, input)
  const staged = portrait && reading.mrz ? await stagePicture(context, row, 'chip', portrait) : null
  try {
    await context.db.$transaction((tx) => record(context, tx, caller, input, { sha256, reading, staged }), { timeout: 20_000 })
  } catch (error) {
    if (staged) await removeUnlessNamed(context, row, staged.sha256)
    throw error
  } finally {
    await staged?.discard()
  }
  return answered(context, input, current)
}

/** The check in which this very chip was read. */
function known({ signer: { verification } }: Journey, { attempt }: ChipInput, sha256: string): VerificationState | null {
  return verification?.attempt === attempt && verification.chip?.sha256 === sha256 ? verification : null
}

/** The check for which a chip can be read: of this attempt, and before the selfie is submitted. */
function awaited({ place, signer: { verification } }: Journey, { attempt }: ChipInput): VerificationState {
  const here = placeName(place)
  if (place.at === 'closed' || (here !== 'document' && here !== 'selfie') || verification?.status !== 'capturing')
    throw new Problem('STATE_CONFLICT.no_chip_awaited')
  if (verification.attempt !== attempt) throw new Problem('STATE_CONFLICT.other_attempt', { attempt: verification.attempt })
  if (verification.chip) throw new Problem('STATE_CONFLICT.other_chip')
  return verification
}

type Read = { reading: ChipReading; portrait: Uint8Array | null }

/** What the signer chose is read from the evidence, because the row may have been changed. */
async function read(
  context: Context,
  journey: Journey,
  { documentType, country }: VerificationState,
  row: Verification,
  { dg1, dg2, sod }: ChipInput,
): Promise<Read> {
  const files = Buffer.concat([dg1, dg2, sod])
  const { content, ...authentication } = await context.documents.run('readChip', {
    tenant: journey.request.tenantId,
    sha256: sha256Hex(files),
    bytes: () => Promise.resolve(piecesFrom(files)),
    // The certificates of states are valid in the real time, whatever a test clock says.
    given: { sizes: { dg1: dg1.length, dg2: dg2.length }, anchors: context.countrySigners(journey.mode), now: context.machineNow() },
  })
  const sides = openResult(context, row)?.sides ?? []
  const judged = context.identity.judgeChip(
    { ...authentication, lines: content?.lines ?? null },
    {
      documentType,
      country,
      printed: sides.find(({ mrz }) => mrz !== null)?.mrz ?? null,
      print: sides.find(({ side }) => side === 'front')?.print ?? [],
      specimens: journey.mode === 'test',
      minimumAge: minimumAgeFor(journey.request.tenant),
      now: context.now(),
    },
  )
  if (!judged.mrz || !content) return { reading: { ...judged, portrait: null }, portrait: null }
  const face = await context.identity.readPortrait(readerOf(journey, row.id), content.portrait)
  if (!face) throw new Problem('CHIP_UNREADABLE.no_face')
  return { reading: { ...judged, portrait: face }, portrait: content.portrait }
}

type Recorded = { sha256: string; reading: ChipReading; staged: StagedBlob | null }

async function record(
  context: Context,
  tx: Tx,
  caller: OrganisationCaller,
  input: ChipInput,
  { sha256, reading, staged }: Recorded,
): Promise<void> {
  const journey = await lockedStanding(context, tx, input.signerId)
  // The same chip came twice at the same time: the first one stands.
  if (known(journey, input, sha256)) return
  const { id } = awaited(journey, input)
  const row = await checkRow(context, tx, id)
  const result: VerificationResult = { ...(openResult(context, row) ?? { sides: [] }), chip: reading }
  await tx.verification.update({ where: { id }, data: { result: sealResult(context, row, result) } })
  const { outcome, reasons } = outcomeOf(reading)
  if (staged && outcome !== 'refused') await keepPicture(tx, row, 'chip', staged)
  const about = { signer: input.signerId, verification: id, findings: reading.findings }
  const facts: Fact[] = [{ type: 'chip_read', ...about, outcome, reasons, chip_sha256: sha256 }]
  for (const reason of outcome === 'refused' ? reasons : [])
    facts.push(await failed(context, tx, journey, id, { reason, findings: reading.findings }))
  await append(
    context,
    tx,
    input.requestId,
    facts.map((fact) => ({ by: caller, fact })),
  )
}

/** What is certainly wrong ends the try, as an expired document does: better pictures would change nothing. */
function outcomeOf({ findings }: ChipReading): { outcome: ChipOutcome; reasons: readonly string[] } {
  const conclusion = conclude(findings, ['chip_authenticated'])
  switch (conclusion.outcome) {
    case 'passed':
      return { outcome: 'authenticated', reasons: [] }
    case 'referred':
      return { outcome: 'referred', reasons: conclusion.referrals }
    case 'failed':
      return { outcome: 'refused', reasons: [conclusion.reason] }
  }
}

async function failed(
  context: Context,
  tx: Tx,
  { signer }: Journey,
  verification: string,
  { reason, findings }: { reason: string; findings: readonly Finding[] },
): Promise<Fact> {
  const data = { status: 'failed', reason, decidedAt: context.now(), purgeAt: purgeAt(context, 'failed') } as const
  await tx.verification.update({ where: { id: verification }, data })
  const attempts_left = attemptsLeft(signer)
  await tellVerdict(context, tx, signer.id, { reason, isStuck: attempts_left === 0 })
  return { type: 'verification_failed', signer: signer.id, verification, reason, findings, attempts_left }
}

/** As the evidence has it. */
async function answered(context: Context, { requestId, signerId }: ChipInput, { id, attempt }: VerificationState): Promise<ImportedChip> {
  const { outcome, reasons, findings } = chipOf(await loadEvents(context, context.db, requestId), id)
  const words = (code: string) =>
    outcome === 'refused' ? reasonWords(DEFAULT_LANGUAGE, code).message : called(DEFAULT_LANGUAGE, 'referral', code)
  return { signerId, verificationId: id, attempt, outcome, reasons: reasons.map((code) => ({ code, message: words(code) })), findings }
}

function chipOf(events: readonly EvidenceEvent[], verification: string) {
  const found = events.find(({ fact }) => fact.type === 'chip_read' && fact.verification === verification)?.fact
  if (found?.type !== 'chip_read') throw new Error('the chip is not in the evidence')
  return found
}
