// The texts of the journey come in the language of the signer, the words of the page in that of the browser: where they differ, because the
// person chose a language on another page, the signer's follows.

import { useEffect } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useLocale } from 'next-intl'
import { postAct } from './journey-client'
import { useJourney } from './journey-data'

export function useOneLanguage(): void {
  const { signer, view } = useJourney()
  const queries = useQueryClient()
  const language = useLocale()
  const differs = view.activeHere && view.language !== language
  useEffect(() => {
    if (!differs) return
    void postAct(signer, { act: 'set_language', language })
      .then(() => queries.invalidateQueries({ queryKey: ['journey', signer] }))
      // The choice stands for the page all the same; the next visit tries again.
      .catch(() => undefined)
  }, [differs, signer, language, queries])
}
