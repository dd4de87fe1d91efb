'use client'
// The viewer, loaded in the browser only: pdf.js needs a canvas and a worker, and weighs too much for pages that show no document. Where it
// cannot be loaded, or a browser lacks what it needs, the document is downloaded and read elsewhere.

import dynamic from 'next/dynamic'
import { Component, type ReactNode } from 'react'
import { PageSkeleton } from './page-skeleton'
import { Unreadable } from './unreadable'
import type { ViewerProps } from './viewer'

const Loaded = dynamic(
  () =>
    import('./viewer').then(
      (module) => module.Viewer,
      () => InsteadOfViewer,
    ),
  {
    ssr: false,
    loading: () => <PageSkeleton />,
  },
)

export function LazyViewer(props: ViewerProps) {
  return (
    <Fallback instead={<InsteadOfViewer {...props} />}>
      <Loaded {...props} />
    </Fallback>
  )
}

function InsteadOfViewer({ url, downloadUrl, text, onRead }: ViewerProps) {
  return <Unreadable text={text} downloadUrl={downloadUrl ?? url} onDownload={() => onRead('download')} />
}

class Fallback extends Component<{ instead: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? this.props.instead : this.props.children
  }
}
