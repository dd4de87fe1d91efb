'use client'
// The one button that opens the journey: a POST, so that mail scanners and previews, which only GET, never use up or enter anything.

import { useState } from 'react'
import { Button } from '@/components/ui/button'

export function OpenForm({ token, label }: { token: string; label: string }) {
  const [sent, setSent] = useState(false)
  return (
    <form method="post" action={`/s/${encodeURIComponent(token)}/open`} onSubmit={() => setSent(true)} className="contents">
      <Button type="submit" busy={sent}>
        {label}
      </Button>
    </form>
  )
}
