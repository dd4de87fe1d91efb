// Puts a test context in the place of the process's installation, so that a test can call the routes in app/ as the server would.

import path from 'node:path'
import type { Installation } from '../context'
import type { Context } from '../operations/kernel/context'
import type { TestContext } from './test-context'

type Place = typeof globalThis & { qsignhubInstallation?: Promise<Installation> | undefined }
type Segment = { params: Promise<Record<string, string | string[]>> }
export type RouteModule = Partial<Record<string, (request: Request, segment: Segment) => Promise<Response>>>

/** Answers a function that takes it away again. */
export function asInstallation({ pki }: TestContext, context: Context): () => void {
  const place = globalThis as Place
  const installation = { pki, contextFor: () => context } as unknown as Installation
  place.qsignhubInstallation = Promise.resolve(installation)
  return () => {
    place.qsignhubInstallation = undefined
  }
}

/** `file`: below app/, such as `pki/tsa/route.ts`. */
export async function routeModule(file: string): Promise<RouteModule> {
  return (await import(/* @vite-ignore */ path.resolve('app', file))) as RouteModule
}
