// The bench of reading documents: 25 conditions of light, hands, print and camera over documents of 45 states in five prints; open passports in 30
// positions; and whole sides, zone and print, of genuine documents. Each reading is compared with what was printed. All is seeded, and what was
// measured is kept, so that a bench that was stopped goes on where it was.
//
//   npm run bench -- identity documents --count 24 --first 0 --only clean
//   npm run bench -- identity passports --count 30
//   npm run bench -- identity sides --count 30

import { parseArgs } from 'node:util'
import { analyseDocumentFrames, type DocumentReading } from '@/lib/identity/document/analyse'
import { judgeDocumentSide, legibleOf, requiredOfSide, type OtherSide } from '@/lib/identity/document/judge'
import { conclude, type Conclusion } from '@/lib/identity/conclusion'
import { answerFileUrls } from '@/lib/identity/engine/local-fetch'
import { loadOpenCv } from '@/lib/identity/engine/opencv'
import { loadEmbedding } from '@/lib/identity/face/embedding'
import { loadLandmarks } from '@/lib/identity/face/landmarks'
import { parseMrz } from '@/lib/identity/mrz/parse'
import { POLICY } from '@/lib/identity/policy'
import { loadTextReader } from '@/lib/identity/print/text-reader'
import { machineReadableZone } from '@/lib/testing/camera/documents/machine-readable-zone'
import type { Specimen } from '@/lib/testing/camera/documents/specimen'
import { generatedDocument } from '@/lib/testing/identity/generated-documents'
import { filmOpenPassport, passportOf, positionOf } from '@/lib/testing/identity/open-passports'
import { photographed, sidesOf } from '@/lib/testing/identity/photographed'
import { CONDITIONS, type Condition } from '@/lib/testing/identity/picture-flaws'
import { keptMeasurements } from './bench-kept'

const NOW = new Date('2026-11-28T12:00:00Z')
/** Numbers of documents that each condition has for itself. */
const APART = 1_000

type Result = {
  document: string
  exact: boolean
  /** `unread`: a side that would do as a front without a zone, so that the other one is asked for. */
  outcome: Conclusion['outcome'] | 'unread'
  told: readonly string[]
  rightly: boolean
  certainty: readonly [number, number] | null
  cpuMs: number
}

const IDENTITY = 'lib/identity'
const DRAWING = ['document-clip', 'generated-documents', 'grain', 'open-passports', 'photographed', 'picture-flaws']
/** What decides how a zone is read and judged; of whole sides, the print as well. */
const ZONES = [
  ...['document', 'engine', 'face', 'mrz'].map((room) => `${IDENTITY}/${room}`),
  ...['policy', 'conclusion', 'reasons'].map((file) => `${IDENTITY}/${file}.ts`),
  'lib/testing/camera',
  'scripts/bench-documents.ts',
  ...DRAWING.map((file) => `lib/testing/identity/${file}.ts`),
]
const kept = { zones: keptMeasurements('zones', ZONES), sides: keptMeasurements('sides', [...ZONES, `${IDENTITY}/print`]) }

async function load(): Promise<void> {
  answerFileUrls()
  await loadOpenCv()
  await loadLandmarks()
  await loadEmbedding()
  await loadTextReader()
}

function optionsOf(args: readonly string[], usual: number) {
  const { values } = parseArgs({
    args: [...args],
    options: { count: { type: 'string' }, first: { type: 'string' }, only: { type: 'string' } },
  })
  const first = Number(values.first ?? 0)
  const numbers = Array.from({ length: Number(values.count ?? usual) }, (_, at) => first + at)
  const conditions = CONDITIONS.filter(({ name }) => values.only === undefined || values.only.split(',').includes(name))
  if (conditions.length === 0) throw new Error(`--only ${CONDITIONS.map(({ name }) => name).join()}`)
  return { numbers, conditions }
}

/** The zone alone is read: what is printed beside it is the matter of whole sides. */
export async function benchDocuments(args: readonly string[]): Promise<void> {
  const { numbers, conditions } = optionsOf(args, 24)
  await load()
  const all = new Map<string, readonly Result[]>()
  for (const condition of conditions) {
    const results: Result[] = []
    for (const number of numbers) results.push(await documentUnder(condition, CONDITIONS.indexOf(condition) * APART + number))
    all.set(condition.name, results)
    complain(condition.name, results)
  }
  print('documents under one condition each', all)
  certainties([...all.values()].flat())
  judgeDocuments(all)
}

