'use client'
// The words of the document viewer, in the reader's language and with the signer's name on the mark.

import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { ViewerText } from '@/components/document/toolbar'
import { useJourney } from '../../journey-data'

export function useViewerText(): ViewerText {
  const t = useTranslations('journey.viewer')
  const { view } = useJourney()
  const name = view.credentials[0]?.commonName ?? view.signer.name
  return useMemo(
    () => ({
      page: (page, pages) => t('page', { page, pages }),
      pageList: t('pageList'),
      zoomIn: t('zoomIn'),
      zoomOut: t('zoomOut'),
      zoom: (percent) => t('zoom', { percent }),
      search: t('search'),
      searchFor: t('searchFor'),
      searchClose: t('searchClose'),
      matches: (at, count) => t('matches', { at, count }),
      noMatches: t('noMatches'),
      searching: t('searching'),
      previous: t('previous'),
      next: t('next'),
      print: t('print'),
      download: t('download'),
      toSignature: t('toSignature'),
      signature: t('signature', { name }),
      unreadableTitle: t('unreadableTitle'),
      unreadable: t('unreadable'),
    }),
    [t, name],
  )
}
