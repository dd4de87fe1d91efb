'use client'
// The name of a country in the reader's language.

import { useWhen } from '@/components/ui/when'

export function Country({ code }: { code: string }) {
  return useWhen().country(code)
}
