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
      readAsText: t('readAsText'),
      asText: {
        page: (page, pages) => t('page', { page, pages }),
        note: t('asText.note'),
        reading: (page, pages) => t('asText.reading', { page, pages }),
        state: { picture: t('asText.picture'), empty: t('asText.empty'), unread: t('asText.unread') },
        beside: { picture: t('asText.besidePicture'), scan: t('asText.overScan') },
        unseen: t('asText.unseen'),
        table: t('asText.table'),
        described: (words) => t('asText.described', { words }),
        end: t('asText.end'),
        partly: t('asText.partly'),
        showPages: t('asText.showPages'),
      },
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
