// The bench: the signing engine at each level against the floor (hash and raw signatures) and against @libpdf/core; then the REST API, and
// identity checks of a crowd.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { levels, type Level } from '@/lib/signature/level'
import { memorySource } from '@/lib/signature/pdf/source'
import { placeFields } from '@/lib/signature/fields'
import { placeOf } from '@/lib/signature/placement'
import { benchApi } from './bench-api'
import { benchBodies } from './bench-bodies'
import { benchDirect } from './bench-direct'
import { benchFlips } from './bench-flips'
import { benchGrid } from './bench-grid'
import { benchHostile } from './bench-hostile'
import { benchIdentity } from './bench-identity'
import { benchValidation } from './bench-validation'
import { runCase, type BenchCase, type Contender, type Measured } from './bench-case'
import { samplePdf } from './sample-pdf'

type Input = { label: string; file: string; runs: number }
type Row = { key: string; input: string; level: Level; contender: Contender; measured: Measured }

const marker = '--case='

async function main(): Promise<void> {
  const argument = process.argv.find((value) => value.startsWith(marker))
  if (argument) {
    const result = await runCase(JSON.parse(argument.slice(marker.length)) as BenchCase)
    process.stdout.write(JSON.stringify(result))
    return
  }
  const part = process.argv[2]
  const parts = {
    signing: benchSigning,
    api: benchApi,
    identity: benchIdentity,
    bodies: benchBodies,
    hostile: benchHostile,
    grid: benchGrid,
    flips: benchFlips,
    validation: benchValidation,
    direct: benchDirect,
  }
  if (part !== undefined && !(part in parts)) throw new Error(`npm run bench -- ${Object.keys(parts).join(' | ')}`)
  for (const [name, bench] of Object.entries(parts)) if (part === undefined || part === name) await bench(process.argv.slice(3))
}

function benchSigning(): void {
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-'))
  try {
    const rows = compare(inputs(directory))
    print(rows)
    judge(rows)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function inputs(directory: string): Input[] {
  const make = (label: string, pages: number, imageBytes: number, runs: number): Input => {
    const bytes = samplePdf({ pages, imageBytes })
    const source = memorySource(bytes)
    const place = placeOf(source, { page: pages, x: 72, y: 640, width: 200, height: 80 })
    const file = path.join(directory, `${pages}.pdf`)
    writeFileSync(file, Buffer.concat([bytes, placeFields(source, [{ name: 'signer', ...place }])]))
    return { label, file, runs }
  }
  return [make('1 page', 1, 0, 200), make('100 pages', 100, 20_000, 60), make('50 MB', 200, 262_144, 9)]
}

/**
 * Runs each case in a process of its own, so that the peak of memory belongs to it alone. Cases with a target for memory run in three
 * processes, because the peak differs by several megabytes with the moment at which garbage is collected.
 */
function compare(files: readonly Input[]): Row[] {
  const rows: Row[] = []
  for (const key of ['ecdsa', 'rsa'] as const) {
    for (const { label, file, runs } of files) {
      for (const level of levels) {
        for (const contender of contendersFor(label)) {
          const slow = contender === '@libpdf/core' ? Math.max(3, Math.floor(runs / 6)) : runs
          const times = contender.endsWith('(file)') ? 3 : 1
          const measured = Array.from({ length: times }, () => inOwnProcess({ key, file, level, contender, runs: slow }))
          rows.push({ key, input: label, level, contender, measured: middleOf(measured) })
          process.stderr.write('.')
        }
      }
    }
  }
  process.stderr.write('\n')
  return rows
}

/** The fastest run of all processes, and the medians of their medians and peaks. */
function middleOf(measured: readonly Measured[]): Measured {
  const middle = (of: (one: Measured) => number): number => measured.map(of).sort((a, b) => a - b)[measured.length >> 1] ?? NaN
  return {
    minimum: Math.min(...measured.map(({ minimum }) => minimum)),
    median: middle(({ median }) => median),
    peak: middle(({ peak }) => peak),
  }
}

function contendersFor(label: string): Contender[] {
  return label === '50 MB' ? ['floor', 'engine', 'floor (file)', 'engine (file)', '@libpdf/core'] : ['floor', 'engine', '@libpdf/core']
}

function inOwnProcess(benchCase: BenchCase): Measured {
  const script = fileURLToPath(import.meta.url)
  const output = execFileSync(process.execPath, [...process.execArgv, '--expose-gc', script, marker + JSON.stringify(benchCase)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output.toString()) as Measured
}

function print(rows: readonly Row[]): void {
  const head = ['key', 'input', 'level', 'contender', 'min ms', 'median', 'x floor', 'peak MB']
  const lines = rows.map((row) => {
    const base = floorOf(rows, row)
    const { minimum, median, peak } = row.measured
    const ratio = base ? (minimum / base.minimum).toFixed(2) : ''
    return [row.key, row.input, row.level, row.contender, minimum.toFixed(2), median.toFixed(2), ratio, peak.toFixed(0)]
  })
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)))
  const row = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i < 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  console.log(row(head))
  lines.forEach((line, i) => {
    if (i > 0 && rows[i]?.input !== rows[i - 1]?.input) console.log()
    console.log(row(line))
  })
}

function floorOf(rows: readonly Row[], row: Row): Measured | undefined {
  const contender: Contender = row.contender === 'engine (file)' || row.contender === 'floor (file)' ? 'floor (file)' : 'floor'
  return find(rows, { ...row, contender })
}

function find(rows: readonly Row[], wanted: Pick<Row, 'key' | 'input' | 'level' | 'contender'>): Measured | undefined {
  return rows.find(
    (row) => row.key === wanted.key && row.input === wanted.input && row.level === wanted.level && row.contender === wanted.contender,
  )?.measured
}

function judge(rows: readonly Row[]): void {
  const at = (input: string, contender: Contender): Measured => {
    const measured = find(rows, { key: 'ecdsa', input, level: 'B-LTA', contender })
    if (!measured) throw new TypeError('case was not measured')
    return measured
  }
  const file = at('50 MB', 'engine (file)')
  const floor = at('50 MB', 'floor (file)')
  const targets: [string, number, number][] = [
    ['1 page, ms', at('1 page', 'engine').minimum, 2],
    ['100 pages, ms', at('100 pages', 'engine').minimum, 6],
    ['50 MB from a file, x floor', file.minimum / floor.minimum, 1.3],
    ['50 MB from a file, MB above the floor', file.peak - floor.peak, 25],
    ...(['1 page', '100 pages', '50 MB'] as const).map((input): [string, number, number] => {
      const ours = at(input, input === '50 MB' ? 'engine (file)' : 'engine')
      return [`${input}, share of @libpdf/core`, ours.minimum / at(input, '@libpdf/core').minimum, 0.1]
    }),
  ]
  console.log('\nTargets (B-LTA, ECDSA P-256)')
  for (const [title, value, limit] of targets) {
    console.log(`${value <= limit ? 'met   ' : 'MISSED'}  ${title}: ${value.toFixed(2)} (at most ${limit})`)
  }
}

await main()
