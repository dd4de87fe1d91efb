// Shown for a file that cannot be drawn, and where the viewer does not run. The file counts as read once the signer has downloaded it.

import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { ViewerText } from './toolbar'

type Props = { text: ViewerText; downloadUrl: string; onDownload: () => void }

export function Unreadable({ text, downloadUrl, onDownload }: Props) {
  return (
    <div className="mx-auto max-w-column p-5">
      <Notice tone="warn" title={text.unreadableTitle}>
        <p>{text.unreadable}</p>
        <ButtonLink kind="outline" size="small" className="mt-3" href={downloadUrl} onClick={onDownload} download>
          {text.download}
        </ButtonLink>
      </Notice>
    </div>
  )
}
