'use client'
// Takes the picture of one side of an identity document by itself when it is good, then films the movement the server asked for.
import { useCallback, useState } from 'react'
import { Check, Contrast, Focus, Hand, Maximize, Sun, SunDim } from 'lucide-react'
import type { DocumentSide, DocumentType, Movement } from '@/lib/domain/capture'
import { AwaitsCamera, type AwaitsCameraText } from './awaits-camera'
import { Camera, useCameraSwitch } from './camera'
import type { CameraProblem } from './camera-problem'
import { CaptureScreen } from './capture-screen'
import type { DocumentHint } from './document/document-coach'
import { aspectOf, guideIn, idealFor, onPreview, previewAspectOf } from './document/guide'
import { GuideFrame } from './document/guide-frame'
import { MovementPicture } from './document/movement-picture'
import { RefusedShot } from './document/refused-shot'
import { useDocumentSession, type StageResult } from './document/use-document-session'
import type { CapturedFrame } from './frame-grabber'
import { Hint } from './hint'
import { Waiting } from './waiting'

export type { StageResult } from './document/use-document-session'

export type DocumentCaptureText = AwaitsCameraText & {
  title: string
  close: string
  switchCamera: string
  cameraLabel: string
  /** Stands under the hint: says that the picture is taken by itself. */
  automatic: string
  /** The button that takes the picture by hand, offered after ten seconds. */
  takePicture: string
  hints: Record<DocumentHint, string>
  movements: Record<Movement, string>
  /** Shown between the shot and the movement. */
  captured: string
  /** What is done with the pictures, one after the other; and that all is well, when it takes long. */
  sending: string
  reading: string
  calm: string
  notSent: string
  tryAgain: string
  refusedTitle: string
  shotAlt: string
}

export type DocumentCaptureProps = {
  side: DocumentSide
  documentType: DocumentType
  movement: Movement
  nonce: string
  /**
   * Frames in order, at most 20 at a time; the next batch waits until this resolves. They begin with the document held still;
   * `revealedAt` is when the movement was asked for, on the frames' clock, and null before that.
   */
  onFrames: (frames: CapturedFrame[], revealedAt: number | null) => Promise<void>
  /** All frames were accepted. 'again' brings the person back to the camera, with `problem` shown first. */
  onDone: () => Promise<StageResult>
  onProblem: (problem: CameraProblem) => void
  onClose: () => void
  text: DocumentCaptureText
  /** Why the last shot was refused, and what to do. */
  problem?: { message: string; advice: string } | null | undefined
}

/** Before the page runs in a browser. */
const DESK = { width: 1280, height: 720 }

const icons: Record<DocumentHint, typeof Sun> = {
  not_in_frame: Maximize,
  closer: Maximize,
  too_dark: SunDim,
  glare: Sun,
  blurred: Focus,
  hold_still: Hand,
  good: Check,
}

export function DocumentCapture(props: DocumentCaptureProps) {
  const { side, documentType, movement, text, problem, onProblem, onClose } = props
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const [ideal] = useState(() =>
    typeof window === 'undefined' ? DESK : idealFor({ width: window.innerWidth, height: window.innerHeight }),
  )
  const [picture, setPicture] = useState(ideal)
  const { deviceId, several, next, refresh } = useCameraSwitch()
  const session = useDocumentSession(video, props)
  const ready = useCallback(
    (element: HTMLVideoElement) => {
      setVideo(element)
      setPicture({ width: element.videoWidth, height: element.videoHeight })
      refresh(element)
    },
    [refresh],
  )

  const outline = onPreview(guideIn(picture, aspectOf[documentType]), picture)
  const moving = session.phase === 'moving'
  return (
    <CaptureScreen
      title={text.title}
      stage={`document-${side}`}
      challenge={moving ? movement : undefined}
      close={{ label: text.close, onPress: onClose }}
      switchCamera={several ? { label: text.switchCamera, onPress: next } : undefined}
      camera={
        <Camera
          facing="environment"
          deviceId={deviceId}
          ideal={ideal}
          previewAspect={previewAspectOf(picture)}
          label={text.cameraLabel}
          onReady={ready}
          onProblem={onProblem}
        >
          <GuideFrame box={outline} good={session.hint === 'good' || session.phase !== 'positioning'} />
        </Camera>
      }
    >
      {video === null && session.phase === 'positioning' ? (
        <AwaitsCamera text={text} onBlack={() => onProblem('black')} />
      ) : (
        <Instruction session={session} movement={movement} text={text} problem={problem} />
      )}
    </CaptureScreen>
  )
}

type InstructionProps = { session: ReturnType<typeof useDocumentSession> } & Pick<DocumentCaptureProps, 'movement' | 'text' | 'problem'>

function Instruction({ session, movement, text, problem }: InstructionProps) {
  switch (session.phase) {
    case 'positioning':
      return <Positioning session={session} text={text} />
    case 'captured':
      return (
        <Hint tone="good" icon={<Check aria-hidden size={20} />}>
          {text.captured}
        </Hint>
      )
    case 'moving':
      return (
        <>
          <Hint icon={<Contrast aria-hidden size={20} />}>{text.movements[movement]}</Hint>
          <MovementPicture movement={movement} />
        </>
      )
    case 'sending':
    case 'reading':
      return <Waiting doing={text[session.phase]} calm={text.calm} />
    case 'not_sent':
      return <RefusedShot shot={session.shot} message={text.notSent} text={text} onAgain={session.resend} />
    case 'refused':
      return (
        <RefusedShot
          shot={session.shot}
          message={problem?.message ?? text.notSent}
          advice={problem?.advice}
          text={text}
          onAgain={session.restart}
        />
      )
  }
}

function Positioning({ session, text }: Pick<InstructionProps, 'session' | 'text'>) {
  const Icon = icons[session.hint]
  return (
    <>
      <Hint
        tone={session.hint === 'good' ? 'good' : session.hint === 'not_in_frame' ? 'plain' : 'care'}
        icon={<Icon aria-hidden size={20} />}
      >
        {text.hints[session.hint]}
      </Hint>
      <p className="text-body text-white/70">{text.automatic}</p>
      {session.byHand && (
        <button
          type="button"
          aria-label={text.takePicture}
          title={text.takePicture}
          onClick={session.take}
          className="mt-1 grid size-[72px] place-items-center rounded-full border-4 border-white focus-visible:outline-white"
        >
          <span className="size-[54px] rounded-full bg-white/25" />
        </button>
      )}
    </>
  )
}
