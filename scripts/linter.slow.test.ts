// The linter reports what it must: a file breaks each rule once, and the report has to name the rule.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LINTER } from './linter.mjs'

const root = path.resolve(import.meta.dirname, '..')
const project = mkdtempSync(path.join(tmpdir(), 'planted-'))

/** oxlint would look for tsgolint, which reads the types, from the working directory. */
const OXLINT_TSGOLINT_PATH = path.join(root, 'node_modules/.bin/tsgolint')

const PLANTED: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['no-floating-promises', 'floating.ts', 'const work = () => Promise.resolve(1)\nwork()\n'],
  ['no-misused-promises', 'condition.ts', 'const work = () => Promise.resolve(1)\nexport const answer = work() ? 1 : 2\n'],
  ['no-misused-promises', 'argument.ts', 'export const later = [1].forEach(async (each) => { await Promise.resolve(each) })\n'],
  [
    'switch-exhaustiveness-check',
    'switch.ts',
    "export function name(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a': return 1\n  }\n  return 0\n}\n",
  ],
  ['no-non-null-assertion', 'assertion.ts', 'export const first = (list: string[]) => list[0]!\n'],
  ['no-unused-vars', 'unused.ts', 'const nobody = 1\nexport {}\n'],
  ['no-explicit-any', 'any.ts', 'export const anything = (value: any) => String(value)\n'],
  ['consistent-type-definitions', 'interface.ts', 'export interface Person { name: string }\n'],
  [
    'react-hooks(exhaustive-deps)',
    'dependency.tsx',
    "import { useEffect } from 'react'\nexport function Title({ text }: { text: string }) {\n  useEffect(() => { document.title = text }, [])\n  return null\n}\n",
  ],
  [
    'react-hooks(rules-of-hooks)',
    'condition.tsx',
    "import { useState } from 'react'\nexport function Shown({ on }: { on: boolean }) {\n  if (on) useState(1)\n  return null\n}\n",
  ],
  ['next(no-img-element)', 'image.tsx', 'export const Picture = () => <img src="/a.png" alt="" />\n'],
  ['react(static-components)', 'inner.tsx', 'export function Page() {\n  const Inner = () => <p>a</p>\n  return <Inner />\n}\n'],
  [
    'react(set-state-in-render)',
    'render.tsx',
    "import { useState } from 'react'\nexport function Page() {\n  const [shown, show] = useState(0)\n  show(1)\n  return <p>{shown}</p>\n}\n",
  ],
  [
    'react(set-state-in-effect)',
    'effect.tsx',
    "import { useEffect, useState } from 'react'\nexport function Page() {\n  const [shown, show] = useState(0)\n  useEffect(() => { show(1) }, [])\n  return <p>{shown}</p>\n}\n",
  ],
  ['react(purity)', 'random.tsx', 'export const Page = () => <p>{Math.random()}</p>\n'],
  [
    'react(refs)',
    'ref.tsx',
    "import { useRef } from 'react'\nexport function Page() {\n  const count = useRef(0)\n  return <p>{count.current}</p>\n}\n",
  ],
  ['react(globals)', 'global.tsx', 'let count = 0\nexport function Page() {\n  count = 1\n  return <p>{count}</p>\n}\n'],
  [
    'react(error-boundaries)',
    'try.tsx',
    'export function Page() {\n  try {\n    return <p>yes</p>\n  } catch {\n    return <p>no</p>\n  }\n}\n',
  ],
  [
    'react(use-memo)',
    'memo.tsx',
    "import { useMemo } from 'react'\nexport const useNext = (from: number) => useMemo((by: number) => from + by, [from])\n",
  ],
  ['react(jsx-key)', 'key.tsx', "export const List = () => <ul>{['a'].map((each) => <li>{each}</li>)}</ul>\n"],
  [
    'jsx-a11y(alt-text)',
    'alt.tsx',
    'import Image from \'next/image\'\nexport const Picture = () => <Image src="/a.png" width={1} height={1} />\n',
  ],
  ['jsx-a11y(aria-props)', 'aria.tsx', 'export const Text = () => <p aria-lable="a">b</p>\n'],
  ['import(no-anonymous-default-export)', 'nameless.ts', 'export default { one: 1 }\n'],
  ['ban-ts-comment', 'silenced.ts', "// @ts-ignore\nexport const one: number = '1'\n"],
  ['no-unused-expressions', 'nothing.ts', 'export const one = 1\none === 2\n'],
  ['prefer-const', 'let.ts', 'let one = 1\nexport const two = () => one + 1\n'],
  ['no-require-imports', 'require.ts', "export const fs: unknown = require('node:fs')\n"],
  ['max-lines', 'long.ts', Array.from({ length: 481 }, (_, line) => `export const line${line} = ${line}\n`).join('')],
]
/** Code in which the linter must find nothing: a linter that reports everything would pass the tests above. */
const CLEAN =
  "export async function name(kind: 'a' | 'b'): Promise<number> {\n  await Promise.resolve()\n  switch (kind) {\n    case 'a': return 1\n    case 'b': return 2\n  }\n}\n"

const found = new Map<string, string[]>()

beforeAll(() => {
  const config = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: { plugins: [], incremental: false, types: [] },
    include: ['*.ts', '*.tsx'],
  }
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(path.join(project, 'clean.ts'), CLEAN)
  for (const [, file, source] of PLANTED) writeFileSync(path.join(project, file), source)
  const here = LINTER.map((argument) => (/^(?:lib(?!\/generated)|node_modules)\//.test(argument) ? path.join(root, argument) : argument))
  const { stdout, stderr } = spawnSync(process.execPath, [...here, '--format', 'json'], {
    cwd: project,
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...process.env, OXLINT_TSGOLINT_PATH },
  })
  for (const { code, filename } of complaints(stdout, stderr)) {
    const file = path.basename(filename)
    found.set(file, [...(found.get(file) ?? []), code])
  }
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

type Complaint = { code: string; filename: string }

function complaints(stdout: string, stderr: string): Complaint[] {
  try {
    return (JSON.parse(stdout) as { diagnostics: Complaint[] }).diagnostics
  } catch (cause) {
    throw new Error(`the linter did not answer:\n${stdout}\n${stderr}`, { cause })
  }
}

test.each(PLANTED)('%s in %s', (rule, file) => {
  expect(found.get(file)).toEqual([expect.stringContaining(rule)])
})

test('and nothing in what is as it should be', () => {
  expect(found.get('clean.ts')).toBeUndefined()
})
