// Reports what each file of stories cost in CPU seconds, against e2e/budget.json: of its workers, their browsers and own servers whole, of
// the server that all share its part of the time in which it ran. Names the files that cost clearly more; a file without a budget fails the run.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter'
import { overdrawn, unmatched, type Budget } from '../scripts/costs/budget'
import { Ledger } from '../scripts/costs/ledger'
import { allProcesses, CAN_COUNT, secondsBelow } from '../scripts/costs/processes'
import { processOfWorker } from './announce-worker'
import { runFolder, theRun } from './run'
import { WHOLE } from './whole'

const EVERY_MS = 1_000
const RESULTS = path.resolve(import.meta.dirname, '../test-results')
const SETTING_UP = 'setting up, and between stories'

export default class Costs implements Reporter {
  private readonly ledger = new Ledger()
  /** The file whose story a worker runs, or ran last: later work of the worker counts for it. */
  private readonly fileOf = new Map<number, string>()
  private readonly running = new Map<TestResult, string>()
  private readonly stories = new Map<string, number>()
  private timer: NodeJS.Timeout | undefined
  private suite: Suite | undefined
  private keeper: number | undefined

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite
    if (CAN_COUNT) this.timer = setInterval(() => this.look(), EVERY_MS)
  }

  onTestBegin(test: TestCase, result: TestResult): void {
    this.look()
    // A story that is skipped before it begins has no worker.
    if (result.workerIndex < 0) return
    const file = fileOf(test)
    this.running.set(result, file)
    this.fileOf.set(result.workerIndex, file)
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.look()
    this.running.delete(result)
    if (result.status !== 'skipped') this.stories.set(fileOf(test), (this.stories.get(fileOf(test)) ?? 0) + 1)
  }

  async onEnd(result: FullResult): Promise<{ status?: FullResult['status'] }> {
    clearInterval(this.timer)
    this.look()
    const tests = this.suite?.allTests() ?? []
    const failed = tests
      .filter((test) => !test.ok())
      .map((test) => ({ test: test.titlePath().filter(Boolean).join(' › '), reason: reasonOf(test) }))
    const passed = tests.filter((test) => test.ok() && test.outcome() !== 'skipped').length
    const faults = this.report().map((fault) => ({ test: 'BUDGET', reason: fault }))
    for (const { test, reason } of faults) console.log(`${test} ${reason}`)
    const failures = [...failed, ...faults]
    mkdirSync(RESULTS, { recursive: true })
    writeFileSync(path.join(RESULTS, 'counts.json'), JSON.stringify({ passed, failed: failures.length, failures }))
    return result.status === 'passed' && faults.length > 0 ? { status: 'failed' } : {}
  }

  /** Adds the time since the last measurement. */
  private look(): void {
    if (!CAN_COUNT || !runFolder()) return
    const all = allProcesses()
    const files = [...new Set(this.running.values())]
    const keeper = (this.keeper ??= theRun().group)
    this.ledger.book(keeper, secondsBelow(keeper, all), files.length > 0 ? files : [SETTING_UP])
    for (const [worker, file] of this.fileOf) {
      const pid = processOfWorker(worker)
      if (pid !== undefined && all.has(pid)) this.ledger.book(pid, secondsBelow(pid, all), [file])
    }
  }

  /** Prints the table; names the files that cost more than their budget; answers what is wrong with the list of budgets. */
  private report(): string[] {
    if (!CAN_COUNT) {
      console.log('\nCPU seconds are counted on Linux only: no budget was checked.')
      return []
    }
    const budget = JSON.parse(readFileSync(path.join(import.meta.dirname, 'budget.json'), 'utf8')) as Budget
    const own = process.cpuUsage()
    this.ledger.book(process.pid, (own.user + own.system) / 1e6, [SETTING_UP])
    const rows = this.ledger.entries.map(([name, seconds]) => ({ name, seconds, stories: this.stories.get(name), planned: budget[name] }))
    const sum = rows.reduce((total, { seconds }) => total + seconds, 0)
    console.log(`\n${'CPU s'.padStart(7)} ${'budget'.padStart(7)} ${'stories'.padStart(8)}  file`)
    for (const { name, seconds, stories = '', planned = '' } of rows) {
      console.log(`${seconds.toFixed(1).padStart(7)} ${String(planned).padStart(7)} ${String(stories).padStart(8)}  ${name}`)
    }
    console.log(`${sum.toFixed(1).padStart(7)} ${' '.repeat(16)}  sum`)
    const table = rows.map(({ name, seconds, stories = '' }) => `| ${name} | ${stories} | ${seconds.toFixed(0)} |`)
    mkdirSync(RESULTS, { recursive: true })
    writeFileSync(
      path.join(RESULTS, 'costs.md'),
      ['| file | stories | CPU s |', '|---|---|---|', ...table, `| sum | | ${sum.toFixed(0)} |`, ''].join('\n'),
    )
    if (WHOLE) return []
    const costs = this.ledger.entries.filter(([name]) => name !== SETTING_UP)
    for (const dear of overdrawn(budget, costs)) console.log(`DEAR ${dear}`)
    const there = Object.keys(budget).filter((file) => existsSync(path.join(import.meta.dirname, file)))
    return unmatched(
      budget,
      costs.map(([file]) => file),
      there,
    )
  }
}

function reasonOf(test: TestCase): string {
  return test.results
    .flatMap(({ errors }) => errors)
    .map(({ message = '' }) => message)
    .join(' ')
}

/** As the budget names it, from e2e on. */
function fileOf(test: TestCase): string {
  return path.relative(import.meta.dirname, test.location.file).replaceAll(path.sep, '/')
}
