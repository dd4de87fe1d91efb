'use client'
// Reads a PDF as a document: its pages with zoom, search, page list, print and download, or its text; reports when its end was seen.

import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Document, pdfjs } from 'react-pdf'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { ReadAs } from '@/lib/domain/event'
import 'react-pdf/dist/Page/TextLayer.css'
import { DocumentPage } from './document-page'
import { PageList } from './page-list'
import { readGeometry, geometryOf, type Box, type PageGeometry } from './page-geometry'
import { TextReader } from './text/text-reader'
import { Toolbar, type ViewerText } from './toolbar'
import { Unreadable } from './unreadable'
import { useSearch } from './use-search'
import { PageSkeleton } from './page-skeleton'

// The legacy build: next.config.mjs has the page's half of it, scripts/copy-viewer-assets.mjs makes this one.
pdfjs.GlobalWorkerOptions.workerSrc = `/pdfjs/worker.mjs?${pdfjs.version}`

/** Fonts, character maps and image decoders that documents may lean on without embedding them; served from our own origin. */
const OPTIONS = {
  cMapUrl: '/pdfjs/cmaps/',
  cMapPacked: true,
  standardFontDataUrl: '/pdfjs/standard_fonts/',
  wasmUrl: '/pdfjs/wasm/',
  isEvalSupported: false,
}

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const
const WIDEST = 820

export type ViewerProps = {
  url: string
  downloadUrl: string | null
  title: string
  field: ({ page: number } & Box) | null
  text: ViewerText
  /** Whether the document is shown as its text, and how that is changed. */
  asText: boolean
  onAsText(asText: boolean): void
  /** Called when the end of the document was seen, or when it is downloaded because it cannot be shown. */
  onRead(as: ReadAs): void
  onPage?(page: number, pages: number): void
}

export function Viewer({ url, downloadUrl, title, field, text, asText, onAsText, onRead, onPage }: ViewerProps) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [geometry, setGeometry] = useState<readonly PageGeometry[]>([])
  const [zoom, setZoom] = useState<number>(1)
  const [page, setPage] = useState(1)
  const [desk, setDesk] = useState<HTMLDivElement | null>(null)
  const room = useWidth(desk)
  const search = useSearch(pdf)

  const loaded = useCallback((document: PDFDocumentProxy) => {
    void document.getPage(1).then((first) => {
      setGeometry([geometryOf(first)])
      setPdf(document)
    })
  }, [])
  useEffect(() => {
    if (pdf === null) return undefined
    const abort = new AbortController()
    // A page that cannot be measured keeps the size of the first; drawing it will show the error.
    readGeometry(pdf, abort.signal, setGeometry).catch(() => undefined)
    return () => abort.abort()
  }, [pdf])

  const pages = pdf?.numPages ?? 0
  useEffect(() => {
    if (pages > 0) onPage?.(page, pages)
  }, [page, pages, onPage])
  const endSeen = useCallback(
    (number: number) => {
      if (number === pages) onRead('pages')
    },
    [pages, onRead],
  )
  const textRead = useCallback(() => onRead('text'), [onRead])
  const goTo = useCallback((number: number) => document.getElementById(`page-${number}`)?.scrollIntoView({ block: 'start' }), [])
  // Who changes from one to the other begins at the text's first page, and comes back to the page that was read.
  const top = useRef<HTMLDivElement>(null)
  const shown = useRef(asText)
  useEffect(() => {
    if (shown.current === asText) return
    shown.current = asText
    if (asText) top.current?.scrollIntoView({ block: 'start' })
    else goTo(page)
  }, [asText, page, goTo])
  const found = search.current
  useEffect(() => {
    if (found !== null) goTo(found.page)
  }, [found, goTo])

  const first = geometry[0]
  const width = Math.max(240, Math.round(Math.min(room - 24, WIDEST) * zoom))
  const zoomBy = (step: 1 | -1) => setZoom((before) => ZOOMS[ZOOMS.findIndex((each) => each === before) + step] ?? before)
  const keys = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
    if (!asText && (event.key === '+' || event.key === '=')) zoomBy(1)
    else if (!asText && event.key === '-') zoomBy(-1)
    else if (event.key === 'Home') goTo(1)
    else if (event.key === 'End') document.getElementById(`page-${pages}`)?.scrollIntoView({ block: 'end' })
    else return
    event.preventDefault()
  }
  return (
    <div ref={top} className="flex flex-1 flex-col bg-desk" onKeyDown={keys}>
      <Toolbar
        text={text}
        page={page}
        pages={pages}
        zoom={zoom}
        canZoomIn={zoom !== ZOOMS.at(-1)}
        canZoomOut={zoom !== ZOOMS[0]}
        onZoom={zoomBy}
        asText={asText}
        onAsText={() => onAsText(!asText)}
        search={search}
        printUrl={url}
        downloadUrl={downloadUrl}
        onField={field === null ? null : () => document.getElementById('signature-mark')?.scrollIntoView({ block: 'center' })}
      />
      {/* Without suspense: a page that loads would otherwise blank the whole viewer and lose the reader's place. */}
      <Document
        key={url}
        suspense={false}
        file={url}
        options={OPTIONS}
        onLoadSuccess={loaded}
        loading={<PageSkeleton />}
        error={<Unreadable text={text} downloadUrl={downloadUrl ?? url} onDownload={() => onRead('download')} />}
        className="flex flex-1"
      >
        {pages > 1 && <PageList pages={pages} page={page} label={text.pageList} pageLabel={text.page} onPage={goTo} />}
        {asText && pdf !== null ? (
          <TextReader
            pdf={pdf}
            title={title}
            words={text.asText}
            field={field === null ? null : { page: field.page, label: text.signature }}
            onInView={setPage}
            onEndSeen={textRead}
            onShowPages={() => onAsText(false)}
          />
        ) : (
          <div ref={setDesk} tabIndex={0} role="region" aria-label={title} className="min-w-0 flex-1 overflow-x-auto -outline-offset-2">
            {first !== undefined && room > 0 && (
              <div className="mx-auto w-max space-y-4 px-3 py-5">
                {Array.from({ length: pages }, (_, index) => (
                  <DocumentPage
                    key={index}
                    number={index + 1}
                    label={text.page(index + 1, pages)}
                    geometry={geometry[index] ?? first}
                    width={width}
                    query={search.query}
                    field={field?.page === index + 1 ? field : null}
                    fieldLabel={text.signature}
                    onInView={setPage}
                    onEndSeen={endSeen}
                  />
                ))}
              </div>
            )}
          </div>
        )}
      </Document>
    </div>
  )
}

/** The room for a page, in CSS pixels; 0 until known. */
function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (element === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return width
}
