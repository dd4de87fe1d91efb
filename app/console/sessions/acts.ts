'use server'
// What a person can do about the sessions of their key. The browser's origin is checked by the framework.

import { revalidatePath } from 'next/cache'
import { contextFor } from '@/lib/context'
import { consoleSession } from '@/lib/http/console/session'
import { endOtherConsoleSessions } from '@/lib/operations/access/console-session'

export async function endOthers(): Promise<void> {
  const context = await contextFor()
  const session = await consoleSession(context)
  if (session) await endOtherConsoleSessions(context, session)
  revalidatePath('/console/sessions')
}
