import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const scratch = mkdtempSync(path.join(tmpdir(), 'steps-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Starts a program that runs steps; `lines` are its code. */
function program(lines: string): ChildProcessByStdio<null, Readable, null> {
  const steps = pathToFileURL(path.join(import.meta.dirname, 'steps.mjs')).href
  const file = path.join(scratch, `${crypto.randomUUID()}.mjs`)
  writeFileSync(
    file,
    `import { finish, step } from '${steps}'\nconst says = (text, status = 0) => ['-e', \`console.log('\${text}'); process.exitCode = \${status}\`]\n${lines}\n`,
  )
  return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function ran(lines: string): Promise<{ said: string; status: number | null }> {
  const child = program(lines)
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  const [status] = (await once(child, 'close')) as [number | null]
  return { said, status }
}

test('what succeeds is shown and counted', async () => {
  const { said, status } = await ran("await Promise.all([step('a', says('one')), step('b', says('two'))])\nfinish()")
  expect(status).toBe(0)
  expect(said).toContain('one\nok     a (')
  expect(said.split('\n').at(-2)).toBe('2 passed, 0 failed')
})

test('what failed is said again at the end, and the rest is run', async () => {
  const { said, status } = await ran("await step('a', says('broken', 3))\nawait step('b', says('two'))\nfinish()")
  expect(status).toBe(1)
  expect(said).toContain('FAILED a (')
  expect(said.slice(said.indexOf('ok     b'))).toContain('—— a ——\nbroken\n')
  expect(said.split('\n').slice(-3)).toEqual(['failed: a', '1 passed, 1 failed', ''])
})

test('a step that counts its tests is counted by them, and one that broke before it could count has failed', async () => {
  const counts = JSON.stringify(path.join(scratch, 'counts.json'))
  const writes = (content: object, status: number) =>
    `['-e', ${JSON.stringify(`require('node:fs').writeFileSync(${counts}, ${JSON.stringify(JSON.stringify(content))}); process.exitCode = ${status}`)}]`
  const counted = (args: string) => `await step('a', ${args}, { counts: ${counts} })\nfinish()`
  const broken = { name: path.resolve('lib/a.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] }
  const red = {
    ...broken,
    message: '',
    assertionResults: [
      { status: 'passed' },
      { status: 'failed', fullName: 'adds', failureMessages: ['\u001B[31mexpected 1\u001B[39m\n  to be 2'] },
    ],
  }
  for (const [content, status, end] of [
    [
      { numPassedTests: 7, numFailedTests: 2, testResults: [red] },
      1,
      ['failed: a', '  lib/a.test.ts › adds', '    expected 1 to be 2', '7 passed, 2 failed'],
    ],
    [
      { numPassedTests: 7, numFailedTests: 0, testResults: [broken] },
      1,
      ['failed: a', '  lib/a.test.ts', '    no such module', '7 passed, 1 failed'],
    ],
    [{ passed: 5, failed: 0, failures: [] }, 0, ['5 passed, 0 failed']],
    [{ passed: 5, failed: 0, failures: [] }, 1, ['failed: a', '5 passed, 1 failed']],
    [
      { passed: 5, failed: 1, failures: [{ test: 'a.spec.ts › b', reason: 'x'.repeat(2_000) }] },
      1,
      ['failed: a', '  a.spec.ts › b', `    ${'x'.repeat(300)}`, '5 passed, 1 failed'],
    ],
  ] as const) {
    const { said, status: ended } = await ran(counted(writes(content, status)))
    expect(ended).toBe(status)
    expect(said.split('\n').slice(-1 - end.length, -1)).toEqual(end)
  }
  // The counts of an earlier run do not count for this one.
  expect(await ran(counted("['-e', 'process.exit(1)']"))).toMatchObject({ status: 1, said: expect.stringContaining('0 passed, 1 failed') })
})

test('told to stop, it stops what its steps have started too', async () => {
  const grandchild = "console.log('works'); setInterval(() => undefined, 1000)"
  const child = program(
    `await step('a', ['-e', ${JSON.stringify(`require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' })`)}], { live: true })\nfinish()`,
  )
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  // The stream closes when the last process that writes to it has ended.
  expect((await once(child, 'close'))[0]).toBe(143)
})
