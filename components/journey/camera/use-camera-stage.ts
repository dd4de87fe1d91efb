'use client'
// What the places with a camera share: whether it is open, what kept it from opening, the phone in its stead, and the way of the frames.

import { useCallback, useState } from 'react'
import type { CameraProblem } from '@/components/capture/camera-problem'
import type { CapturedFrame } from '@/components/capture/frame-grabber'
import type { CaptureStage } from '@/lib/domain/capture'
import { sendFrames } from '../journey-client'
import { useJourney } from '../journey-data'
import { useDevice } from './use-device'

export function useCameraStage(stage: CaptureStage, openAtOnce = false) {
  const { signer } = useJourney()
  const device = useDevice()
  const [open, setOpen] = useState(openAtOnce)
  const [onPhone, setOnPhone] = useState(false)
  const [problem, setProblem] = useState<CameraProblem | null>(null)
  const start = useCallback(() => {
    setProblem(null)
    setOpen(true)
  }, [])
  const close = useCallback(() => setOpen(false), [])
  const stop = useCallback((because: CameraProblem) => {
    setProblem(because)
    setOpen(false)
  }, [])
  const send = (nonce: string, frames: readonly CapturedFrame[], revealedAt: number | null) =>
    sendFrames(signer, { stage, nonce, revealedAt }, frames)
  return {
    open,
    close,
    stop,
    send,
    onPhone,
    continueHere: () => setOnPhone(false),
    /** For the page before the camera opens. */
    intro: { problem, onStart: start, onUsePhone: device === 'desk' ? () => setOnPhone(true) : undefined },
  }
}
