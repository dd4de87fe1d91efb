'use client'
// Place: one side of the document after the other, each with a movement that the server asked for.

import { useCallback, useState } from 'react'
import { useTranslations } from 'next-intl'
import { DocumentCapture, type CameraProblem, type CapturedFrame, type StageResult } from '@/components/capture/document-capture'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useJourney } from '../../journey-data'
import { sendFrames } from '../../journey-client'
import { CameraIntro } from '../../camera/camera-intro'
import { DeviceChoice } from '../../camera/device-choice'
import { SidePicture } from '../../camera/side-picture'
import { TestDocument } from './test-document'
import { useDevice } from '../../camera/use-device'
import { useDocumentText } from '../../camera/capture-text'

export function DocumentStage() {
  const { view } = useJourney()
  const verification = view.verification
  if (verification === null || verification.side === null || verification.movement === null || verification.nonce === null) return null
  const { side, movement, nonce } = verification
  // A new side is a new task with its own introduction; a new nonce of the same side (shot refused) is not.
  return <Side key={side} {...verification} side={side} movement={movement} nonce={nonce} />
}

type Verification = NonNullable<JourneyView['verification']>
type Asked = { [K in 'side' | 'movement' | 'nonce']: NonNullable<Verification[K]> }

function Side({ side, movement, nonce, shotProblem: refused, shotsLeft: left, documentType: type }: Verification & Asked) {
  const t = useTranslations('journey.document')
  const { signer, act, pending } = useJourney()
  const device = useDevice()
  const [open, setOpen] = useState(false)
  const [phone, setPhone] = useState(false)
  const [problem, setProblem] = useState<CameraProblem | null>(null)
  const text = useDocumentText(type, side)
  const start = useCallback(() => {
    setProblem(null)
    setOpen(true)
  }, [])
  const stop = useCallback((because: CameraProblem) => {
    setProblem(because)
    setOpen(false)
  }, [])
  const send = (frames: CapturedFrame[], revealedAt: number | null) =>
    sendFrames(
      signer,
      { stage: side, nonce, revealedAt },
      frames.map(({ blob, seq, capturedAt }) => ({ seq, capturedAt, image: blob })),
    )
  const done = async (): Promise<StageResult> => {
    // When the act succeeds, the view leads to another page. When it leads back here, it has the reason, which is shown.
    const answered = await act({ act: 'submit_side', side, nonce })
    if (!answered) throw new Error('not submitted')
    return 'again'
  }

  if (phone) return <DeviceChoice onContinueHere={() => setPhone(false)} />
  if (open) {
    return (
      <DocumentCapture
        side={side}
        documentType={type}
        movement={movement}
        nonce={nonce}
        onFrames={send}
        onDone={done}
        onProblem={stop}
        onClose={() => setOpen(false)}
        text={text}
        problem={refused}
      />
    )
  }
  const what = type === 'passport' ? 'passport' : side === 'front' ? 'card-front' : 'card-back'
  return (
    <CameraIntro
      title={t(`intro.${what}.title`)}
      lead={t(`intro.${what}.lead`)}
      picture={<SidePicture what={what} />}
      start={t(`intro.${what}.start`)}
      problem={problem}
      onStart={start}
      onUsePhone={device === 'desk' ? () => setPhone(true) : undefined}
      notice={
        refused !== null ? (
          <Notice tone="warn" title={refused.message}>
            {refused.advice} {t('shotsLeft', { count: left })}
          </Notice>
        ) : side === 'back' ? (
          <Notice tone="good" title={t('frontDone')} />
        ) : null
      }
      more={
        <Button kind="quiet" busy={pending === 'abandon_verification'} onClick={() => void act({ act: 'abandon_verification' })}>
          {t('other')}
        </Button>
      }
    >
      <ul className="space-y-1.5 text-body text-soft">
        {(['first', 'second', 'third'] as const).map((tip) => (
          <li key={tip} className="flex gap-2.5">
            <span className="mt-[0.55em] size-1.5 shrink-0 rounded-full bg-edge" aria-hidden />
            {t(`tips.${tip}`)}
          </li>
        ))}
      </ul>
      <TestDocument />
    </CameraIntro>
  )
}
