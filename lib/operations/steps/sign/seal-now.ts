// Seals a signature that was just authorised, while the signer waits for a moment.

import type { Context } from '../../kernel/context'
import { sealSignature } from '../../signing/seal-signature'

const PATIENCE_MS = 8_000

/** Usually finished before the answer is sent. Else the page says that the signature is safe, and the job goes on. */
export async function sealNow(context: Context, activation: string): Promise<void> {
  const sealed = sealSignature(context, { activation }).catch((error: unknown) =>
    context.log.warn({ activation, error }, 'sealing will be tried again by its job'),
  )
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    sealed,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS)
    }),
  ])
  clearTimeout(timer)
}
