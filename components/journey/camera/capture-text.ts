'use client'
// The words that the camera screens speak, in the reader's language.

import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { DocumentCaptureText } from '@/components/capture/document-capture'
import type { SelfieCaptureText } from '@/components/capture/selfie-capture'

const HINTS = ['not_in_frame', 'closer', 'too_dark', 'glare', 'blurred', 'hold_still', 'good'] as const
const MOVEMENTS = ['tilt_left', 'tilt_right', 'tilt_forward', 'tilt_back'] as const

function record<K extends string>(keys: readonly K[], word: (key: K) => string): Record<K, string> {
  return Object.fromEntries(keys.map((key) => [key, word(key)])) as Record<K, string>
}

export function useDocumentText(type: 'national_id' | 'passport', side: 'front' | 'back'): DocumentCaptureText {
  const t = useTranslations('journey.capture')
  return useMemo(() => {
    const what = type === 'passport' ? 'passport' : side === 'front' ? 'card-front' : 'card-back'
    return {
      title: t(`title.${what}`),
      close: t('close'),
      switchCamera: t('switchCamera'),
      cameraLabel: t('cameraLabel'),
      automatic: t('automatic'),
      takePicture: t('takePicture'),
      hints: record(HINTS, (hint) => t(`hints.${hint}`)),
      movements: record(MOVEMENTS, (movement) => t(`movements.${movement}`)),
      captured: t('captured'),
      sending: t('sending'),
      notSent: t('notSent'),
      tryAgain: t('tryAgain'),
      refusedTitle: t('refusedTitle'),
      shotAlt: t('shotAlt'),
    }
  }, [t, type, side])
}

const FACE_HINTS = ['no_face', 'two_faces', 'too_dark', 'too_far', 'too_close', 'off_centre', 'look_straight', 'good'] as const
const CHALLENGES = ['neutral', 'turn_left', 'turn_right', 'open_mouth', 'smile'] as const

export function useSelfieText(): SelfieCaptureText {
  const t = useTranslations('journey.selfieCapture')
  return useMemo(
    () => ({
      title: t('title'),
      close: t('close'),
      sound: t('sound'),
      cameraLabel: t('cameraLabel'),
      introduction: t('introduction'),
      start: t('start'),
      practise: t('practise'),
      practising: t('practising'),
      hints: record(FACE_HINTS, (hint) => t(`hints.${hint}`)),
      challenges: record(CHALLENGES, (kind) => t(`challenges.${kind}`)),
      hold: t('hold'),
      wellDone: t('wellDone'),
      missed: t('missed'),
      lookStraight: t('lookStraight'),
      // The capture fills in {index} and {count} itself, so the text is passed unformatted.
      progress: String(t.raw('progress')),
      preparing: t('preparing'),
      sending: t('sending'),
      notSent: t('notSent'),
      tryAgain: t('tryAgain'),
      withoutHints: t('withoutHints'),
      cannotMove: t('cannotMove'),
      otherWay: t('otherWay'),
    }),
    [t],
  )
}
