'use client'
// Finds the face in the live video, in the browser, to coach the person. Where the model cannot be loaded, the selfie works without.
import { useEffect, useRef, useState, type RefObject } from 'react'
import type { FaceLandmarker } from '@mediapipe/tasks-vision'
import { onVideoFrames } from '../frame-grabber'
import { measureFace, type FaceMeasures } from './face-measures'

/** `at`: when the picture was before the camera, in milliseconds of performance.now(); the model may have taken long to read it. */
export type Sighting = FaceMeasures & { at: number }

export type FaceTracker = {
  state: 'loading' | 'running' | 'unavailable'
  latest: RefObject<Sighting | null>
}

const perSecond = 8
/** The model's share of the page's time: on a slow phone filming and instructions go first. */
const share = 0.4
const longestPauseMs = 600

export function useFaceTracker(video: HTMLVideoElement | null, onSeen: (seen: FaceMeasures) => void): FaceTracker {
  const [state, setState] = useState<FaceTracker['state']>('loading')
  const latest = useRef<Sighting | null>(null)
  const report = useRef(onSeen)
  useEffect(() => {
    report.current = onSeen
  })

  useEffect(() => {
    if (!video) return undefined
    let landmarker: FaceLandmarker | null = null
    let closed = false
    let stop = () => {}
    const light = lightMeter()
    loadLandmarker().then(
      (loaded) => {
        if (closed) return loaded.close()
        landmarker = loaded
        setState('running')
        let pausedUntil = 0
        stop = onVideoFrames(video, perSecond, (at) => {
          if (at < pausedUntil) return
          try {
            // The model needs rising times: a clock of its own, because the video's starts again with another camera.
            const began = performance.now()
            const { faceLandmarks } = loaded.detectForVideo(video, began)
            const seen = measureFace(faceLandmarks, { width: video.videoWidth, height: video.videoHeight }, light(video))
            const ended = performance.now()
            pausedUntil = ended + Math.min(longestPauseMs, (ended - began) * (1 / share - 1))
            latest.current = { ...seen, at: began }
            report.current(latest.current)
          } catch {
            stop()
            latest.current = null
            setState('unavailable')
          }
        })
      },
      () => {
        if (!closed) setState('unavailable')
      },
    )
    return () => {
      closed = true
      stop()
      landmarker?.close()
    }
  }, [video])
  return { state, latest }
}

/** About 3 MB of model and 11 MB of runtime, from this server only. */
async function loadLandmarker(): Promise<FaceLandmarker> {
  const { FaceLandmarker, FilesetResolver } = await import('@mediapipe/tasks-vision')
  const runtime = await FilesetResolver.forVisionTasks('/mediapipe/wasm')
  return FaceLandmarker.createFromOptions(runtime, {
    baseOptions: { modelAssetPath: '/models/face_landmarker.task', delegate: 'CPU' },
    runningMode: 'VIDEO',
    numFaces: 2, // a second face is noticed and refused
  })
}

function lightMeter(): (video: HTMLVideoElement) => number {
  const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 })
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  return (video) => {
    if (!context) return 128
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let sum = 0
    for (let at = 0; at < data.length; at += 4) sum += ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8
    return sum / (data.length / 4)
  }
}
