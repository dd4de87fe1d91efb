'use client'
// Offers the report on a file as a file of its own: made for this press, and handed to the browser to be saved.

import { useState } from 'react'
import { FileDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { REPORT_FORMATS, type ReportFormat } from '@/lib/http/schemas/verify-page'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { save } from './checking'

export function ReportLinks({ file }: { file: File }) {
  const t = useTranslations('verify')
  const [busy, setBusy] = useState<ReportFormat | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const fetchReport = async (format: ReportFormat) => {
    setBusy(format)
    setFailed(null)
    const refused = await save(`/api/verify/report?format=${format}`, file)
    if (refused) setFailed(refused.message ?? t('network'))
    setBusy(null)
  }
  return (
    <div className="border-t border-line px-5 py-4" data-screen-only>
      <div className="flex flex-wrap gap-3">
        {REPORT_FORMATS.map((format) => (
          <Button
            key={format}
            kind="outline"
            size="small"
            icon={<FileDown className="size-5" aria-hidden />}
            busy={busy === format}
            onClick={() => void fetchReport(format)}
          >
            {t(format)}
          </Button>
        ))}
      </div>
      {failed !== null && (
        <div className="mt-3">
          <Notice tone="bad" title={t('reportFailed')}>
            {failed}
          </Notice>
        </div>
      )}
    </div>
  )
}
