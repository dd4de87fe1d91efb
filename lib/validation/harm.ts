// Which signatures suffered from what was added to their document: those with more forbidden changes after it than before it.

import type { Change } from './change-kinds'
import type { SignatureReport } from './signature'
import type { ValidationReport } from './validate'

/**
 * The names of signatures that suffered, `added` not among them. What was bad before stays as it was. `before` judges the document without the
 * addition; it is asked only where a signature is bad now.
 */
export async function harmedBy(
  after: ValidationReport,
  added: ReadonlySet<string>,
  before: () => ValidationReport | Promise<ValidationReport>,
): Promise<string[]> {
  const bad = after.signatures.filter((one) => !added.has(one.field) && faultsOf(one).length > 0)
  if (bad.length === 0) return []
  const { signatures } = await before()
  const known = (field: string) => signatures.filter((one) => one.field === field).flatMap(faultsOf)
  return bad.filter((one) => faultsOf(one).some((fault) => !known(one.field).includes(fault))).map(({ field }) => field)
}

/** Signatures on containers and XML are judged by their digests: nothing is listed as changed there. */
function faultsOf({ format, integrity, changes }: SignatureReport): string[] {
  if (format === 'CAdES' || format === 'XAdES') return integrity ? [] : ['integrity']
  return forbiddenIn(changes)
}

/** What was not allowed, and where. */
export function forbiddenIn(changes: readonly Change[]): string[] {
  return changes.flatMap(({ allowed, kind, page, field }) =>
    allowed ? [] : [[kind, page, field].filter((part) => part !== undefined).join(' ')],
  )
}
