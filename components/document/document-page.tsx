'use client'
// One page of the document: a sheet of the right size at once, drawn with its text layer only while it is near the window.

import { useCallback, useEffect, useRef, useState } from 'react'
import { Page } from 'react-pdf'
import { highlight } from './highlight'
import { isInSight, watch } from './in-sight'
import { SignatureMark } from './signature-mark'
import type { Box, PageGeometry } from './page-geometry'
import { useEndSeen, useInView } from './use-in-view'

type Props = {
  number: number
  label: string
  geometry: PageGeometry
  width: number
  query: string
  field: Box | null
  fieldLabel: string
  /** Called when most of this page is in view. */
  onInView(number: number): void
  /** Called when the bottom of this page was drawn and in view. */
  onEndSeen(number: number): void
}

export function DocumentPage({ number, label, geometry, width, query, field, fieldLabel, onInView, onEndSeen }: Props) {
  const sheet = useRef<HTMLDivElement>(null)
  const end = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  const [drawn, setDrawn] = useState(false)
  const height = (width * geometry.height) / geometry.width

  useInView(sheet, number, onInView)
  useEffect(() => {
    if (sheet.current === null) return undefined
    return watch(
      sheet.current,
      (changes) => {
        setNear(isInSight(changes))
        if (!isInSight(changes)) setDrawn(false)
      },
      '120% 0px',
    )
  }, [])
  // "Seen" means drawn and in view: a blank sheet that was scrolled past does not count.
  useEndSeen(
    end,
    drawn,
    useCallback(() => onEndSeen(number), [number, onEndSeen]),
  )

  const render = useCallback(({ str }: { str: string }) => highlight(str, query), [query])
  return (
    <div
      ref={sheet}
      id={`page-${number}`}
      data-page={number}
      role="group"
      aria-label={label}
      className="sheet relative mx-auto scroll-mt-16 rounded-[3px] shadow-sheet"
      style={{ width, height }}
    >
      {near && (
        <Page
          pageNumber={number}
          width={width}
          renderAnnotationLayer={false}
          renderTextLayer
          customTextRenderer={render}
          onRenderSuccess={() => setDrawn(true)}
          devicePixelRatio={Math.min(window.devicePixelRatio, 2)}
          loading={null}
          error={null}
          className="!bg-transparent"
        />
      )}
      {field !== null && <SignatureMark placed={geometry.show(field)} label={fieldLabel} />}
      <div ref={end} className="pointer-events-none absolute bottom-[3%] h-px w-full" />
    </div>
  )
}
