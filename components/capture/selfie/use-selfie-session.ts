'use client'
// Holds the state of a video selfie between its parts: the face tracker, the run of challenges, practice, sound.
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { SelfieChallenge } from '@/lib/domain/capture'
import { felt } from '../felt'
import type { CapturedFrame } from '../frame-grabber'
import { faceHint, type FaceHint } from './challenge-coach'
import { createChime, type Chime } from './chime'
import { runChallenges, type Challenge, type SelfieMoment } from './run-challenges'
import { useFaceTracker } from './use-face-tracker'
import { useScreenLight } from './use-screen-light'

export type SaidOfCamera = { label: string; automated: boolean }

type Selfie = {
  nextChallenge: (light: boolean) => Promise<Challenge | null>
  onFrames: (nonce: string, frames: CapturedFrame[], revealedAt: number) => Promise<void>
  onFinished: (camera: SaidOfCamera) => Promise<void>
}

type Phase = 'ready' | 'running' | 'sending' | 'not_sent'

const practiceKinds: SelfieChallenge[] = ['neutral', 'turn_left', 'smile']

export function useSelfieSession(video: HTMLVideoElement | null, selfie: Selfie, sound: boolean) {
  const [phase, setPhase] = useState<Phase>('ready')
  const [practising, setPractising] = useState(false)
  const [light, setLight] = useState(true)
  const [moment, setMoment] = useState<SelfieMoment | null>(null)
  const [hint, setHint] = useState<FaceHint | null>(null)
  const chime = useRef<Chime>(null)
  const announced = useRef(0)
  const tracker = useFaceTracker(
    video,
    useCallback((seen) => setHint(faceHint(seen)), []),
  )
  const waiting = tracker.state === 'loading'

  useEffect(() => {
    if (moment?.at === 'returning' && phase === 'running') felt()
  }, [moment, phase])

  useEffect(() => {
    if (!sound || moment === null || phase !== 'running') return
    if (moment.at === 'doing' && moment.shownAt !== announced.current) chime.current?.('now')
    if (moment.at === 'doing') announced.current = moment.shownAt
    if (moment.at === 'returning') chime.current?.('seen')
  }, [moment, sound, phase])

  const run = useEffectEvent(async (element: HTMLVideoElement, signal: AbortSignal) => {
    try {
      await runChallenges({
        video: element,
        latest: () => tracker.latest.current,
        nextChallenge: practising ? practiceChallenges() : () => selfie.nextChallenge(light),
        onFrames: practising ? undefined : selfie.onFrames,
        show: (shown) => {
          if (!signal.aborted) setMoment(shown)
        },
        signal,
      })
      if (signal.aborted) return
      setPhase(practising ? 'ready' : 'sending')
      if (!practising) await selfie.onFinished(saidOf(element))
    } catch {
      if (!signal.aborted) setPhase('not_sent')
    }
  })

  // The run waits until the tracker has loaded or has failed to, and ends with the page.
  const running = phase === 'running'
  useEffect(() => {
    if (!video || !running || waiting) return undefined
    const abort = new AbortController()
    // In the next task, because React may undo an effect at once, and that must not use up a challenge.
    const timer = setTimeout(() => void run(video, abort.signal), 0)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [video, running, waiting])

  const begin = useCallback((how: { practice?: boolean; light?: boolean }) => {
    chime.current ??= createChime()
    setPractising(how.practice === true)
    if (how.light !== undefined) setLight(how.light)
    setMoment(null)
    setPhase('running')
  }, [])
  return {
    phase,
    practising,
    moment,
    hint,
    tracker: tracker.state,
    screenLight: useScreenLight(phase === 'running' ? moment : null),
    start: useCallback(() => begin({ light: true }), [begin]),
    /** For people whom changing light hurts. */
    startWithoutLight: useCallback(() => begin({ light: false }), [begin]),
    /** Sends the rest of a selfie whose frames did not arrive. */
    goOn: useCallback(() => begin({}), [begin]),
    practise: useCallback(() => begin({ practice: true }), [begin]),
  }
}

/** What this page can say of its camera. A browser that is driven by a programme says so itself. */
function saidOf({ srcObject }: HTMLVideoElement): SaidOfCamera {
  const [track] = srcObject instanceof MediaStream ? srcObject.getVideoTracks() : []
  return { label: (track?.label ?? '').slice(0, 300), automated: navigator.webdriver === true }
}

function practiceChallenges(): () => Promise<Challenge | null> {
  let index = 0
  return () => {
    const kind = practiceKinds[index]
    const challenge = kind && { nonce: '', kind, index, count: practiceKinds.length, holdMs: 700, deadlineMs: 8_000 }
    index += 1
    return Promise.resolve(challenge ?? null)
  }
}
