// The linters find what they are there for: each rule is broken once in a file of its own, and has to be named.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LINTERS } from './linters.mjs'

const root = path.resolve(import.meta.dirname, '..')
const project = mkdtempSync(path.join(tmpdir(), 'planted-'))

/** oxlint looks for its other half from where it is called. */
const OXLINT_TSGOLINT_PATH = path.join(root, 'node_modules/.bin/tsgolint')

const PLANTED: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['no-floating-promises', 'floating.ts', 'const work = () => Promise.resolve(1)\nwork()\n'],
  ['no-misused-promises', 'condition.ts', 'const work = () => Promise.resolve(1)\nexport const answer = work() ? 1 : 2\n'],
  ['no-misused-promises', 'argument.ts', 'export const later = [1].forEach(async (each) => { await Promise.resolve(each) })\n'],
  ['switch-exhaustiveness-check', 'switch.ts', 'export function name(kind: \'a\' | \'b\') {\n  switch (kind) {\n    case \'a\': return 1\n  }\n  return 0\n}\n'],
  ['no-non-null-assertion', 'assertion.ts', 'export const first = (list: string[]) => list[0]!\n'],
  ['no-unused-vars', 'unused.ts', 'const nobody = 1\nexport {}\n'],
  ['no-explicit-any', 'any.ts', 'export const anything = (value: any) => String(value)\n'],
  ['consistent-type-definitions', 'interface.ts', 'export interface Person { name: string }\n'],
  ['react-hooks/exhaustive-deps', 'dependency.tsx', 'import { useEffect } from \'react\'\nexport function Title({ text }: { text: string }) {\n  useEffect(() => { document.title = text }, [])\n  return null\n}\n'],
  ['react-hooks/rules-of-hooks', 'condition.tsx', 'import { useState } from \'react\'\nexport function Shown({ on }: { on: boolean }) {\n  if (on) useState(1)\n  return null\n}\n'],
  ['@next/next/no-img-element', 'image.tsx', 'export const Picture = () => <img src="/a.png" alt="" />\n'],
  ['max-lines', 'long.ts', Array.from({ length: 401 }, (_, line) => `export const line${line} = ${line}\n`).join('')],
  ['semi', 'semicolon.ts', 'export const one = 1;\n'],
  ['quotes', 'quotes.ts', 'export const one = "1"\n'],
]
/** What must not be complained of: else the rules above could be found by complaining of everything. */
const CLEAN = 'export async function name(kind: \'a\' | \'b\'): Promise<number> {\n  await Promise.resolve()\n  switch (kind) {\n    case \'a\': return 1\n    case \'b\': return 2\n  }\n}\n'

const found = new Map<string, string[]>()

beforeAll(() => {
  const config = { extends: path.join(root, 'tsconfig.json'), compilerOptions: { plugins: [], incremental: false, types: [] }, include: ['*.ts', '*.tsx'] }
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(path.join(project, 'clean.ts'), CLEAN)
  for (const [, file, source] of PLANTED) writeFileSync(path.join(project, file), source)
  for (const [, args] of LINTERS) {
    const here = args.map((argument) => (/^(?:lib(?!\/generated)|node_modules(?!\/\.cache))\//.test(argument) ? path.join(root, argument) : argument))
    const { stdout, stderr } = spawnSync(process.execPath, [...here, '--format', 'json'], { cwd: project, encoding: 'utf8', timeout: 100_000, env: { ...process.env, OXLINT_TSGOLINT_PATH } })
    for (const [file, rule] of complaints(stdout, stderr)) found.set(file, [...found.get(file) ?? [], rule])
  }
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

type Oxlint = { diagnostics: { code: string; filename: string }[] }
type EsLint = { filePath: string; messages: { ruleId: string | null }[] }[]

function complaints(stdout: string, stderr: string): [file: string, rule: string][] {
  try {
    const said = JSON.parse(stdout) as Oxlint | EsLint
    return Array.isArray(said)
      ? said.flatMap(({ filePath, messages }) => messages.map(({ ruleId }): [string, string] => [path.basename(filePath), ruleId ?? 'cannot be read']))
      : said.diagnostics.map(({ code, filename }): [string, string] => [path.basename(filename), code])
  } catch (cause) {
    throw new Error(`a linter did not answer:\n${stdout}\n${stderr}`, { cause })
  }
}

test.each(PLANTED)('%s in %s', (rule, file) => {
  expect(found.get(file)).toEqual([expect.stringContaining(rule)])
})

test('and nothing in what is as it should be', () => {
  expect(found.get('clean.ts')).toBeUndefined()
})
