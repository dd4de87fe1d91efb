'use client'
// The dark screen around a camera: what it is about on top, the picture, and below it one instruction at a time.
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { SwitchCamera, Volume2, VolumeX, X } from 'lucide-react'
import { Offline } from '@/components/ui/offline'

type CaptureScreenProps = {
  title: string
  close: { label: string; onPress: () => void }
  switchCamera?: { label: string; onPress: () => void } | undefined
  sound?: { label: string; on: boolean; onPress: () => void } | undefined
  /** What the screen is there for, written into the page for tests: `document-front`, `document-back` or `selfie`. */
  stage: string
  /** What the person is being asked to do right now, if anything. */
  challenge?: string | undefined
  /** The colour in which the screen shines on the face, if it does. */
  light?: string | null | undefined
  camera: ReactNode
  children: ReactNode
}

export function CaptureScreen({ title, close, switchCamera, sound, stage, challenge, light, camera, children }: CaptureScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const headingId = useId()
  useEffect(() => heading.current?.focus(), [])
  return (
    <section
      aria-labelledby={headingId}
      className="fixed inset-0 z-40 flex flex-col overflow-y-auto bg-camera text-white"
      data-capture-stage={stage}
      data-challenge={challenge}
      style={light ? { backgroundColor: light } : undefined}
    >
      <header className="relative z-10 grid grid-cols-[3rem_1fr_3rem] items-center bg-camera px-2 py-2">
        <RoundButton label={close.label} onPress={close.onPress}>
          <X aria-hidden size={22} />
        </RoundButton>
        <h1 id={headingId} ref={heading} tabIndex={-1} className="text-center text-body font-semibold outline-none">
          {title}
        </h1>
        {switchCamera && (
          <RoundButton label={switchCamera.label} onPress={switchCamera.onPress}>
            <SwitchCamera aria-hidden size={22} />
          </RoundButton>
        )}
        {sound && (
          <RoundButton label={sound.label} pressed={sound.on} onPress={sound.onPress}>
            {sound.on ? <Volume2 aria-hidden size={22} /> : <VolumeX aria-hidden size={22} />}
          </RoundButton>
        )}
      </header>
      <Offline />
      <div className="relative flex min-h-[34dvh] flex-1 items-center justify-center">{camera}</div>
      <div className="relative z-10 flex min-h-60 flex-col items-center justify-start gap-3 bg-camera px-5 pt-4 pb-6 text-center">
        {children}
      </div>
    </section>
  )
}

function RoundButton({
  label,
  pressed,
  onPress,
  children,
}: {
  label: string
  pressed?: boolean
  onPress: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onPress}
      className="grid size-12 place-items-center rounded-full text-white hover:bg-white/10 focus-visible:outline-white"
    >
      {children}
    </button>
  )
}
