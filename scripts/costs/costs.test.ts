import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { overdrawn, unmatched } from './budget'
import { Ledger } from './ledger'
import { allProcesses, CAN_COUNT, secondsBelow } from './processes'

const children: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

test('CPU time is shared among the files that ran meanwhile', () => {
  const ledger = new Ledger()
  ledger.book(1, 10, ['a'])
  ledger.book(1, 14, ['a', 'b'])
  ledger.book(2, 3, ['b'])
  expect(ledger.entries).toEqual([
    ['a', 12],
    ['b', 5],
  ])
})

test('the time of a process that ended is neither counted nor subtracted', () => {
  const ledger = new Ledger()
  ledger.book(1, 10, ['a'])
  ledger.book(1, 4, ['a'])
  ledger.book(1, 5, ['a'])
  expect(ledger.of('a')).toBe(11)
})

test("time while nothing ran is nobody's", () => {
  const ledger = new Ledger()
  ledger.book(1, 10, [])
  ledger.book(1, 12, ['a'])
  expect(ledger.entries).toEqual([['a', 2]])
})

test.skipIf(!CAN_COUNT)('the time of a child counts below its parent, while it runs and after it has ended', async () => {
  // A program that uses a fifth of a second of CPU time, prints a word, and then lives until its input ends.
  const program = 'while (process.cpuUsage().user < 2e5); console.log("worked"); process.stdin.resume()'
  const child = spawn(process.execPath, [
    '-e',
    `const c = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(program)}], { stdio: 'inherit' })
    c.on('exit', () => { console.log('ended'); setInterval(() => undefined, 1000) })`,
  ])
  children.push(child)
  const below = () => secondsBelow(child.pid ?? 0, allProcesses())
  await once(child.stdout, 'data')
  expect(below()).toBeGreaterThanOrEqual(0.15)
  child.stdin.end()
  await once(child.stdout, 'data')
  expect(below()).toBeGreaterThanOrEqual(0.15)
})

test('a file that costs clearly more than its budget is named', () => {
  const budget = { 'a.spec.ts': 10, 'b.spec.ts': 100, 'c.spec.ts': 20 }
  const quiet = [['c.spec.ts', 18] as const, ['d.spec.ts', 1] as const]
  const named = (a: number, b: number) => overdrawn(budget, [['a.spec.ts', a], ['b.spec.ts', b], ...quiet])
  expect(named(20, 95)).toEqual([])
  expect(named(10, 169)).toEqual([expect.stringContaining('b.spec.ts took 169 CPU seconds')])
  expect(named(25, 95)).toEqual([expect.stringContaining('a.spec.ts took 25 CPU seconds, its budget is 10')])
})

test('a file without a budget is found, and a budget without a file', () => {
  const budget = { 'a.spec.ts': 10, 'gone.spec.ts': 1 }
  expect(unmatched(budget, ['a.spec.ts', 'd.spec.ts'], ['a.spec.ts', 'd.spec.ts'])).toEqual([
    expect.stringContaining('d.spec.ts has no budget'),
    expect.stringContaining('gone.spec.ts has a budget and is no file'),
  ])
  expect(unmatched({ 'a.spec.ts': 10 }, [], ['a.spec.ts'])).toEqual([])
})

test('a machine on which all files take more is busy, and a file that takes far more than the others is found there too', () => {
  const budget = { 'a.spec.ts': 10, 'b.spec.ts': 100, 'c.spec.ts': 20 }
  const busy = [['a.spec.ts', 15] as const, ['c.spec.ts', 30] as const]
  expect(overdrawn(budget, [['b.spec.ts', 240], ...busy])).toEqual([])
  expect(overdrawn(budget, [['b.spec.ts', 260], ...busy])).toEqual([expect.stringContaining('b.spec.ts took 260')])
})
