// The bench of reading documents: 25 conditions of light, hands, print and camera over documents of 45 states in five prints, and open passports in 30
// positions. Each reading is compared with what was printed: exact, silently wrong, or refused, and then whether the reason is a right one.
// All is seeded. QSIGNHUB_BENCH_DOCUMENTS sets how many documents each condition is given: 24, which are 600 in all.

import { analyseDocumentFrames, type DocumentReading } from '@/lib/identity/document/analyse'
import { judgeDocumentSide, requiredOfSide } from '@/lib/identity/document/judge'
import { conclude } from '@/lib/identity/conclusion'
import { answerFileUrls } from '@/lib/identity/engine/local-fetch'
import { loadOpenCv } from '@/lib/identity/engine/opencv'
import { loadEmbedding } from '@/lib/identity/face/embedding'
import { loadLandmarks } from '@/lib/identity/face/landmarks'
import { parseMrz } from '@/lib/identity/mrz/parse'
import { POLICY } from '@/lib/identity/policy'
import { machineReadableZone } from '@/lib/testing/camera/documents/machine-readable-zone'
import type { Specimen } from '@/lib/testing/camera/documents/specimen'
import { generatedDocument } from '@/lib/testing/identity/generated-documents'
import { filmOpenPassport, passportOf, positionOf } from '@/lib/testing/identity/open-passports'
import { photographed } from '@/lib/testing/identity/photographed'
import { CONDITIONS, type Condition } from '@/lib/testing/identity/picture-flaws'

const NOW = new Date('2026-11-28T12:00:00Z')
const DOCUMENTS = Number(process.env['QSIGNHUB_BENCH_DOCUMENTS'] ?? 24)
const POSITIONS = 30

type Result = {
  exact: boolean
  accepted: boolean
  silentlyWrong: boolean
  reason: string | null
  rightly: boolean
  certainty: readonly [number, number] | null
}

export async function benchDocuments(): Promise<void> {
  answerFileUrls()
  await loadOpenCv()
  await loadLandmarks()
  await loadEmbedding()
  const all: Result[] = []
  console.log(`Documents, ${DOCUMENTS} under each condition: accepted, read exactly, silently wrong, refused with a right reason`)
  for (const [index, condition] of CONDITIONS.entries()) {
    const results: Result[] = []
    for (let at = 0; at < DOCUMENTS; at++) results.push(await documentUnder(condition, index * DOCUMENTS + at))
    print(condition.name, results)
    all.push(...results)
  }
  print('all', all)
  console.log('\nOpen passports: accepted with their movement')
  const passports: Result[] = []
  for (let number = 0; number < POSITIONS; number++) passports.push(await openPassport(number))
  print('open passports', passports)
  judge(all, passports)
}

async function documentUnder(condition: Condition, number: number): Promise<Result> {
  const document = generatedDocument(number)
  const reading = await analyseDocumentFrames(await photographed(document, condition, number, NOW), POLICY)
  const result = compared(reading, document, false)
  return { ...result, rightly: result.accepted || (condition.refused ?? []).includes(result.reason as never) }
}

async function openPassport(number: number): Promise<Result> {
  const position = positionOf(number)
  return compared(await analyseDocumentFrames(await filmOpenPassport(position, NOW), POLICY), passportOf(position), true)
}

const said = (mrz: unknown) => JSON.stringify(mrz)

/** `moved`: the movement is judged as well; of pictures held still only the reading is. */
function compared(reading: DocumentReading, document: Specimen, moved: boolean): Result {
  const { documentType, zone } = reading
  const context = { documentType, country: null, now: NOW, specimens: true, minimumAge: 0, otherSide: null }
  const findings = judgeDocumentSide(reading, context, POLICY).filter(({ check }) => moved || !/movement|continuity/.test(check))
  const required = requiredOfSide(reading, false).filter((check) => moved || !/movement|continuity/.test(check))
  const conclusion = conclude(findings, required)
  const truth = parseMrz(machineReadableZone(document), NOW)
  const exact = zone !== null && truth.ok && said(zone.mrz) === said(truth.mrz)
  const accepted = conclusion.outcome === 'passed'
  return {
    exact,
    accepted,
    silentlyWrong: accepted && !exact,
    reason: conclusion.outcome === 'failed' ? conclusion.reason : null,
    rightly: accepted,
    certainty: zone && [zone.weakest, zone.weakestUnchecked],
  }
}

function print(name: string, results: readonly Result[]): void {
  const count = (is: (result: Result) => boolean) => `${results.filter(is).length}`.padStart(4)
  const reasons = new Map<string, number>()
  for (const { reason } of results) if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const told = [...reasons].map(([reason, times]) => `${reason.replace('DOCUMENT_', '')} ${times}`).join(', ')
  const refused = results.filter(({ accepted }) => !accepted)
  console.log(
    `${name.padEnd(26)}${count(({ accepted }) => accepted)} of ${results.length}${count(({ exact }) => exact)} exact${count(({ silentlyWrong }) => silentlyWrong)} wrong  ` +
      `${refused.filter(({ rightly }) => rightly).length} of ${refused.length} rightly refused  ${told}`,
  )
}

/** The certainties of readings right and wrong, from which the limits of the policy come. */
function certainties(results: readonly Result[]): void {
  for (const [title, at] of [
    ['all characters', 0],
    ['those without check digit', 1],
  ] as const) {
    const of = (exact: boolean) =>
      results.flatMap((result) => (result.certainty && result.exact === exact ? [result.certainty[at]] : [])).sort((a, b) => a - b)
    const quantile = (values: readonly number[], part: number) =>
      (values[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN).toFixed(2)
    const [right, wrong] = [of(true), of(false)]
    console.log(
      `least certain of ${title}: right ${right.length}, 1 % below ${quantile(right, 0.01)}, 5 % ${quantile(right, 0.05)}, median ${quantile(right, 0.5)}; wrong ${wrong.length}, median ${quantile(wrong, 0.5)}, 5 % above ${quantile(wrong, 0.95)}, most ${quantile(wrong, 1)}`,
    )
  }
}

function judge(documents: readonly Result[], passports: readonly Result[]): void {
  const clean = documents.slice(0, DOCUMENTS)
  const refused = documents.filter(({ accepted }) => !accepted)
  const share = (results: readonly Result[], is: (result: Result) => boolean) =>
    results.length === 0 ? 1 : results.filter(is).length / results.length
  console.log('')
  certainties(documents)
  console.log('\nTargets')
  for (const [title, met] of [
    ['95 % of clean documents are read exactly', share(clean, ({ exact }) => exact) >= 0.95],
    ['85 % over all conditions', share(documents, ({ exact }) => exact) >= 0.85],
    ['none is silently wrong', [...documents, ...passports].every(({ silentlyWrong }) => !silentlyWrong)],
    ['95 % of refusals give a right reason', share(refused, ({ rightly }) => rightly) >= 0.95],
    ['27 of 30 open passports are accepted', passports.filter(({ accepted }) => accepted).length >= 27],
  ] as const)
    console.log(`${met ? 'met   ' : 'MISSED'}  ${title}`)
}
