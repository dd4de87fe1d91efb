'use client'
// The video selfie: explains it, offers practice, shows one challenge at a time as picture, words and sound, and films it.
import { useCallback, useState } from 'react'
import { ArrowLeft, ArrowRight, Check, LoaderCircle, ScanFace, Smile, UserRound } from 'lucide-react'
import type { SelfieChallenge } from '@/lib/domain/capture'
import { Camera } from './camera'
import type { CameraProblem } from './camera-problem'
import { CaptureScreen } from './capture-screen'
import type { CapturedFrame } from './frame-grabber'
import { AwaitsCamera, type AwaitsCameraText } from './awaits-camera'
import { Hint } from './hint'
import { Waiting } from './waiting'
import type { FaceHint } from './selfie/challenge-coach'
import { ChallengePicture } from './selfie/challenge-picture'
import { Oval, type Held } from './selfie/oval'
import { ProgressDots } from './selfie/progress-dots'
import type { Challenge, SelfieMoment } from './selfie/run-challenges'
import { useSelfieSession, type SaidOfCamera } from './selfie/use-selfie-session'

export type SelfieCaptureText = AwaitsCameraText & {
  title: string
  close: string
  sound: string
  cameraLabel: string
  /** Says what will be asked and why, before anything is filmed. */
  introduction: string
  /** Says that the screen changes its colour, and that one may do without. */
  light: string
  start: string
  startWithoutLight: string
  practise: string
  practising: string
  hints: Record<FaceHint, string>
  challenges: Record<SelfieChallenge, string>
  hold: string
  wellDone: string
  /** Says that the challenge before was not seen. The selfie goes on, and may be done again at the end. */
  missed: string
  lookStraight: string
  /** "{index} of {count}" */
  progress: string
  preparing: string
  /** What is done with the film, and that all is well, when it takes long. */
  sending: string
  calm: string
  notSent: string
  tryAgain: string
  /** Says that live hints could not be loaded: the selfie works without, by time alone. */
  withoutHints: string
  cannotMove: string
  otherWay: string
}

export type SelfieCaptureProps = {
  /** The next challenge, revealed by the server one at a time; null when all were shown. `light`: whether the screen may shine in colours. */
  nextChallenge: (light: boolean) => Promise<Challenge | null>
  /**
   * Frames of one challenge in order, at most 20 at a time; the next batch waits until this resolves. `revealedAt` is when the
   * challenge was shown, on the frames' clock.
   */
  onFrames: (nonce: string, frames: CapturedFrame[], revealedAt: number) => Promise<void>
  /** All frames were accepted: the server may decide. */
  onFinished: (camera: SaidOfCamera) => Promise<void>
  onAlternative: () => void
  onProblem: (problem: CameraProblem) => void
  onClose: () => void
  text: SelfieCaptureText
}

const ideal = { width: 640, height: 480 }

const icons: Record<SelfieChallenge, typeof Smile> = {
  neutral: UserRound,
  turn_left: ArrowLeft,
  turn_right: ArrowRight,
  open_mouth: ScanFace,
  smile: Smile,
}

export function SelfieCapture(props: SelfieCaptureProps) {
  const { text, onProblem, onClose, onAlternative } = props
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const [sound, setSound] = useState(true)
  const session = useSelfieSession(video, props, sound)
  const { moment } = session
  const doing = moment?.at === 'doing' ? moment : null
  const ready = useCallback((element: HTMLVideoElement) => setVideo(element), [])
  return (
    <CaptureScreen
      title={text.title}
      stage="selfie"
      challenge={doing ? doing.challenge.kind : session.phase === 'running' ? 'neutral' : undefined}
      close={{ label: text.close, onPress: onClose }}
      light={session.screenLight}
      sound={{ label: text.sound, on: sound, onPress: () => setSound(!sound) }}
      camera={
        <Camera facing="user" ideal={ideal} previewAspect={3 / 4} mirrored label={text.cameraLabel} onReady={ready} onProblem={onProblem}>
          <Oval good={session.hint === 'good' || doing?.holding === true} held={heldAt(moment)} light={session.screenLight} />
        </Camera>
      }
    >
      {video === null ? <AwaitsCamera text={text} onBlack={() => onProblem('black')} /> : <Instruction session={session} text={text} />}
      {(session.phase === 'ready' || session.phase === 'running') && (
        <p className="text-body text-white/70">
          {text.cannotMove}{' '}
          <button
            type="button"
            onClick={onAlternative}
            className="rounded underline underline-offset-2 hover:text-white focus-visible:outline-white"
          >
            {text.otherWay}
          </button>
        </p>
      )}
    </CaptureScreen>
  )
}

