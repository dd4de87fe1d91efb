'use client'
// Before the camera opens: what will be filmed and why, then the browser's question; and what to do when there is no picture.

import type { ReactNode } from 'react'
import { Camera, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { CameraProblem } from '@/components/capture/camera-problem'
import { Button } from '@/components/ui/button'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { ProblemNotice } from '../problem-notice'
import { CameraHelp } from './camera-help'

export function CameraIntro({
  title,
  lead,
  picture,
  notice,
  start,
  problem,
  onStart,
  onUsePhone,
  more,
  children,
}: {
  title: string
  lead: string
  picture: ReactNode
  notice?: ReactNode
  start: string
  problem: CameraProblem | null
  onStart: () => void
  /** Given at a desk only. */
  onUsePhone?: (() => void) | undefined
  more?: ReactNode
  children: ReactNode
}) {
  const t = useTranslations('journey.camera')
  return (
    <Column>
      <Heading lead={lead}>{title}</Heading>
      {notice !== undefined && notice !== null && <div className="mb-5">{notice}</div>}
      {problem === null ? (
        <div className="mb-5 grid place-items-center rounded-card bg-camera px-6 py-8" aria-hidden>
          {picture}
        </div>
      ) : (
        <div className="mb-5">
          <CameraHelp problem={problem} onAllowed={onStart} />
        </div>
      )}
      {children}
      <Actions atEnd={problem !== null} notice={<ProblemNotice />}>
        <Button icon={<Camera className="size-5" aria-hidden />} onClick={onStart}>
          {problem === null ? start : t('again')}
        </Button>
        {onUsePhone !== undefined && (
          <Button kind="quiet" icon={<Smartphone className="size-5" aria-hidden />} onClick={onUsePhone}>
            {t('usePhone')}
          </Button>
        )}
        {more}
      </Actions>
    </Column>
  )
}
