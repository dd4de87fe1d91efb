'use client'
// What every place of the journey shares: the view, kept fresh, and the acts that change it.

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Act, JourneyView } from '@/lib/http/schemas/journey'
import { JourneyProblem, postAct, readJourney, takeOver } from './journey-client'

const AWAITING_MS = 2_000
const IDLE_MS = 5_000
/** The act of signing is sent again until it is answered; the same body never signs twice. */
const SIGN_RETRY_MS = [1_000, 2_000, 3_000, 5_000] as const

type Pending = Act['act'] | 'take_over' | null

type Journey = {
  signer: string
  view: JourneyView
  /** Server time minus this device's, in ms. */
  clockOffset: number
  pending: Pending
  /** True while an answer is asked for again after the network failed. */
  retrying: boolean
  problem: JourneyProblem | null
  /** Resolves to whether the act was done; if not, `problem` says why. */
  act(act: Act): Promise<boolean>
  takeOverHere(): Promise<void>
  report(problem: JourneyProblem | null): void
  refresh(): Promise<void>
}

const JourneyContext = createContext<Journey | null>(null)

export function useJourney(): Journey {
  const journey = useContext(JourneyContext)
  if (journey === null) throw new Error('useJourney is for the pages of a journey')
  return journey
}

function pollEvery(view: JourneyView | undefined): number | false {
  if (view === undefined) return false
  if (view.place.at === 'closed') return view.place.because === 'signed' ? IDLE_MS : false
  const awaiting =
    inLine(view) ||
    view.presence?.offer ||
    view.place.at === 'waiting' ||
    !view.activeHere ||
    (view.place.at === 'step' && view.place.step === 'identity')
  return awaiting ? AWAITING_MS : IDLE_MS
}

/** Pictures of this signer are being read, or wait until those of others have been. */
const inLine = ({ verification }: JourneyView): boolean => typeof verification?.othersBefore === 'number'

export function useJourneyView(signer: string) {
  return useQuery<JourneyView, JourneyProblem>({
    queryKey: ['journey', signer],
    queryFn: () => readJourney(signer),
    refetchInterval: (query) => pollEvery(query.state.data),
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    // Browsers guess wrongly whether they are offline: the page shows what they say, and queries are tried all the same.
    networkMode: 'always',
    retry: (count, problem) => problem.code === 'NETWORK' && count < 2,
  })
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function signUntilAnswered(signer: string, act: Act, onRetry: () => void): Promise<JourneyView> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await postAct(signer, act)
    } catch (problem) {
      if (!(problem instanceof JourneyProblem) || (problem.code !== 'NETWORK' && problem.code !== 'UNAVAILABLE')) throw problem
      onRetry()
      await pause(SIGN_RETRY_MS[Math.min(attempt, SIGN_RETRY_MS.length - 1)] ?? 5_000)
    }
  }
}

/**
 * The reading of pictures may outlast the connection, or the patience of a proxy. Whoever sends the act again learns that it goes on, and
 * waits until it is over: then the act is done, or the server asks for other pictures.
 */
async function submitUntilRead(signer: string, act: Act): Promise<JourneyView> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await postAct(signer, act)
    } catch (problem) {
      if (!(problem instanceof JourneyProblem)) throw problem
      if (attempt > 0 && problem.code === 'CHALLENGE_EXPIRED') return readJourney(signer)
      if (problem.code !== 'READING_IN_PROGRESS') throw problem
      await pause(AWAITING_MS)
    }
  }
}

/** `readAt`: when the view arrived, in ms of this device's clock. */
export function JourneyProvider({
  signer,
  view,
  readAt,
  children,
}: {
  signer: string
  view: JourneyView
  readAt: number
  children: ReactNode
}) {
  const queries = useQueryClient()
  const [state, setState] = useState<{ pending: Pending; retrying: boolean; problem: JourneyProblem | null }>({
    pending: null,
    retrying: false,
    problem: null,
  })

  const clockOffset = Date.parse(view.now) - readAt
  const run = useCallback(
    async (name: NonNullable<Pending>, work: () => Promise<JourneyView>): Promise<boolean> => {
      setState({ pending: name, retrying: false, problem: null })
      await queries.cancelQueries({ queryKey: ['journey', signer] })
      try {
        const answered = await work()
        // A view that was asked for meanwhile is older.
        await queries.cancelQueries({ queryKey: ['journey', signer] })
        queries.setQueryData(['journey', signer], answered)
        setState({ pending: null, retrying: false, problem: null })
        return true
      } catch (cause) {
        if (!(cause instanceof JourneyProblem)) throw cause
        setState({ pending: null, retrying: false, problem: cause })
        // The place may have changed (second tab, expiry, ended session): the view is read again.
        if (cause.code !== 'NETWORK') await queries.invalidateQueries({ queryKey: ['journey', signer] })
        return false
      }
    },
    [queries, signer],
  )

  const journey = useMemo<Journey>(
    () => ({
      signer,
      view,
      clockOffset,
      ...state,
      act: (act) =>
        run(act.act, () =>
          act.act === 'sign' || act.act === 'sign_by_code'
            ? signUntilAnswered(signer, act, () => setState((before) => ({ ...before, retrying: true })))
            : act.act === 'submit_side'
              ? submitUntilRead(signer, act)
              : postAct(signer, act),
        ),
      takeOverHere: async () => {
        await run('take_over', () => takeOver(signer))
      },
      report: (problem) => setState((before) => ({ ...before, problem })),
      refresh: async () => {
        await queries.invalidateQueries({ queryKey: ['journey', signer] })
      },
    }),
    [signer, view, clockOffset, state, run, queries],
  )

  return <JourneyContext value={journey}>{children}</JourneyContext>
}