function heldAt(moment: SelfieMoment | null): Held {
  if (moment?.at === 'returning') return 'done'
  return moment?.at === 'doing' && moment.holding ? { lengthMs: moment.challenge.holdMs } : null
}

type InstructionProps = { session: ReturnType<typeof useSelfieSession>; text: SelfieCaptureText }

function Instruction({ session, text }: InstructionProps) {
  switch (session.phase) {
    case 'ready':
      return <Introduction session={session} text={text} />
    case 'running':
      return <Running session={session} text={text} />
    case 'sending':
      return <Waiting doing={text.sending} calm={text.calm} />
    case 'not_sent':
      return (
        <div role="alert" className="flex w-full max-w-sm flex-col gap-3">
          <p className="font-semibold">{text.notSent}</p>
          <Primary onPress={session.goOn}>{text.tryAgain}</Primary>
        </div>
      )
  }
}

function Introduction({ session, text }: InstructionProps) {
  return (
    <div className="flex w-full max-w-sm flex-col items-center gap-2">
      {session.tracker === 'unavailable' ? (
        <p className="text-sm text-camera-care">{text.withoutHints}</p>
      ) : (
        session.hint && <Hint tone={session.hint === 'good' ? 'good' : 'care'}>{text.hints[session.hint]}</Hint>
      )}
      <p className="text-body text-white/80">
        {text.introduction} {text.light}
      </p>
      <Primary onPress={session.start}>{text.start}</Primary>
      <Quiet onPress={session.startWithoutLight}>{text.startWithoutLight}</Quiet>
      <Quiet onPress={session.practise}>{text.practise}</Quiet>
    </div>
  )
}

function Running({ session: { moment, practising, hint, tracker }, text }: InstructionProps) {
  if (!moment || moment.at === 'sending') return <Busy>{text.preparing}</Busy>
  if (moment.at === 'waiting') return moment.missed ? <Hint tone="care">{text.missed}</Hint> : <Busy>{text.lookStraight}</Busy>
  const { kind, index, count } = moment.challenge
  const Icon = icons[kind]
  const trouble =
    moment.at === 'doing' && tracker === 'running' && hint !== null && hint !== 'good' && hint !== 'look_straight' ? hint : null
  return (
    <>
      <ProgressDots index={index} count={count} label={text.progress} />
      {practising && <p className="text-sm text-camera-green">{text.practising}</p>}
      {moment.at === 'returning' ? (
        <Hint tone="good" icon={<Check aria-hidden size={20} />}>
          {`${text.wellDone} ${kind === 'neutral' ? '' : text.lookStraight}`.trim()}
        </Hint>
      ) : (
        <>
          <ChallengePicture kind={kind} />
          <Hint tone={moment.holding ? 'good' : 'plain'} icon={<Icon aria-hidden size={20} />}>
            {moment.holding ? text.hold : text.challenges[kind]}
          </Hint>
        </>
      )}
      {trouble && <p className="text-sm text-camera-care">{text.hints[trouble]}</p>}
    </>
  )
}

function Busy({ children }: { children: string }) {
  return <Hint icon={<LoaderCircle aria-hidden size={20} className="animate-spin motion-reduce:animate-none" />}>{children}</Hint>
}

function Quiet({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="rounded-control px-4 py-1.5 font-semibold text-white hover:bg-white/10 focus-visible:outline-white"
    >
      {children}
    </button>
  )
}

function Primary({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="w-full rounded-control bg-white px-4 py-3.5 font-semibold text-camera-ink hover:bg-white/90 focus-visible:outline-white"
    >
      {children}
    </button>
  )
}
