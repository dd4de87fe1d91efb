'use client'
// What can be done with the document that is shown: accept it after its last page, download, start over, refuse; then go on to sign.

import { useState } from 'react'
import { ArrowRight, Check, Download, Ellipsis, FileDown, RotateCcw, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button, ButtonLink } from '@/components/ui/button'
import { Sheet } from '@/components/ui/sheet'
import { Summary, FullText } from '../../consent/text-card'
import { allDocumentsUrl, documentUrl } from '../../journey-client'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'
import { RefuseButton } from '../../refuse'

export type Reading = {
  document: JourneyView['documents'][number]
  accepted: ReadonlySet<string>
  page: number
  onAccept(): void
  onTakeBack(): void
  /** Called when the signer downloads the file unsigned. */
  onDownload(): void
}

export function ReviewActions({ reading }: { reading: Reading }) {
  const t = useTranslations('journey.review')
  const { view } = useJourney()
  const [more, setMore] = useState(false)
  const all = view.documents.every((document) => reading.accepted.has(document.id))
  const { viewed, pages, kind } = reading.document
  const what = kind === 'pdf' ? 'pdf' : kind === 'xml' ? 'xml' : 'office'
  return (
    <aside
      aria-label={t('actions')}
      data-screen-only
      data-sticks-below
      className="sticky bottom-0 z-20 border-line bg-paper lg:static lg:border-l [@media(max-height:480px)]:static"
    >
      <div className="border-t border-line px-5 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))] lg:sticky lg:top-0 lg:max-h-dvh lg:overflow-y-auto lg:border-t-0 lg:px-6 lg:py-7">
        <div className="mb-4 hidden lg:block">
          <h2 className="font-semibold">{all ? t('allAccepted') : t('readAndAccept')}</h2>
          {all ? (
            <Statement />
          ) : (
            <p className="mt-1 text-body text-soft">
              {viewed
                ? t(what === 'pdf' ? 'mayAccept' : 'mayAcceptFile')
                : what === 'pdf'
                  ? t('seeLast', { count: pages })
                  : t(`readFile.${what}`)}
            </p>
          )}
        </div>
        <div className="mb-2 empty:hidden">
          <ProblemNotice />
        </div>
        <div className="flex items-start gap-2 lg:block lg:space-y-2">
          <div className="min-w-0 flex-1">
            <AcceptOrContinue reading={reading} all={all} />
          </div>
          <Button kind="outline" className="!px-4 lg:hidden" aria-label={t('more')} onClick={() => setMore(true)}>
            <Ellipsis className="size-5" aria-hidden />
          </Button>
          <div className="hidden lg:block">
            <OtherActs reading={reading} />
          </div>
        </div>
        <p className="mt-2 text-center text-small text-soft lg:hidden">
          {all
            ? t('allAcceptedShort')
            : viewed
              ? t(what === 'pdf' ? 'mayAcceptShort' : 'mayAcceptFile')
              : what === 'pdf'
                ? t('seeLastShort', { page: reading.page, count: pages })
                : t(`readFile.${what}`)}
        </p>
        <Sheet open={more} onOpenChange={setMore} title={t('more')} closeLabel={t('close')}>
          <OtherActs reading={reading} />
        </Sheet>
      </div>
    </aside>
  )
}

/** The statement that is accepted, in its own words. */
function Statement() {
  const { view } = useJourney()
  const statement = view.texts[0]
  if (statement === undefined) return null
  return (
    <>
      <Summary lines={statement.summary} />
      <FullText text={statement} />
    </>
  )
}

function AcceptOrContinue({ reading, all }: { reading: Reading; all: boolean }) {
  const t = useTranslations('journey.review')
  const { view, act, pending } = useJourney()
  const [confirm, setConfirm] = useState(false)
  const statement = view.texts[0]
  const { document, accepted } = reading
  if (all && statement !== undefined) {
    const approve = async () => {
      const documents = view.documents.map(({ id, sha256 }) => ({ id, sha256 }))
      const [credential] = view.credentials
      if (!(await act({ act: 'approve_documents', documents, text: statement.sha256 }))) return
      // The code is on its way when the page for it opens.
      if (credential !== undefined) await act({ act: 'start_signing', credential: credential.id })
    }
    const busy = pending === 'approve_documents' || pending === 'start_signing'
    const icon = <ArrowRight className="size-5" aria-hidden />
    return (
      <>
        {/* Of the two buttons, the one that is shown takes the focus from the button that accepted the last document. */}
        {/* At a desk the statement stands above the button; on a phone it is read in a sheet before the act is final. */}
        <div className="hidden lg:block">
          <Button wide autoFocus icon={icon} busy={busy} onClick={() => void approve()}>
            {t('continue')}
          </Button>
        </div>
        <div className="lg:hidden">
          <Button wide autoFocus icon={icon} onClick={() => setConfirm(true)}>
            {t('continue')}
          </Button>
        </div>
        <Sheet open={confirm} onOpenChange={setConfirm} title={statement.title} closeLabel={t('close')}>
          <Statement />
          <div className="mt-4 space-y-2">
            <ProblemNotice />
            <Button wide busy={busy} onClick={() => void approve()}>
              {t(view.signedBy === 'key' ? 'continueConfirm' : 'continueConfirmSimple')}
            </Button>
          </div>
        </Sheet>
      </>
    )
  }
  if (accepted.has(document.id)) {
    return (
      <Button kind="outline" wide icon={<Check className="size-5 text-good" aria-hidden />} onClick={reading.onTakeBack}>
        {t('takeBack')}
      </Button>
    )
  }
  return (
    <Button wide disabled={!document.viewed} onClick={reading.onAccept}>
      {t('accept')}
    </Button>
  )
}

function OtherActs({ reading }: { reading: Reading }) {
  const t = useTranslations('journey.review')
  const { signer, view, act, pending } = useJourney()
  const [restart, setRestart] = useState(false)
  const all = view.documents.every((document) => reading.accepted.has(document.id))
  return (
    <div className="[&>*]:!justify-start">
      {all && reading.accepted.has(reading.document.id) && (
        <Button kind="quiet" wide icon={<Undo2 className="size-5" aria-hidden />} onClick={reading.onTakeBack}>
          {t('takeBackThis')}
        </Button>
      )}
      {reading.document.download && (
        <ButtonLink
          kind="quiet"
          wide
          icon={<Download className="size-5" aria-hidden />}
          href={documentUrl(signer, reading.document.id, true)}
          onClick={reading.onDownload}
          download
        >
          {t('download')}
        </ButtonLink>
      )}
      {view.documents.length > 1 && view.documents.every((document) => document.download) && (
        <ButtonLink kind="quiet" wide icon={<FileDown className="size-5" aria-hidden />} href={allDocumentsUrl(signer)} download>
          {t('downloadAll')}
        </ButtonLink>
      )}
      <Button kind="quiet" wide icon={<RotateCcw className="size-5" aria-hidden />} onClick={() => setRestart(true)}>
        {t('restart')}
      </Button>
      <RefuseButton label={t('refuse')} wide />
      <Sheet open={restart} onOpenChange={setRestart} title={t('restartTitle')} description={t('restartText')} closeLabel={t('close')}>
        <div className="space-y-2 pt-3">
          <Button wide busy={pending === 'restart'} onClick={() => void act({ act: 'restart' })}>
            {t('restartConfirm')}
          </Button>
          <Button kind="quiet" wide onClick={() => setRestart(false)}>
            {t('restartKeep')}
          </Button>
        </div>
      </Sheet>
    </div>
  )
}