export async function benchPassports(args: readonly string[]): Promise<void> {
  const { numbers } = optionsOf(args, 30)
  await load()
  const results: Result[] = []
  for (const number of numbers) results.push(await openPassport(number))
  complain('open passports', results)
  print('open passports with their movement', new Map([['open passports', results]]))
  const wanted = Math.ceil(results.length * 0.9)
  targets([
    [`${wanted} of ${results.length} open passports are accepted`, results.filter(isAccepted).length >= wanted],
    ['none is silently wrong', !results.some(isSilentlyWrong)],
  ])
}

/** All sides of genuine documents, held as people hold them, zone and print. */
export async function benchSides(args: readonly string[]): Promise<void> {
  const { numbers } = optionsOf(args, 30)
  await load()
  const results: Result[] = []
  for (const number of numbers) results.push(await wholeDocument(number))
  complain('whole documents', results)
  print('all sides of genuine documents, typical phone', new Map([['whole documents', results]]))
  targets([
    ['5 % of genuine documents at most are referred or refused', share(results, (result) => !isAccepted(result)) <= 0.05],
    ['none is silently wrong', !results.some(isSilentlyWrong)],
  ])
}

async function measured(
  kind: keyof typeof kept,
  subject: readonly unknown[],
  measure: () => Promise<Omit<Result, 'cpuMs'>>,
): Promise<Result> {
  return (await kept[kind])(subject, async () => {
    spentMs = 0
    const result = await measure()
    return { ...result, cpuMs: Math.round(spentMs) }
  })
}

let spentMs = 0

/** What the reading costs, without what drawing the pictures does. */
async function read(...asked: Parameters<typeof analyseDocumentFrames>): Promise<DocumentReading> {
  const before = process.cpuUsage()
  const reading = await analyseDocumentFrames(...asked)
  const { user, system } = process.cpuUsage(before)
  spentMs += (user + system) / 1_000
  return reading
}

const documentUnder = (condition: Condition, number: number): Promise<Result> =>
  measured('zones', ['condition', condition.name, number], async () => {
    const document = generatedDocument(number)
    const reading = await read(await photographed(document, condition, number, NOW), POLICY, async () => [])
    const result = compared([reading], document, atRest)
    return { ...result, rightly: result.told.every((reason) => condition.refused?.some((right) => right === reason)) }
  })

const openPassport = (number: number): Promise<Result> =>
  measured('zones', ['open passport', number], async () => {
    const position = positionOf(number)
    const reading = await read(await filmOpenPassport(position, NOW), POLICY, async () => [])
    return compared([reading], passportOf(position), (check) => !PRINT.test(check))
  })

const wholeDocument = (number: number): Promise<Result> =>
  measured('sides', ['whole document', number], async () => {
    const document = generatedDocument(number)
    const condition = CONDITIONS.find(({ name }) => name === 'typical phone') as Condition
    const readings: DocumentReading[] = []
    for (const side of sidesOf(document)) readings.push(await read(await photographed(document, condition, number, NOW, side), POLICY))
    return compared(readings, document, (check) => !MOVEMENT.test(check))
  })

const MOVEMENT = /movement|continuity/
const PRINT = /^document_(print|sides|known)$/
/** Of pictures held still, whose print is not read. */
const atRest = (check: string) => !MOVEMENT.test(check) && !PRINT.test(check)

const said = (mrz: unknown) => JSON.stringify(mrz)

