'use client'
// The report of one file: what to think of it, and below it each signature.

import { useEffect, useState } from 'react'
import { CircleCheck, CircleHelp, CircleX, FilePen, FileX, FlaskConical, LoaderCircle, type LucideIcon } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Fact, Facts } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { useWhen } from '@/components/ui/when'
import { isQualified } from '@/lib/http/schemas/verify-page'
import type { Verified } from '@/lib/http/schemas/validation'
import type { Checked, Item } from './checking'
import { EvidenceReport } from './evidence-report'
import { ReportLinks } from './report-links'
import { SignatureReport } from './signature-report'
import { useWhy } from './use-why'

const LOOKS: Record<Verified['verdict'], { icon: LucideIcon; wash: string; tint: string }> = {
  valid: { icon: CircleCheck, wash: 'bg-good-wash', tint: 'text-good' },
  added: { icon: FilePen, wash: 'bg-warn-wash', tint: 'text-warn' },
  test: { icon: FlaskConical, wash: 'bg-warn-wash', tint: 'text-warn' },
  unsure: { icon: CircleHelp, wash: 'bg-warn-wash', tint: 'text-warn' },
  broken: { icon: CircleX, wash: 'bg-bad-wash', tint: 'text-bad' },
  none: { icon: FileX, wash: 'bg-ground', tint: 'text-soft' },
}

/** An archive of evidence has words of its own. */
export function verdictOf(report: Verified) {
  return report.evidence === null ? (`verdict.${report.verdict}` as const) : (`evidence.verdict.${report.verdict}` as const)
}

export function FileReport({ item, again }: { item: Item; again: () => void }) {
  const t = useTranslations('verify')
  return (
    <article className="overflow-hidden rounded-card border border-line bg-paper" aria-busy={item.state === 'checking'}>
      <h3 className="border-b border-line px-5 py-3.5 text-body font-semibold break-words print:break-after-avoid">{item.file.name}</h3>
      {item.state === 'waiting' && <p className="px-5 py-4 text-body text-soft">{t('waiting')}</p>}
      {item.state === 'checking' && <Checking />}
      {item.state === 'failed' && (
        <div className="grid gap-3 p-5">
          <Notice tone="bad" title={t('failed')}>
            {item.message ?? t('network')}
          </Notice>
          {item.passing && (
            <div>
              <Button kind="outline" size="small" onClick={again}>
                {t('again')}
              </Button>
            </div>
          )}
        </div>
      )}
      {item.state === 'done' && <Report file={item.file} checked={item} />}
    </article>
  )
}

/** After five seconds it says that all is well. */
function Checking() {
  const t = useTranslations('verify')
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 5_000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className="flex items-center gap-3 px-5 py-4 text-body text-soft">
      <LoaderCircle className="size-5 shrink-0 animate-spin text-accent" aria-hidden />
      <span>
        {t('checking')}
        {slow ? `. ${t('slow')}` : ''}
      </span>
    </p>
  )
}

function Report({ file, checked: { report, at } }: { file: File; checked: Extract<Checked, { state: 'done' }> }) {
  const t = useTranslations('verify')
  const format = useFormatter()
  const { moment } = useWhen()
  const verdict = verdictOf(report)
  const { icon: Icon, wash, tint } = LOOKS[report.verdict]
  const broken = report.signatures.filter(({ indication }) => indication === 'TOTAL-FAILED').length
  const count = report.verdict === 'broken' ? broken : report.signatures.length
  const qualified = report.signatures.every(({ signature_level: level }) => isQualified(level))
  const megabytes = file.size / 1_000_000
  const size =
    megabytes >= 0.1
      ? format.number(megabytes, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
      : format.number(Math.ceil(file.size / 1_000), { style: 'unit', unit: 'kilobyte' })
  return (
    <>
      <div className={`flex gap-4 px-5 py-5 print:break-after-avoid ${wash}`}>
        <Icon className={`mt-0.5 size-7 shrink-0 ${tint}`} strokeWidth={1.75} aria-hidden />
        <div className="min-w-0">
          <p className="text-title leading-snug font-semibold">{t(`${verdict}.title`)}</p>
          <p className="mt-1 max-w-[60ch] text-body">{t(`${verdict}.text`, { count, qualified: qualified ? 'yes' : 'no' })}</p>
        </div>
      </div>
      {report.evidence !== null && <EvidenceReport evidence={report.evidence} />}
      {report.signatures.map((signature, index) => (
        // A report never changes, so the place of a signature names it.
        <SignatureReport key={index} signature={signature} file={file} />
      ))}
      {report.timestamps.length > 0 && <Timestamps stamps={report.timestamps} />}
      {report.signatures.length > 0 && <ReportLinks file={file} />}
      <div className="border-t border-line px-5 py-3.5 text-small text-soft">
        <p>{t('file', { size, at: moment(at.toISOString()) })}</p>
        <p className="break-all">
          {t('digest')}: <span className="font-mono">{report.sha256}</span>
        </p>
      </div>
    </>
  )
}

/** Those over the whole file, such as archive time-stamps; a broken one is told, too. */
function Timestamps({ stamps }: { stamps: Verified['timestamps'] }) {
  const t = useTranslations('verify')
  const why = useWhy()
  const { instant } = useWhen()
  return (
    <section className="border-t border-line px-5 py-5">
      <h4 className="font-semibold">{t('report.timestamps')}</h4>
      <div className="mt-3">
        <Facts>
          {stamps.map(({ stamped_at: at, authority, valid, reasons }, index) => (
            // A report never changes, so the place of a time-stamp names it.
            <Fact key={index} label={at === null ? t('noTime') : instant(at)} note={authority}>
              {valid ? t('stamp.valid') : [t('stamp.broken'), ...reasons.map(why)].join(' ')}
            </Fact>
          ))}
        </Facts>
      </div>
    </section>
  )
}
