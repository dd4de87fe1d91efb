'use client'
// Shows an XML file as text, laid out for reading; its tags are words here, and nothing of it is ever run. Reports when its end was seen.

import { useEffect, useRef, useState } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageSkeleton } from '../page-skeleton'
import { useEndSeen } from '../use-in-view'
import { xmlLines, xmlText, type XmlLine } from './xml-lines'

type XmlReaderText = { unreadableTitle: string; unreadable: string; longTitle: string; long: string; download: string }
type Props = { url: string; downloadUrl: string | null; title: string; text: XmlReaderText; onEndSeen(): void; onDownload(): void }
type Loaded = { lines: readonly XmlLine[]; whole: boolean }

/** More would make the page slow on a phone; the rest is read in the downloaded file. */
const MOST_LINES = 4000

export function XmlReader({ url, downloadUrl, title, text, onEndSeen, onDownload }: Props) {
  const [loaded, setLoaded] = useState<Loaded | 'failed' | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    fetch(url, { credentials: 'same-origin', cache: 'no-store', signal: abort.signal })
      .then(async (response) =>
        response.ok ? setLoaded(xmlLines(xmlText(await response.arrayBuffer()), MOST_LINES)) : setLoaded('failed'),
      )
      .catch(() => (abort.signal.aborted ? undefined : setLoaded('failed')))
    return () => abort.abort()
  }, [url])
  if (loaded === null) return <PageSkeleton />
  const instead = (heading: string, words: string) => (
    <Notice tone="warn" title={heading}>
      <p>{words}</p>
      <ButtonLink kind="outline" size="small" className="mt-3" href={downloadUrl ?? url} onClick={onDownload} download>
        {text.download}
      </ButtonLink>
    </Notice>
  )
  return (
    <div role="region" aria-label={title} tabIndex={0} className="flex-1 bg-desk px-3 py-5 -outline-offset-2">
      <div className="mx-auto max-w-[820px]">
        {loaded === 'failed' ? (
          instead(text.unreadableTitle, text.unreadable)
        ) : (
          <>
            {!loaded.whole && <div className="mb-4">{instead(text.longTitle, text.long)}</div>}
            <div className="rounded-card border border-line bg-paper p-5 font-mono text-small leading-relaxed">
              {loaded.lines.map((line, at) => (
                <p
                  key={at}
                  dir="auto"
                  className="break-words whitespace-pre-wrap"
                  style={{ paddingInlineStart: `${Math.min(line.depth, 12) * 1.1}rem` }}
                >
                  {line.text}
                </p>
              ))}
            </div>
            {loaded.whole && <End onSeen={onEndSeen} />}
          </>
        )}
      </div>
    </div>
  )
}

function End({ onSeen }: { onSeen(): void }) {
  const mark = useRef<HTMLDivElement>(null)
  useEndSeen(mark, true, onSeen)
  return <div ref={mark} className="h-px" />
}