/** The sides in the order in which they are shown, judged by the checks that `counts`. */
function compared(readings: readonly DocumentReading[], document: Specimen, counts: (check: string) => boolean): Omit<Result, 'cpuMs'> {
  let otherSide: OtherSide | null = null
  const outcomes: Conclusion[] = []
  for (const reading of readings) {
    const { documentType, print: printed } = reading
    const context = { documentType, country: null, now: NOW, specimens: true, minimumAge: 0, otherSide }
    const findings = judgeDocumentSide(reading, context, POLICY).filter(({ check }) => counts(check))
    const zoneBefore = otherSide !== null && otherSide.mrz !== null
    outcomes.push(conclude(findings, requiredOfSide(reading, zoneBefore).filter(counts)))
    otherSide = { mrz: legibleOf(reading, POLICY), print: printed }
  }
  const zone = readings.map((reading) => reading.zone).findLast((each) => each !== null) ?? null
  const truth = parseMrz(machineReadableZone(document), NOW)
  const told = outcomes.flatMap((each): readonly string[] =>
    each.outcome === 'failed' ? [each.reason] : each.outcome === 'referred' ? each.referrals : [],
  )
  return {
    document: `${document.format} ${document.issuer} ${document.print?.face ?? ''}${document.print?.size ?? ''}`.trim(),
    exact: zone !== null && truth.ok && said(zone.mrz) === said(truth.mrz),
    outcome:
      (['failed', 'referred'] as const).find((outcome) => outcomes.some((each) => each.outcome === outcome)) ??
      (otherSide?.mrz ? 'passed' : 'unread'),
    told,
    rightly: told.length === 0,
    certainty: zone && [zone.weakest, zone.weakestUnchecked],
  }
}

const isAccepted = ({ outcome }: Result) => outcome === 'passed'
const isRefused = ({ outcome }: Result) => outcome === 'failed'
const isSilentlyWrong = (result: Result) => isAccepted(result) && !result.exact

const share = (results: readonly Result[], is: (result: Result) => boolean) =>
  results.length === 0 ? 1 : results.filter(is).length / results.length

/** What fell short, document by document: --only and --first show it again. */
function complain(name: string, results: readonly Result[]): void {
  for (const [at, { document, exact, outcome, told, certainty }] of results.entries()) {
    const certain = certainty?.map((value) => value.toFixed(2)).join(' ') ?? 'none'
    if (!exact || outcome !== 'passed')
      console.error(`${name} ${at}: ${document}, ${exact ? 'exact' : 'not exact'}, ${outcome} ${told.join()}, certainty ${certain}`)
  }
}

/** The table as Markdown, every figure as so many of so many. */
function print(title: string, conditions: ReadonlyMap<string, readonly Result[]>): void {
  console.log(`\n| ${title} | read exactly | accepted | silently wrong | with a right reason, of those refused | told |`)
  console.log('|---|---|---|---|---|---|')
  const rows = [...conditions, ...(conditions.size > 1 ? [['**all**', [...conditions.values()].flat()] as const] : [])]
  for (const [name, results] of rows) {
    const of = (is: (result: Result) => boolean, among = results) => `${among.filter(is).length} of ${among.length}`
    const times = new Map<string, number>()
    for (const each of results.flatMap(({ told }) => told)) times.set(each, (times.get(each) ?? 0) + 1)
    const told = [...times].map(([each, count]) => `\`${each}\` ${count}`).join(', ')
    const refused = results.filter(isRefused)
    const right = refused.length === 0 ? '' : of(({ rightly }) => rightly, refused)
    console.log(
      `| ${name} | ${of(({ exact }) => exact)} | ${of(isAccepted)} | ${results.filter(isSilentlyWrong).length} | ${right} | ${told} |`,
    )
  }
  const spent = [...conditions.values()]
    .flat()
    .map(({ cpuMs }) => cpuMs)
    .sort((a, b) => a - b)
  console.log(`\nProcessor of a reading: median ${spent[spent.length >> 1]} ms, most ${spent.at(-1)} ms`)
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
      `Least certain of ${title}: ${right.length} right, 1 % below ${quantile(right, 0.01)}, 5 % ${quantile(right, 0.05)}, median ${quantile(right, 0.5)}; ` +
        `${wrong.length} wrong, median ${quantile(wrong, 0.5)}, most ${quantile(wrong, 1)}`,
    )
  }
}

function judgeDocuments(conditions: ReadonlyMap<string, readonly Result[]>): void {
  const all = [...conditions.values()].flat()
  targets([
    ['95 % of clean documents are read exactly', share(conditions.get('clean') ?? [], ({ exact }) => exact) >= 0.95],
    ['85 % over all conditions', share(all, ({ exact }) => exact) >= 0.85],
    ['none is silently wrong', !all.some(isSilentlyWrong)],
    ['95 % of refusals give a right reason', share(all.filter(isRefused), ({ rightly }) => rightly) >= 0.95],
  ])
}

function targets(all: readonly (readonly [title: string, met: boolean])[]): void {
  console.log('\nTargets')
  for (const [title, met] of all) console.log(`${met ? 'met   ' : 'MISSED'}  ${title}`)
}
