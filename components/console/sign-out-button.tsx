'use client'
// Ends the session of the console on this device.

import { LogOut } from 'lucide-react'
import { signOut } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

export function SignOutButton({ to }: { to: string }) {
  const t = useTranslations('console')
  return (
    <Button kind="quiet" size="small" icon={<LogOut className="size-4" aria-hidden />} onClick={() => void signOut({ callbackUrl: to })}>
      {t('signOut')}
    </Button>
  )
}
