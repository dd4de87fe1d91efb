'use client'
// The session of one side of a document: find it, take the picture, film the movement, upload all frames.
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { FRAME_LIMITS, type Movement } from '@/lib/domain/capture'
import { grabFrames, onVideoFrames, type CapturedFrame } from '../frame-grabber'
import { felt } from '../felt'
import { frameQueue } from '../frame-queue'
import type { CardPose } from './card-edges'
import { coach, documentHint, isFilmed, isSteady, isTilted, startCoaching, type DocumentHint } from './document-coach'
import { aspectOf } from './guide'
import { documentMeter } from './measure'

export type StageResult = 'accepted' | 'again'

type Phase = 'positioning' | 'captured' | 'moving' | 'sending' | 'reading' | 'refused' | 'not_sent'

type Session = {
  documentType: keyof typeof aspectOf
  movement: Movement
  nonce: string
  onFrames: (frames: CapturedFrame[], revealedAt: number | null) => Promise<void>
  onDone: () => Promise<StageResult>
  problem?: unknown
}

const byHandAfterMs = 10_000
const flatMs = 700 // how long the document is filmed flat before the movement is asked for: the server compares both
const leastFlat = 3 // frames of that: a slow phone films longer, until there are so many
const longestFlatMs = 3_000
const coachedPerSecond = 8
const filmedPerSecond = 8

export function useDocumentSession(video: HTMLVideoElement | null, session: Session) {
  const { documentType, movement, problem } = session
  const [phase, setPhase] = useState<Phase>(problem ? 'refused' : 'positioning')
  const [hint, setHint] = useState<DocumentHint>('not_in_frame')
  const [byHand, setByHand] = useState(false)
  const [shot, setShot] = useState<string | null>(null)
  const rest = useRef<CardPose | null>(null)
  const film = useRef<{ nonce: string; drain: () => Promise<void> } | null>(null)
  const keepShot = useShotAddress(setShot)

  // Felt through the document, where the eyes are on it.
  useEffect(() => {
    if (phase === 'captured') felt()
  }, [phase])

  const send = useEffectEvent((frames: CapturedFrame[], revealedAt: number | null) => session.onFrames(frames, revealedAt))
  const handOver = async (drain: () => Promise<void>) => {
    setPhase('sending')
    try {
      await drain()
      setPhase('reading')
      if ((await session.onDone()) === 'again') setPhase('refused')
    } catch {
      setPhase('not_sent')
    }
  }
  const finish = useEffectEvent((drain: () => Promise<void>) => {
    film.current = { nonce: session.nonce, drain }
    return handOver(drain)
  })

  useEffect(() => {
    if (!video || phase !== 'positioning') return undefined
    const measure = documentMeter(aspectOf[documentType])
    let coaching = startCoaching(performance.now())
    const stop = onVideoFrames(video, coachedPerSecond, (now) => {
      const measures = measure(video)
      if (!measures) return
      coaching = coach(coaching, documentHint(measures), now)
      setHint(coaching.hint)
      rest.current = measures.pose
      if (isSteady(coaching, now)) setPhase('captured')
    })
    const timer = setTimeout(() => setByHand(true), byHandAfterMs)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [video, phase, documentType])

  // Filming spans two phases; it must not begin anew when the second one begins.
  const filming = phase === 'captured' || phase === 'moving'
  useEffect(() => {
    if (!video || !filming) return undefined
    let revealedAt: number | null = null
    const queue = frameQueue((frames) => send(frames, revealedAt))
    const measure = documentMeter(aspectOf[documentType])
    const began = performance.now()
    let tiltedSince: number | null = null
    const filmed: number[] = []
    const stopFilm = grabFrames(video, {
      framesPerSecond: filmedPerSecond,
      shortSide: 1080,
      quality: 0.86,
      onFrame: (frame) => {
        if (frame.seq === 0) keepShot(frame.blob)
        filmed.push(frame.capturedAt)
        queue.push(frame)
      },
    })
    const stopWatch = onVideoFrames(video, filmedPerSecond, (now) => {
      const pose = measure(video)?.pose
      const flat = now - began >= flatMs && (filmed.length >= leastFlat || now - began >= longestFlatMs)
      if (revealedAt === null && !flat) return
      revealedAt ??= now
      setPhase('moving')
      const tilted = pose && rest.current && isTilted(movement, rest.current, pose)
      tiltedSince = tilted ? (tiltedSince ?? now) : null
      if (!isFilmed({ revealedAt, tiltedSince, filmed }, now) && filmed.length < FRAME_LIMITS.perStep) return
      stopFilm()
      stopWatch()
      void finish(queue.drain)
    })
    return () => {
      stopFilm()
      stopWatch()
    }
  }, [video, filming, documentType, movement, keepShot])

  const restart = () => {
    setByHand(false)
    setHint('not_in_frame')
    setPhase('positioning')
  }
  // A failed upload is sent again without filming again, unless the server has meanwhile asked for another movement.
  const resend = () => (film.current?.nonce === session.nonce ? void handOver(film.current.drain) : restart())
  const take = useCallback(() => setPhase('captured'), [])
  return { phase, hint, byHand, shot, take, restart, resend }
}

/** Keeps one picture as an address for <img>, and frees the one before. */
function useShotAddress(setShot: (address: string | null) => void): (blob: Blob) => void {
  const address = useRef<string | null>(null)
  const free = useCallback(() => {
    if (address.current) URL.revokeObjectURL(address.current)
  }, [])
  useEffect(() => free, [free])
  return useCallback(
    (blob: Blob) => {
      free()
      address.current = URL.createObjectURL(blob)
      setShot(address.current)
    },
    [free, setShot],
  )
}
