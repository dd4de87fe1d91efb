// The catalogue against the folders of app/v1: every path that is served is described, and everything described is served.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Endpoint } from '../api/endpoint'
import { ENDPOINTS } from './catalogue'

/** Not of the API itself: unknown paths, the description, and links to files that open without a key. */
const ASIDE = ['[[...path]]', 'openapi.json', 'files/[token]/[name]']

const routes = readdirSync('app/v1', { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map((file) => path.dirname(file))
  .filter((folder) => !ASIDE.includes(folder))
const pathOf = (folder: string) => `/${folder.replaceAll('[', '{').replaceAll(']', '}')}`

test('every folder with a route is described, and every description has its folder', () => {
  expect(routes.map(pathOf).sort()).toEqual([...new Set(ENDPOINTS.map((endpoint) => endpoint.path))].sort())
  expect(ASIDE.filter((folder) => !existsSync(`app/v1/${folder}/route.ts`))).toEqual([])
})

test.each(routes)('%s serves exactly what is described at its path', async (folder) => {
  const source = readFileSync(`app/v1/${folder}/route.ts`, 'utf8')
  const [, called = ''] = /= serve\(([^)]*)\)/.exec(source) ?? []
  const served = await Promise.all(called.split(',').map((name) => imported(source, name.trim())))
  const described = ENDPOINTS.filter((endpoint) => endpoint.path === pathOf(folder))
  const names = (endpoints: readonly (Endpoint | undefined)[]) => endpoints.map((endpoint) => endpoint?.operationId).sort()
  expect(names(served)).toEqual(names(described))
})

test('each operation has a name, a method and a path of its own', () => {
  const keys = [...ENDPOINTS.map(({ operationId }) => operationId), ...ENDPOINTS.map(({ method, path: at }) => `${method} ${at}`)]
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

async function imported(source: string, name: string): Promise<Endpoint | undefined> {
  for (const [, names = '', from = ''] of source.matchAll(/import \{([^}]+)\} from '@\/lib\/http\/endpoints\/([\w-]+)'/g)) {
    const original = names
      .split(',')
      .map((entry) => entry.trim().split(' as '))
      .find((entry) => entry.at(-1)?.trim() === name)?.[0]
    if (original)
      return ((await import(/* @vite-ignore */ path.join(import.meta.dirname, `${from}.ts`))) as Record<string, Endpoint>)[original.trim()]
  }
  return undefined
}
