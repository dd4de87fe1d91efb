'use client'
// A conversation as its page follows it: asks twice a second for what is new, keeps what it has, and says how far it was read.

import { useEffect, useRef } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Thread, ThreadEntry, ThreadView } from '@/lib/http/schemas/message'
import type { Side } from '@/lib/domain/conversation'

/** So that each side sees what the other writes within a second. Asked for only while the conversation is open and its tab is seen. */
const EVERY_MS = 600

export class ThreadProblem extends Error {
  override readonly name = 'ThreadProblem'
}

async function call(address: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(address, { ...init, cache: 'no-store', headers: { accept: 'application/json', ...init.headers } })
  if (response.ok) return response.json()
  const body = (await response.json().catch(() => ({}))) as { error?: { message?: string } }
  throw new ThreadProblem(body.error?.message ?? '')
}

export const postMessage = (address: string, text: string, sentAs: string): Promise<unknown> => post(address, { text, sentAs })

const post = (address: string, body: object) =>
  call(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** `address`: of the conversation; its messages are posted there, and how far it was read below it. */
export function useThread(address: string, side: Side) {
  const queries = useQueryClient()
  const key = ['thread', address]
  const query = useQuery<Thread>({
    queryKey: key,
    queryFn: async () => {
      const known = queries.getQueryData<Thread>(key)
      const last = known?.entries.at(-1)?.number ?? 0
      const answer = (await call(`${address}?version=${known?.version ?? -1}&after=${last}`)) as ThreadView
      return known && !('entries' in answer) ? known : joined(known, answer as Thread)
    },
    refetchInterval: EVERY_MS,
    networkMode: 'always',
    retry: 1,
  })
  useReading(address, side, query.data)
  const write = async (text: string, sentAs: string): Promise<void> => {
    await postMessage(address, text, sentAs)
    await queries.invalidateQueries({ queryKey: key })
  }
  return { thread: query.data, stale: query.error !== null, write }
}

function joined(known: Thread | undefined, news: Thread): Thread {
  if (!news.readable) return { ...news, entries: [] }
  const entries: readonly ThreadEntry[] = known?.readable ? known.entries : []
  const last = entries.at(-1)?.number ?? 0
  return { ...news, entries: [...entries, ...news.entries.filter(({ number }) => number > last)] }
}

/** What stands on the page was read. */
function useReading(address: string, side: Side, thread: Thread | undefined): void {
  const told = useRef(0)
  const to = thread?.entries.findLast(({ by }) => by !== side)?.number ?? 0
  useEffect(() => {
    if (to <= told.current) return
    told.current = to
    // Where it fails, the next message is told with it.
    void post(`${address}/read`, { to }).catch(() => undefined)
  }, [address, to])
}
