'use client'
// A dialog that rises from the bottom on a phone and stands in the middle at a desk. The browser's own <dialog> keeps the focus inside,
// closes on Escape and gives the focus back; it stays in its place in the page, so the brand's colours reach it, and it injects no styles,
// which a content security policy with nonces would refuse.

import { useEffect, useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { X } from 'lucide-react'

type Props = {
  open: boolean
  onOpenChange(open: boolean): void
  title: ReactNode
  description?: ReactNode
  closeLabel: string
  children: ReactNode
  /** Wide enough for a text to be read at length. */
  wide?: boolean
}

export function Sheet({ open, onOpenChange, title, description, closeLabel, children, wide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal()
    if (!open && dialog.current?.open === true) dialog.current.close()
  }, [open])
  // A press on the backdrop has the dialog element itself as its target; a press within has one of its children.
  const outside = (event: MouseEvent) => {
    if (event.target === dialog.current) onOpenChange(false)
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description === undefined ? undefined : `${id}-description`}
      onClose={() => onOpenChange(false)}
      onClick={outside}
      className={`sheet-dialog w-full max-w-none bg-transparent p-0 text-left text-ink ${wide ? 'sm:w-[min(720px,92vw)]' : 'sm:w-[min(520px,92vw)]'}`}
    >
      {open && (
        <div className="flex max-h-[92dvh] flex-col rounded-t-[20px] bg-paper shadow-float sm:max-h-[86dvh] sm:rounded-[20px]">
          <div className="flex items-start gap-4 px-5 pt-5 pb-3 sm:px-7 sm:pt-7">
            <div className="min-w-0 flex-1">
              <h2
                id={`${id}-title`}
                tabIndex={-1}
                autoFocus
                className="text-heading leading-snug font-bold tracking-[-0.018em] outline-none"
              >
                {title}
              </h2>
              {description !== undefined && (
                <p id={`${id}-description`} className="mt-1 text-soft">
                  {description}
                </p>
              )}
            </div>
            <button
              type="button"
              onClick={() => onOpenChange(false)}
              aria-label={closeLabel}
              className="-mt-1.5 -mr-2 grid size-11 shrink-0 place-items-center rounded-full text-soft hover:bg-accent-wash"
            >
              <X className="size-5" aria-hidden />
            </button>
          </div>
          <div className="overflow-y-auto px-5 pb-[max(1.5rem,env(safe-area-inset-bottom))] sm:px-7 sm:pb-7">{children}</div>
        </div>
      )}
    </dialog>
  )
}
