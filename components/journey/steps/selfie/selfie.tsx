'use client'
// Place: the video selfie, its challenges revealed by the server one at a time; with a way for those who cannot move as asked.

import { useState } from 'react'
import { Glasses, Sun, Volume2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { SaidOfCamera } from '@/components/capture/selfie/use-selfie-session'
import { SelfieCapture } from '@/components/capture/selfie-capture'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { useJourney } from '../../journey-data'
import { nextChallenge } from '../../journey-client'
import { CameraIntro } from '../../camera/camera-intro'
import { DocumentRead } from '../../camera/document-read'
import { DeviceChoice } from '../../camera/device-choice'
import { SidePicture } from '../../camera/side-picture'
import { useCameraStage } from '../../camera/use-camera-stage'
import { useSelfieText } from '../../camera/capture-text'
import { Asked } from '../step-up/asked'
import { OtherWay } from './other-way'

export function SelfieStage() {
  const t = useTranslations('journey.selfie')
  const { signer, view, act } = useJourney()
  const camera = useCameraStage('selfie')
  const [otherWay, setOtherWay] = useState(false)
  const text = useSelfieText()
  const still = view.verification?.accommodation ?? null
  const leave = () => {
    camera.close()
    setOtherWay(true)
  }
  const finish = async (camera: SaidOfCamera) => {
    if (!(await act({ act: 'submit_selfie', camera }))) throw new Error('not submitted')
  }

  if (camera.onPhone) return <DeviceChoice onContinueHere={camera.continueHere} />
  if (camera.open) {
    return (
      <SelfieCapture
        nextChallenge={(light) => nextChallenge(signer, light)}
        onFrames={camera.send}
        onFinished={finish}
        onAlternative={leave}
        onProblem={camera.stop}
        onClose={camera.close}
        text={still === null ? text : { ...text, introduction: t('still.introduction') }}
      />
    )
  }
  return (
    <CameraIntro
      title={t('title')}
      lead={t(still === null ? 'lead' : 'still.lead')}
      picture={<SidePicture what="face" />}
      notice={
        still !== null ? (
          <Still />
        ) : view.stepUp !== null ? (
          <Notice tone="info">
            <Asked stepUp={view.stepUp} />
          </Notice>
        ) : view.presence === null ? (
          <DocumentRead title={t('documentDone')} />
        ) : (
          <Notice tone="info">{t('again')}</Notice>
        )
      }
      start={t('start')}
      {...camera.intro}
      more={
        <Button kind="quiet" onClick={() => setOtherWay(true)}>
          {t('otherWay')}
        </Button>
      }
    >
      <Card>
        <div className="space-y-4">
          <CardRow icon={Sun} title={t('light')} />
          <CardRow icon={Glasses} title={t('face')} />
          <CardRow icon={Volume2} title={t('sound')} />
        </div>
      </Card>
      <OtherWay open={otherWay} onOpenChange={setOtherWay} />
    </CameraIntro>
  )
}

/** Says what was asked for instead of movements, and leads back to them. */
function Still() {
  const t = useTranslations('journey.selfie.still')
  const { view, act, pending } = useJourney()
  const accommodation = view.verification?.accommodation ?? 'no_movement'
  return (
    <Notice tone="info" title={t(`${accommodation}.title`)}>
      <p>{t(`${accommodation}.text`)}</p>
      {view.verification?.comparable !== false && (
        <div className="mt-2 -ml-4">
          <Button
            kind="quiet"
            size="small"
            busy={pending === 'choose_accommodation'}
            onClick={() => void act({ act: 'choose_accommodation', accommodation: null })}
          >
            {t('back')}
          </Button>
        </div>
      )}
    </Notice>
  )
}
