'use client'
// The words that the camera screens speak, in the reader's language.

import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { AwaitsCameraText } from '@/components/capture/awaits-camera'
import { DOCUMENT_HINTS } from '@/components/capture/document/document-coach'
import type { DocumentCaptureText } from '@/components/capture/document-capture'
import type { SelfieCaptureText } from '@/components/capture/selfie-capture'
import { FACE_HINTS } from '@/components/capture/selfie/challenge-coach'
import { MOVEMENTS, SELFIE_CHALLENGES, type DocumentSide, type DocumentType } from '@/lib/domain/capture'

function record<K extends string>(keys: readonly K[], word: (key: K) => string): Record<K, string> {
  return Object.fromEntries(keys.map((key) => [key, word(key)])) as Record<K, string>
}

/** What the front of each kind of document is called. */
export const FRONT_OF = {
  passport: 'passport',
  national_id: 'card-front',
  residence_permit: 'permit',
  drivers_license: 'licence',
} as const satisfies Record<DocumentType, string>

const awaiting = (t: ReturnType<typeof useTranslations<'journey.capture'>>): AwaitsCameraText => ({
  allow: t('allow'),
  allowWhy: t('allowWhy'),
  stillBlack: t('stillBlack'),
  blackHelp: t('blackHelp'),
})

export function useDocumentText(type: DocumentType, side: DocumentSide): DocumentCaptureText {
  const t = useTranslations('journey.capture')
  return useMemo(() => {
    const what = side === 'back' ? 'card-back' : FRONT_OF[type]
    return {
      title: t(`title.${what}`),
      close: t('close'),
      switchCamera: t('switchCamera'),
      cameraLabel: t('cameraLabel'),
      automatic: t('automatic'),
      takePicture: t('takePicture'),
      hints: record(DOCUMENT_HINTS, (hint) => t(`hints.${hint}`)),
      movements: record(MOVEMENTS, (movement) => t(`movements.${movement}`)),
      captured: t('captured'),
      sending: t('sendingFirst'),
      reading: t(`sending.${what}`),
      calm: t('calm'),
      ...awaiting(t),
      notSent: t('notSent'),
      tryAgain: t('tryAgain'),
      refusedTitle: t('refusedTitle'),
      shotAlt: t('shotAlt'),
    }
  }, [t, type, side])
}

export function useSelfieText(): SelfieCaptureText {
  const t = useTranslations('journey.selfieCapture')
  const capture = useTranslations('journey.capture')
  return useMemo(
    () => ({
      title: t('title'),
      close: t('close'),
      sound: t('sound'),
      cameraLabel: t('cameraLabel'),
      introduction: t('introduction'),
      light: t('light'),
      start: t('start'),
      startWithoutLight: t('startWithoutLight'),
      practise: t('practise'),
      practising: t('practising'),
      hints: record(FACE_HINTS, (hint) => t(`hints.${hint}`)),
      challenges: record(SELFIE_CHALLENGES, (kind) => t(`challenges.${kind}`)),
      hold: t('hold'),
      wellDone: t('wellDone'),
      missed: t('missed'),
      lookStraight: t('lookStraight'),
      // The capture fills in {index} and {count} itself, so the text is passed unformatted.
      progress: String(t.raw('progress')),
      preparing: t('preparing'),
      sending: t('sending'),
      calm: capture('calm'),
      ...awaiting(capture),
      notSent: t('notSent'),
      tryAgain: t('tryAgain'),
      withoutHints: t('withoutHints'),
      cannotMove: t('cannotMove'),
      otherWay: t('otherWay'),
    }),
    [t, capture],
  )
}
