// The bench of forged documents: what is shown in place of a document, side by side with genuine ones, each through the reading and the judgement of the
// product. Pictures at rest; all is seeded. QSIGNHUB_BENCH_FORGERIES sets how many of each kind are shown.

import { analyseDocumentFrames } from '@/lib/identity/document/analyse'
import { findCard } from '@/lib/identity/document/card'
import { judgeDocumentSide, requiredOfSide, type OtherSide } from '@/lib/identity/document/judge'
import { rasterOf } from '@/lib/identity/document/raster'
import { rimOf } from '@/lib/identity/document/rim'
import { conclude } from '@/lib/identity/conclusion'
import { aspectOf, turned } from '@/lib/identity/engine/geometry'
import { decodeFrame, toGrey } from '@/lib/identity/engine/image'
import { answerFileUrls } from '@/lib/identity/engine/local-fetch'
import { loadOpenCv } from '@/lib/identity/engine/opencv'
import { loadEmbedding } from '@/lib/identity/face/embedding'
import { loadLandmarks } from '@/lib/identity/face/landmarks'
import { loadTextReader } from '@/lib/identity/print/text-reader'
import { POLICY } from '@/lib/identity/policy'
import { FORGERIES, GENUINE, showForgery, type Forgery } from '@/lib/testing/identity/forged-documents'
import { generatedDocument } from '@/lib/testing/identity/generated-documents'
import { photographed } from '@/lib/testing/identity/photographed'
import { CONDITIONS } from '@/lib/testing/identity/picture-flaws'

const NOW = new Date('2026-11-28T12:00:00Z')
const OF_EACH = Number(process.env['QSIGNHUB_BENCH_FORGERIES'] ?? 4)
const MOST_REFERRED = 0.05
const MOVEMENT = /movement|continuity/

export async function benchForgeries(): Promise<void> {
  answerFileUrls()
  await loadOpenCv()
  await loadLandmarks()
  await loadEmbedding()
  await loadTextReader()
  console.log('| shown in place of a document | passed | told |\n|---|---|---|')
  const genuine = [await shown(GENUINE.TD1, 3 * OF_EACH), await shown(GENUINE.TD3, OF_EACH)].flat()
  for (const forgery of FORGERIES) await shown(forgery, OF_EACH)
  await benchSigns(genuine)
}

async function shown(forgery: Forgery, count: number): Promise<readonly (readonly string[])[]> {
  const told: (readonly string[])[] = []
  for (let seed = 0; seed < count; seed++) told.push(await toldOf(forgery, seed))
  const times = new Map<string, number>()
  for (const reason of told.flatMap((reasons) => [...new Set(reasons)])) times.set(reason, (times.get(reason) ?? 0) + 1)
  const passed = told.filter((reasons) => reasons.length === 0).length
  console.log(`| ${forgery.name} | ${passed} of ${count} | ${[...times].map(([reason, often]) => `\`${reason}\` ${often}`).join(', ')} |`)
  return told
}

/** Both sides of a card, or the page of a passport: every reason for which one is refused or referred. */
async function toldOf(forgery: Forgery, seed: number): Promise<readonly string[]> {
  let otherSide: OtherSide | null = null
  const told: string[] = []
  for (const side of forgery.format === 'TD1' ? (['front', 'back'] as const) : (['front'] as const)) {
    const reading = await analyseDocumentFrames(await showForgery(forgery, side, seed, NOW), POLICY)
    const { documentType, zone, print } = reading
    const context = { documentType, country: null, now: NOW, specimens: true, minimumAge: 0, otherSide }
    const findings = judgeDocumentSide(reading, context, POLICY).filter(({ check }) => !MOVEMENT.test(check))
    if (process.env['QSIGNHUB_BENCH_FINDINGS'])
      console.log(side, findings.map(({ check, passed, score }) => `${passed ? '' : '!'}${check}=${score}`).join(' '))
    const conclusion = conclude(
      findings,
      requiredOfSide(reading, false).filter((check) => !MOVEMENT.test(check)),
    )
    told.push(...(conclusion.outcome === 'failed' ? [conclusion.reason] : conclusion.outcome === 'referred' ? conclusion.referrals : []))
    otherSide = { mrz: zone?.mrz ?? null, print }
  }
  return told
}

/** How often raster and rim, which need no reading, take genuine documents for forged ones, under every condition but that of a screen. */
async function benchSigns(genuine: readonly (readonly string[])[]): Promise<void> {
  let [all, suspected] = [0, 0]
  for (const [index, condition] of CONDITIONS.entries()) {
    if (condition.name === 'moire of a screen') continue
    for (let at = 0; at < 2 * OF_EACH; at++) {
      const number = index * 100 + at
      const { stills, documentType } = await photographed(generatedDocument(number), condition, number, NOW)
      const image = await decodeFrame(stills[0]?.jpeg ?? new Uint8Array(), 1920)
      const quad = findCard(toGrey(image))
      if (!quad) continue
      const [sideways, aspect] = [aspectOf(quad) < 1, aspectOf(quad)]
      const rim = rimOf(image, turned(quad, sideways ? 1 : 0), sideways ? 1 / aspect : aspect)
      const { maxRaster, maxStraightCorners, maxBordered } = POLICY.document
      const ofRim = documentType === 'national_id' && (rim.straight > maxStraightCorners || rim.bordered > maxBordered)
      all++
      if (ofRim || rasterOf(toGrey(image), quad) > maxRaster) suspected++
    }
  }
  const referred = genuine.filter((reasons) => reasons.length > 0).length
  console.log('\nTargets')
  for (const [title, met] of [
    [
      `raster and rim suspect at most 5 % of genuine documents under all conditions (${suspected} of ${all})`,
      suspected <= all * MOST_REFERRED,
    ],
    [
      `at most 5 % of genuine documents are refused or referred (${referred} of ${genuine.length})`,
      referred <= genuine.length * MOST_REFERRED,
    ],
  ] as const)
    console.log(`${met ? 'met   ' : 'MISSED'}  ${title}`)
}
