// The script of a test signer, as `Signer.script` keeps it. In live mode nobody can set one, and none is ever consulted.

import { changeBound, requireWhole } from './bound-rows'
import type { TestDocumentNumber } from '../../domain/capture'
import type { Mode } from '../../domain/event'
import type { Prisma, Signer } from '../../generated/prisma/client'
import { CHIP_REASONS, REASONS, type ReasonCode } from '../../identity/reasons'
import type { CaptureScript } from '../../identity/specimen/script'
import type { Context, Tx } from './context'

export type FailureToShow = ReasonCode | 'NAME_MISMATCH'
/** What no camera sees of a passport or an identity card, whatever document is shown. */
const NOT_SHOWN: ReadonlySet<ReasonCode> = new Set([...CHIP_REASONS, 'DOCUMENT_FIELDS_UNREADABLE'])
/** Every coded reason for which an identity check can fail that a camera sees. */
export const FAILURES: readonly FailureToShow[] = [...REASONS.filter((reason) => !NOT_SHOWN.has(reason)), 'NAME_MISMATCH']

export type SignerScript = {
  /** The sandbox has acted for this signer, so key and codes are the sandbox's and no real person's. */
  walked?: true
  /** The key that the sandbox makes is found again by later requests to the same address (keep-credential.ts). */
  keeps?: true
  /** The sandbox begins to act as soon as the signer is invited. Set for magic addresses. */
  goes?: true
  document?: TestDocumentNumber
  failWith?: FailureToShow
  /** What the camera saw, for this one check of identity and no other. */
  capture?: { verification: string; document: TestDocumentNumber; failWith: FailureToShow | null; saw: CaptureScript }
  /** The certificate is revoked a moment after the signature is made (revoke-after-signing.ts). */
  revoke?: true
}

type Scripted = Pick<Signer, 'script'>

export function scriptOf(mode: Mode, { script }: Scripted): SignerScript | null {
  // A safe cast: only `changeScript` and magic addresses write this column.
  return mode === 'test' && script !== null ? (script as SignerScript) : null
}

/** The script of a signer of a test request, as the product wrote it. */
export async function storedScript(context: Context, db: Tx, signerId: string): Promise<SignerScript | null> {
  return scriptOf('test', requireWhole(context, 'signer', await db.signer.findUniqueOrThrow({ where: { id: signerId } })))
}

export function isWalked(mode: Mode, signer: Scripted): boolean {
  return scriptOf(mode, signer)?.walked === true
}

/** True only for a signer for whom the sandbox has acted. */
export function isKept(mode: Mode, signer: Scripted): boolean {
  return isWalked(mode, signer) && scriptOf(mode, signer)?.keeps === true
}

/** What the analysis reads in place of the frames of this check; null when a camera was used. */
export function captureOf(mode: Mode, signer: Scripted, verification: string): CaptureScript | null {
  const capture = scriptOf(mode, signer)?.capture
  return capture?.verification === verification ? capture.saw : null
}

export async function changeScript(
  context: Context,
  db: Tx,
  signerId: string,
  change: (script: SignerScript) => SignerScript,
): Promise<void> {
  const script = (await storedScript(context, db, signerId)) ?? {}
  // As the column gives it back.
  const changed = JSON.parse(JSON.stringify(change(script))) as Prisma.InputJsonObject
  await changeBound(context, db, 'signer', { id: signerId }, { script: changed })
}
