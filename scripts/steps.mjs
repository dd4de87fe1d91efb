// Runs Node programs as steps, several beside each other. The output of a step is shown when it ends, with its CPU seconds. At the end come
// the steps that failed once more, each failed test in a line, and a line with counts. A signal to stop stops all steps.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const TICKS_PER_SECOND = 100
/** How long a step may clean up after the signal to stop. */
const STOP_WITHIN_MS = 10_000
/** How much of the message of a failed test is shown: enough to recognise it. */
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
 * Runs a step and answers whether it succeeded. `live`: its output is shown at once. `counts`: the file into which the step writes how many
 * of its tests passed and failed, as { passed, failed, failures: [{ test, reason }] } or as Vitest's report; without it, it counts as one
 * test.
 */
export function step(name, args, { live = false, counts, env = {} } = {}) {
  if (stopping) return false
  if (counts) rmSync(counts, { force: true })
  const began = Date.now()
  // CPU time of programs that ended while no step ran belongs to no step.
  if (running.size === 0) booked = secondsOfChildren()
  return new Promise((resolve) => {
    // In a process group of its own, so that a signal reaches what the step has started, too.
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

/** Shows again what failed, then the counts, and sets the exit status. */
export function finish() {
  const failed = ended.filter(({ passed }) => !passed)
  // The output of a single step has just been shown.
  if (ended.length > 1) {
    for (const { name, output } of failed) {
      console.log(`\n—— ${name} ——`)
      process.stdout.write(output)
    }
  }
  // At the end, because of a long output often only the end is kept.
  if (failed.length > 0) console.log(`\nfailed: ${failed.map(({ name }) => name).join(', ')}`)
  for (const { test, reason } of failed.flatMap(({ failures }) => failures)) console.log(`  ${test}\n    ${inOneLine(reason)}`)
  const sum = (of) => ended.reduce((total, each) => total + of(each), 0)
  console.log(`${sum((each) => each.succeeded)} passed, ${sum((each) => each.failed)} failed`)
  process.exitCode = failed.length === 0 ? 0 : 1
}

/** The tests of a step. A step that failed counts as at least one failure, also where it ended before it wrote its counts. */
function counted(file, passed) {
  if (!file || !existsSync(file)) return { succeeded: passed ? 1 : 0, failed: passed ? 0 : 1, failures: [] }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const { succeeded, failed, failures } = report.testResults
    ? ofVitest(report)
    : { succeeded: report.passed, failed: report.failed, failures: report.failures }
  return { succeeded, failed: passed ? failed : Math.max(1, failed), failures }
}

/** Counts of Vitest's report. A test file that could not be loaded has no tests in it, but a message. */
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

/** The CPU time of the step that has just ended and of all that it had started; on Linux only. */
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
      /* the process has ended already */
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
