'use client'
// Place: one side of the document after the other, each with a movement that the server asked for.

import { useTranslations } from 'next-intl'
import { DocumentCapture, type StageResult } from '@/components/capture/document-capture'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useJourney } from '../../journey-data'
import { CameraIntro } from '../../camera/camera-intro'
import { DocumentRead } from '../../camera/document-read'
import { DeviceChoice } from '../../camera/device-choice'
import { SidePicture } from '../../camera/side-picture'
import { TestDocument } from './test-document'
import { useCameraStage } from '../../camera/use-camera-stage'
import { FRONT_OF, useDocumentText } from '../../camera/capture-text'

/** `openAtOnce`: the front begins before the camera, as was pressed at the choice of the document. */
export function DocumentStage({ openAtOnce }: { openAtOnce: boolean }) {
  const { view } = useJourney()
  const verification = view.verification
  if (verification === null || verification.side === null || verification.movement === null || verification.nonce === null) return null
  const { side, movement, nonce } = verification
  // A new side is a new task with its own introduction; a new nonce of the same side (shot refused) is not.
  return <Side key={side} {...verification} side={side} movement={movement} nonce={nonce} openAtOnce={openAtOnce && side === 'front'} />
}

type Verification = NonNullable<JourneyView['verification']>
type Asked = { [K in 'side' | 'movement' | 'nonce']: NonNullable<Verification[K]> } & { openAtOnce: boolean }

function Side({
  side,
  movement,
  nonce,
  openAtOnce,
  shotProblem: refused,
  shotsLeft: left,
  othersBefore,
  documentType: type,
}: Verification & Asked) {
  const t = useTranslations('journey.document')
  const { act, pending } = useJourney()
  const camera = useCameraStage(side, openAtOnce)
  const text = useDocumentText(type, side)
  const done = async (): Promise<StageResult> => {
    // When the act succeeds, the view leads to another page. When it leads back here, it has the reason, which is shown.
    const answered = await act({ act: 'submit_side', side, nonce })
    if (!answered) throw new Error('not submitted')
    return 'again'
  }

  if (camera.onPhone) return <DeviceChoice onContinueHere={camera.continueHere} />
  if (camera.open) {
    return (
      <DocumentCapture
        side={side}
        documentType={type}
        movement={movement}
        nonce={nonce}
        onFrames={(frames, revealedAt) => camera.send(nonce, frames, revealedAt)}
        onDone={done}
        onProblem={camera.stop}
        onClose={camera.close}
        text={othersBefore ? { ...text, reading: t('othersBefore', { count: othersBefore }) } : text}
        problem={refused}
      />
    )
  }
  const what = side === 'back' ? 'card-back' : FRONT_OF[type]
  return (
    <CameraIntro
      title={t(`intro.${what}.title`)}
      lead={t(`intro.${what}.lead`)}
      picture={<SidePicture what={what === 'licence' || what === 'permit' ? 'card-front' : what} />}
      start={t(`intro.${what}.start`)}
      {...camera.intro}
      notice={
        refused !== null ? (
          <Notice tone="warn" title={refused.message}>
            {refused.advice} {t('shotsLeft', { count: left })}
          </Notice>
        ) : side === 'back' ? (
          <DocumentRead title={t('frontDone')} />
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
