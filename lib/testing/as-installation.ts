// Puts a test context in the place of the process's installation, so that a test can call the routes in app/ as the server would.

import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Installation } from '../context'
import type { Context } from '../operations/kernel/context'
import { testContext, type TestContext } from './test-context'

type Place = typeof globalThis & { qsignhubInstallation?: Promise<Installation> | undefined }
type Params = Record<string, string | string[]>
type RouteModule = Partial<Record<string, (request: Request, segment: { params: Promise<Params> }) => Promise<Response>>>

/** For all tests of a file. What it answers is filled before the first of them. */
export function installation(): TestContext {
  const test = {} as TestContext
  let takeAway = (): void => undefined
  beforeAll(async () => {
    Object.assign(test, await testContext())
    takeAway = asInstallation(test, test.context)
  })
  afterAll(async () => {
    takeAway()
    await test.close()
  })
  return test
}

/** Answers a function that takes it away again. */
export function asInstallation({ pki }: TestContext, context: Context): () => void {
  const place = globalThis as Place
  place.qsignhubInstallation = Promise.resolve({ pki, contextFor: () => context } as unknown as Installation)
  return () => {
    place.qsignhubInstallation = undefined
  }
}

/** `file`: below app/, such as `pki/tsa/route.ts`. Undefined where the route does not know the method. */
export async function callRoute(file: string, request: Request, params: Params = {}): Promise<Response | undefined> {
  const route = (await import(/* @vite-ignore */ path.resolve('app', file))) as RouteModule
  return route[request.method]?.(request, { params: Promise.resolve(params) })
}
