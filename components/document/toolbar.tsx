'use client'
// The document's tools: page, as pages or as text, zoom, search, where the signature goes, print and download.

import { useState } from 'react'
import {
  AlignLeft,
  ChevronDown,
  ChevronUp,
  Download,
  File,
  PenLine,
  Printer,
  Search,
  X,
  ZoomIn,
  ZoomOut,
  type LucideIcon,
} from 'lucide-react'
import { Form } from '@/components/ui/form'
import type { TextWords } from './text/text-reader'
import type { useSearch } from './use-search'

export type ViewerText = {
  page(page: number, pages: number): string
  readAsText: string
  asText: TextWords
  pageList: string
  zoomIn: string
  zoomOut: string
  zoom(percent: number): string
  search: string
  searchFor: string
  searchClose: string
  matches(at: number, count: number): string
  noMatches: string
  searching: string
  previous: string
  next: string
  print: string
  download: string
  toSignature: string
  signature: string
  unreadableTitle: string
  unreadable: string
}

type Props = {
  text: ViewerText
  page: number
  pages: number
  zoom: number
  canZoomIn: boolean
  canZoomOut: boolean
  onZoom(step: 1 | -1): void
  asText: boolean
  onAsText(): void
  search: ReturnType<typeof useSearch>
  printUrl: string
  downloadUrl: string | null
  onField: (() => void) | null
}

const TOOL = 'grid size-11 shrink-0 place-items-center rounded-lg text-soft hover:bg-accent-wash hover:text-ink disabled:opacity-40'

export function Toolbar({
  text,
  page,
  pages,
  zoom,
  canZoomIn,
  canZoomOut,
  onZoom,
  asText,
  onAsText,
  search,
  printUrl,
  downloadUrl,
  onField,
}: Props) {
  const [searching, setSearching] = useState(false)
  return (
    <div className="sticky top-0 z-20 border-b border-line bg-paper" data-screen-only>
      <div className="flex items-center gap-0.5 px-2 py-1">
        <p className="min-w-0 flex-1 truncate pl-3 text-sm text-soft tabular-nums" aria-live="off">
          {pages === 0 ? '' : text.page(page, pages)}
        </p>
        <Tool icon={asText ? File : AlignLeft} label={asText ? text.asText.showPages : text.readAsText} onPress={onAsText} />
        {onField !== null && <Tool icon={PenLine} label={text.toSignature} onPress={onField} />}
        {/* The text is as large as the browser makes it, and searched with the browser. */}
        {!asText && (
          <>
            <Tool icon={Search} label={text.search} onPress={() => setSearching(true)} pressed={searching} />
            <Tool icon={ZoomOut} label={text.zoomOut} onPress={() => onZoom(-1)} disabled={!canZoomOut} />
            <span className="hidden w-12 text-center text-sm text-soft tabular-nums sm:block" aria-live="polite">
              {text.zoom(Math.round(zoom * 100))}
            </span>
            <Tool icon={ZoomIn} label={text.zoomIn} onPress={() => onZoom(1)} disabled={!canZoomIn} />
          </>
        )}
        <a className={`${TOOL} hidden sm:grid`} href={printUrl} target="_blank" rel="noreferrer" aria-label={text.print} title={text.print}>
          <Printer className="size-5" strokeWidth={1.75} aria-hidden />
        </a>
        {downloadUrl !== null && (
          <a className={`${TOOL} hidden sm:grid`} href={downloadUrl} download aria-label={text.download} title={text.download}>
            <Download className="size-5" strokeWidth={1.75} aria-hidden />
          </a>
        )}
      </div>
      {searching && !asText && (
        <SearchBar
          text={text}
          search={search}
          onClose={() => {
            search.clear()
            setSearching(false)
          }}
        />
      )}
    </div>
  )
}

function Tool({
  icon: Icon,
  label,
  onPress,
  disabled = false,
  pressed,
}: {
  icon: LucideIcon
  label: string
  onPress: () => void
  disabled?: boolean
  pressed?: boolean
}) {
  return (
    <button type="button" className={TOOL} aria-label={label} title={label} onClick={onPress} disabled={disabled} aria-pressed={pressed}>
      <Icon className="size-5" strokeWidth={1.75} aria-hidden />
    </button>
  )
}

function SearchBar({ text, search, onClose }: { text: ViewerText; search: Props['search']; onClose: () => void }) {
  const told =
    search.query.trim().length < 2
      ? ''
      : search.searching
        ? text.searching
        : search.matches.length === 0
          ? text.noMatches
          : text.matches(search.at + 1, search.matches.length)
  return (
    <Form
      role="search"
      className="flex items-center gap-1 border-t border-line px-3 py-1.5"
      send={() => search.step(1)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <input
        type="search"
        autoFocus
        aria-label={text.searchFor}
        placeholder={text.searchFor}
        value={search.query}
        onChange={(event) => void search.search(event.target.value)}
        className="min-h-11 min-w-0 flex-1 rounded-lg border border-edge bg-paper px-3 text-base [&::-webkit-search-cancel-button]:hidden"
        dir="auto"
      />
      <span className="shrink-0 px-1 text-sm text-soft tabular-nums" role="status">
        {told}
      </span>
      <Tool icon={ChevronUp} label={text.previous} onPress={() => search.step(-1)} disabled={search.matches.length === 0} />
      <Tool icon={ChevronDown} label={text.next} onPress={() => search.step(1)} disabled={search.matches.length === 0} />
      <Tool icon={X} label={text.searchClose} onPress={onClose} />
    </Form>
  )
}
