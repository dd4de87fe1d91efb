'use client'
// The live picture of a camera, with what is drawn over it; says when it runs, and why it does not.
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import Webcam from 'react-webcam'
import { cameraProblemOf, obstacleToCamera, type CameraProblem } from './camera-problem'
import { nextCamera } from './next-camera'

type CameraProps = {
  /** Which way the camera should look when there are several; a chosen `deviceId` goes first. */
  facing: 'user' | 'environment'
  deviceId?: string | undefined
  ideal: { width: number; height: number }
  /** The shape of the preview when it is not the picture's own: the middle is shown, all of it is captured. */
  previewAspect?: number
  /** Mirrors the preview, never what is captured. */
  mirrored?: boolean
  label: string
  /** Called again when the picture changes its shape. */
  onReady: (video: HTMLVideoElement) => void
  onProblem: (problem: CameraProblem) => void
  children?: ReactNode
}

export function Camera({ facing, deviceId, ideal, previewAspect, mirrored = false, label, onReady, onProblem, children }: CameraProps) {
  const [pictureAspect, setPictureAspect] = useState(ideal.width / ideal.height)
  const aspect = previewAspect ?? pictureAspect
  const webcam = useRef<Webcam>(null)
  const available = useCameraAvailable(onProblem)
  const { width, height } = ideal
  const constraints = useMemo(
    (): MediaTrackConstraints => ({
      width: { ideal: width },
      height: { ideal: height },
      ...(deviceId === undefined ? { facingMode: { ideal: facing } } : { deviceId: { exact: deviceId } }),
    }),
    [deviceId, facing, width, height],
  )

  const ready = useCallback(() => {
    const video = webcam.current?.video
    if (!video || video.videoWidth === 0) return
    const follow = () => {
      setPictureAspect(video.videoWidth / video.videoHeight)
      onReady(video)
    }
    follow()
    video.onresize = follow // a phone turned on its side
  }, [onReady])

  const watchEnd = useCallback(
    (stream: MediaStream) => {
      for (const track of stream.getVideoTracks()) track.addEventListener('ended', () => onProblem('ended'))
    },
    [onProblem],
  )

  if (!available) return null
  return (
    <div
      className="relative mx-auto max-h-full w-full overflow-hidden sm:rounded-2xl"
      style={{ aspectRatio: aspect, maxWidth: `calc(${aspect} * 62dvh)` }}
    >
      <Webcam
        ref={webcam}
        className="absolute inset-0 h-full w-full object-cover"
        audio={false}
        mirrored={mirrored}
        videoConstraints={constraints}
        aria-label={label}
        playsInline
        muted
        disablePictureInPicture
        forceScreenshotSourceSize
        imageSmoothing
        screenshotFormat="image/jpeg"
        screenshotQuality={0.9}
        onUserMedia={watchEnd}
        onUserMediaError={(error) => onProblem(cameraProblemOf(error))}
        onLoadedMetadata={ready}
      />
      {children}
    </div>
  )
}

/** False when asking for a camera cannot succeed; then `onProblem` is told why. */
function useCameraAvailable(onProblem: (problem: CameraProblem) => void): boolean {
  const [obstacle] = useState(() => (typeof window === 'undefined' ? null : obstacleToCamera(window)))
  useEffect(() => {
    if (obstacle) onProblem(obstacle)
  }, [obstacle, onProblem])
  return obstacle === null
}

/** The cameras that can be switched between; known only after permission was given, so `refresh` is called when one runs. */
export function useCameraSwitch(): {
  deviceId: string | undefined
  several: boolean
  next: () => void
  refresh: (running: HTMLVideoElement) => void
} {
  const [devices, setDevices] = useState<string[]>([])
  const [deviceId, setDeviceId] = useState<string>()
  /** The camera whose picture is shown: at first the browser chooses, and `deviceId` is not known. */
  const [running, setRunning] = useState<string>()
  const refresh = useCallback(({ srcObject }: HTMLVideoElement) => {
    const [track] = srcObject instanceof MediaStream ? srcObject.getVideoTracks() : []
    setRunning(track?.getSettings().deviceId)
    navigator.mediaDevices.enumerateDevices().then(
      (found) => setDevices(found.filter(({ kind, deviceId: id }) => kind === 'videoinput' && id !== '').map(({ deviceId: id }) => id)),
      () => setDevices([]), // without the list there is simply nothing to switch to
    )
  }, [])
  const next = useCallback(() => {
    setDeviceId((chosen) => nextCamera(devices, { running, chosen }))
  }, [devices, running])
  return { deviceId, several: devices.length > 1, next, refresh }
}
