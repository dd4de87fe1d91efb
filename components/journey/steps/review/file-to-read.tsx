'use client'
// A document that is not a PDF, before it is accepted: an XML file as text, a Word or Excel file to be read in the signer's own program.

import { useMemo } from 'react'
import { Download, FileSpreadsheet, FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReadAs } from '@/lib/domain/event'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { XmlReader } from '@/components/document/xml/xml-reader'
import { ButtonLink } from '@/components/ui/button'
import { Card, Fact, Facts } from '@/components/ui/card'
import { documentUrl } from '../../journey-client'
import { useJourney } from '../../journey-data'

type Props = { document: JourneyView['documents'][number]; onRead(as: ReadAs): void }

export function FileToRead({ document, onRead }: Props) {
  const t = useTranslations('journey.file')
  const { signer } = useJourney()
  const text = useMemo(
    () => ({
      unreadableTitle: t('unreadableTitle'),
      unreadable: t('unreadable'),
      longTitle: t('longTitle'),
      long: t('long'),
      download: t('download'),
    }),
    [t],
  )
  if (document.kind !== 'xml') return <OwnProgram document={document} onRead={onRead} />
  return (
    <XmlReader
      url={documentUrl(signer, document.id)}
      downloadUrl={document.download ? documentUrl(signer, document.id, true) : null}
      title={document.title}
      text={text}
      onEndSeen={() => onRead('text')}
      onDownload={() => onRead('download')}
    />
  )
}

function OwnProgram({ document, onRead }: Props) {
  const t = useTranslations('journey.file')
  const { signer } = useJourney()
  const Icon = document.kind === 'xlsx' ? FileSpreadsheet : FileText
  const { file } = document
  return (
    <div className="flex-1 bg-desk px-5 py-5 sm:py-7">
      <Card className="mx-auto max-w-[560px] !p-5 sm:!p-6">
        {/* One line, so that on a low phone the button below stands above the bar. */}
        <div className="flex items-start gap-2.5">
          <Icon className="size-6 shrink-0 text-accent" strokeWidth={1.5} aria-hidden />
          <h2 className="min-w-0 text-lg leading-snug font-semibold break-words" dir="auto">
            {file.name}
          </h2>
        </div>
        <p className="mt-2 text-body text-soft">{t('ownProgram', { kind: t(`kind.${document.kind}`) })}</p>
        {document.download && (
          <ButtonLink
            wide
            className="mt-5"
            icon={<Download className="size-5" aria-hidden />}
            href={documentUrl(signer, document.id, true)}
            onClick={() => onRead('download')}
            download
          >
            {t('downloadToRead')}
          </ButtonLink>
        )}
        <div className="mt-6">
          <Facts>
            <Fact label={t('kindLabel')}>{t(`kind.${document.kind}`)}</Fact>
            <Fact label={t('size')}>{t('bytes', { count: file.sizeBytes })}</Fact>
            <Fact label={t('digest')} note={t('digestNote')}>
              <span className="font-mono text-small break-all">{file.sha256}</span>
            </Fact>
          </Facts>
        </div>
      </Card>
    </div>
  )
}
