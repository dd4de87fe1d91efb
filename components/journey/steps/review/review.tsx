'use client'
// Place: the signer reads each document to its end and accepts it; the buttons stand beside the document at a desk, under it on a phone.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'next-intl'
import type { ReadAs } from '@/lib/domain/event'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { LazyViewer } from '@/components/document/lazy-viewer'
import { useAnnounce } from '@/components/ui/live-region'
import { documentUrl } from '../../journey-client'
import { useJourney } from '../../journey-data'
import { DocumentTabs } from './document-tabs'
import { FileToRead } from './file-to-read'
import { ReviewActions, type Reading } from './review-actions'
import { useViewerText } from './viewer-text'

/** Another version of a document, because a signer was added meanwhile, is read and accepted from the beginning. */
export function Review() {
  const { view } = useJourney()
  return <ReviewOfVersion key={view.documents.map(({ sha256 }) => sha256).join()} />
}

function ReviewOfVersion() {
  const t = useTranslations('journey.review')
  const { signer, view, act } = useJourney()
  const announce = useAnnounce()
  const [chosen, setChosen] = useState(() => view.documents.find((document) => !document.viewed)?.id ?? view.documents[0]?.id ?? '')
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set())
  const [pageOf, setPageOf] = useState<Record<string, number>>({})
  const [asText, setAsText] = useState(false)
  const told = useRef(new Set<string>())
  const viewerText = useViewerText()
  const top = useRef<HTMLDivElement>(null)
  const shown = useRef(chosen)

  const document = view.documents.find((each) => each.id === chosen) ?? view.documents[0]
  useEffect(() => {
    if (shown.current !== chosen) top.current?.scrollIntoView({ block: 'start' })
    shown.current = chosen
  }, [chosen])

  const seen = useCallback(
    ({ id, sha256, kind }: JourneyView['documents'][number], as: ReadAs) => {
      if (told.current.has(id)) return
      told.current.add(id)
      // Without a network nothing was sent: the next look at the last page tries again.
      void act({ act: 'view_document', document: id, sha256, as }).then((done) => {
        if (done) announce(t(kind === 'pdf' ? 'seenLast' : 'seenFile'))
        else told.current.delete(id)
      })
    },
    [act, announce, t],
  )
  const onPage = useCallback(
    (page: number) => setPageOf((before) => (before[chosen] === page ? before : { ...before, [chosen]: page })),
    [chosen],
  )
  const read = useMemo(
    () => (document === undefined || document.viewed ? () => undefined : (as: ReadAs) => seen(document, as)),
    [document, seen],
  )
  if (document === undefined) return null

  const accept = () => {
    const next = new Set([...accepted, document.id])
    setAccepted(next)
    announce(t('acceptedOne', { title: document.title }))
    const open = view.documents.find((each) => !next.has(each.id))
    if (open === undefined) return
    setChosen(open.id)
    top.current?.focus({ preventScroll: true })
  }
  const reading: Reading = {
    document,
    accepted,
    page: pageOf[document.id] ?? 1,
    onAccept: accept,
    onDownload: document.kind === 'pdf' ? () => undefined : () => read('download'),
    onTakeBack: () => setAccepted(new Set([...accepted].filter((id) => id !== document.id))),
  }
  return (
    <main className="flex flex-1 flex-col lg:grid lg:grid-cols-[280px_minmax(0,1fr)_320px]">
      <div className="border-line bg-paper px-5 py-4 lg:border-r lg:px-6 lg:py-7">
        <div className="lg:sticky lg:top-7">
          <h1 tabIndex={-1} className="text-heading leading-tight font-bold tracking-[-0.018em] lg:mb-1 lg:text-heading">
            {t('title', { count: view.documents.length })}
          </h1>
          <DocumentTabs documents={view.documents} chosen={document.id} accepted={accepted} pageOf={pageOf} onChoose={setChosen} />
        </div>
      </div>
      <div ref={top} tabIndex={-1} className="flex min-w-0 flex-1 scroll-mt-0 flex-col outline-none">
        {document.kind !== 'pdf' ? (
          <FileToRead key={document.id} document={document} onRead={read} />
        ) : (
          <LazyViewer
            key={`${document.id} ${document.sha256}`}
            url={documentUrl(signer, document.id)}
            downloadUrl={document.download ? documentUrl(signer, document.id, true) : null}
            title={document.title}
            field={document.field}
            text={viewerText}
            asText={asText}
            onAsText={setAsText}
            onRead={read}
            onPage={onPage}
          />
        )}
      </div>
      <ReviewActions reading={reading} />
    </main>
  )
}
