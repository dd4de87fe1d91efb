// Reads a trusted list and finds out who signed it: XAdES over the whole list (ETSI TS 119 612, annex B). Whether that signer may sign it is
// decided where the lists are put together (accepted-lists.ts).

import { Budget } from '../../signature/pdf/budget'
import type { Source } from '../../signature/pdf/source'
import { sha256Hex } from '../../crypto/algorithms'
import { Anchors } from '../anchors'
import { judgeXml } from '../formats/xml/xml'
import type { ReasonCode } from '../reasons'
import { readList } from './read-list'
import type { TrustedList } from './trusted-list'

/** `signer`: SHA-256 (hex) of the certificate whose key has signed all of the list. */
export type CheckedList = { sha256: string; list: TrustedList; signer: string }
/** Why a file counts as nothing. */
export type ListFault = 'NOT_A_LIST' | 'SIGNATURE_WRONG'

/**
 * What a list lacks that is no fault of it: its signer is trusted directly, because another list or the operator names the certificate, so
 * there is neither a path nor a status to look at, and old lists are read after their signers' certificates have ended.
 */
const NOT_ASKED: ReadonlySet<ReasonCode> = new Set([
  'CHAIN_UNTRUSTED',
  'REVOCATION_UNKNOWN',
  'NO_TIMESTAMP',
  'CERTIFICATE_EXPIRED',
  'EXPIRED_NOT_REVOKED',
  'CERTIFICATE_NOT_YET_VALID',
])

export async function checkList(source: Source, now: Date): Promise<CheckedList | ListFault> {
  const list = await readList(source).catch(() => null)
  if (!list) return 'NOT_A_LIST'
  // What costs too much to judge, or cannot be, has not been signed by anybody who counts.
  const judged = await judgeXml(source, new Map(), { anchors: new Anchors({ anchors: [] }), now, budget: new Budget(source.size) }).catch(
    () => null,
  )
  const [report, more] = (judged ?? []).flatMap(({ reports }) => reports)
  if (!report || more) return 'SIGNATURE_WRONG'
  const { certificate, integrity, coversWholeDocument, reasons } = report
  if (!certificate || !integrity || !coversWholeDocument || reasons.some((code) => !NOT_ASKED.has(code))) return 'SIGNATURE_WRONG'
  return { sha256: sha256Hex(source.read(0, source.size)), list, signer: certificate.sha256 }
}
