// What the person signed, and what they are asked to sign.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DocumentList } from '@/components/space/documents/document-list'
import { spaceDocuments } from '@/lib/http/space/documents'
import { requireVisitor } from '@/lib/http/space/page'
import { DOCUMENT_STATES } from '@/lib/operations/space/documents/list-own'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.documents'))('tab') }
}

export default async function DocumentsPage() {
  const { context, caller } = await requireVisitor()
  return <DocumentList first={await spaceDocuments(context, caller, {})} states={DOCUMENT_STATES} />
}
