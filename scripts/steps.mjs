// Programs of Node as steps of a larger one: several beside each other, each shown whole when it ends, with its CPU seconds; the failed ones
// again at the end, then each failed test in a line, and one line that counts. Told to stop, it stops them all.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const TICKS_PER_SECOND = 100
/** What a step that was told to stop gets to put away what it holds. */
const STOP_WITHIN_MS = 10_000
/** Of what a failed test says: enough to know it by. */
const REASON_CHARACTERS = 300

const ended = []
const running = new Set()
let booked
let stopping = false

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
])
  process.on(signal, () => void stop(128 + number))

/**
 * Runs it; `live`: what it says is shown at once. `counts`: the file into which it writes how many of its tests passed and failed, as
 * { passed, failed, failures: [{ test, reason }] } or as Vitest's report; without one it counts as one. Answers whether it succeeded.
 */
export function step(name, args, { live = false, counts, env = {} } = {}) {
  if (stopping) return false
  if (counts) rmSync(counts, { force: true })
  const began = Date.now()
  // What ended while no step ran is no step's.
  if (running.size === 0) booked = secondsOfChildren()
  return new Promise((resolve) => {
    // A group of its own: what a step has started is told to stop with it.
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
      env: { ...process.env, ...env },
      detached: true,
    })
    running.add(child)
    const said = []
    for (const stream of live ? [] : [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
    child.on('close', (status) => {
      running.delete(child)
      const output = Buffer.concat(said)
      process.stdout.write(output)
      const took = [`${((Date.now() - began) / 1000).toFixed(0)} s`, ...cpuSeconds()].join(', ')
      const passed = status === 0
      if (!stopping) console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${took})`)
      ended.push({ name, passed, output, ...counted(counts, passed) })
      resolve(passed)
    })
  })
}

/** Says again what failed, counts, and ends the process. */
export function finish() {
  const failed = ended.filter(({ passed }) => !passed)
  // With one step there was nothing else in between.
  if (ended.length > 1) {
    for (const { name, output } of failed) {
      console.log(`\n—— ${name} ——`)
      process.stdout.write(output)
    }
  }
  // Last, because of a long output often only the end is kept.
  if (failed.length > 0) console.log(`\nfailed: ${failed.map(({ name }) => name).join(', ')}`)
  for (const { test, reason } of failed.flatMap(({ failures }) => failures)) console.log(`  ${test}\n    ${inOneLine(reason)}`)
  const sum = (of) => ended.reduce((total, each) => total + of(each), 0)
  console.log(`${sum((each) => each.succeeded)} passed, ${sum((each) => each.failed)} failed`)
  process.exitCode = failed.length === 0 ? 0 : 1
}

/** A step that failed has a failure, also where it ended before it could count. */
function counted(file, passed) {
  if (!file || !existsSync(file)) return { succeeded: passed ? 1 : 0, failed: passed ? 0 : 1, failures: [] }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const { succeeded, failed, failures } = report.testResults
    ? ofVitest(report)
    : { succeeded: report.passed, failed: report.failed, failures: report.failures }
  return { succeeded, failed: passed ? failed : Math.max(1, failed), failures }
}

/** A file that could not be read has no tests, but a message. */
function ofVitest({ numPassedTests, numFailedTests, testResults }) {
  const failures = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = path.relative(process.cwd(), name)
      const tests = assertionResults.filter(({ status }) => status === 'failed')
      if (tests.length === 0) return [{ test: file, reason: message ?? '' }]
      return tests.map(({ fullName, failureMessages }) => ({ test: `${file} › ${fullName}`, reason: failureMessages.join(' ') }))
    })
  return { succeeded: numPassedTests, failed: numFailedTests, failures }
}

function inOneLine(reason) {
  return stripVTControlCharacters(reason).replace(/\s+/gu, ' ').trim().slice(0, REASON_CHARACTERS)
}

/** What the step that has just ended took, with all it had started; Linux alone tells. */
function cpuSeconds() {
  const total = secondsOfChildren()
  if (total === undefined) return []
  const took = total - booked
  booked = total
  return [`${took.toFixed(0)} CPU s`]
}

function secondsOfChildren() {
  if (!existsSync('/proc/self/stat')) return undefined
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return (fields[13] + fields[14]) / TICKS_PER_SECOND
}

async function stop(status) {
  if (stopping) return
  stopping = true
  const all = [...running]
  const tell = (each, what) => {
    try {
      process.kill(-each.pid, what)
    } catch {
      /* it has ended */
    }
  }
  for (const child of all) tell(child, 'SIGINT')
  await Promise.race([
    Promise.all(all.map((child) => new Promise((resolve) => child.once('close', resolve)))),
    new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS)),
  ])
  for (const child of all) tell(child, 'SIGKILL')
  process.exit(status)
}
