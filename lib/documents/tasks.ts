// All that is done with a stranger's file, as tasks: bytes and plain arguments in, a plain result or a Problem out. They run in a worker.

import { Problem } from '../domain/problem'
import { findTexts, TextUnreadable } from '../signature/anchor/find-texts'
import { FORMS, type FormName, type FormPreparation, type PreparedSignature } from '../signature/forms'
import { pictureOf } from '../signature/pdf/picture'
import { memorySource, type Source } from '../signature/pdf/source'
import { checkList } from '../validation/trusted-lists/check-list'
import { comparePages } from './compare-pages'
import type { Inspecting, Inspection } from './formats/format'
import { asProblem } from './formats/pdf'
import { formatOf } from './formats/recognise'
import type { KindName } from './kinds'
import { place, type Placing } from './place'
import { readChip } from './read-chip'
import { readEvidence } from './read-evidence'
import { readSignature } from './read-signature'
import type { Report } from './report/report'
import { drawReport } from './report/report-page'
import { finish, seal } from './sign'
import { findAnchor, signDirectly } from './sign-directly'
import { validate } from './validate'

export const TASKS = {
  /** What kind of document a file is. Throws a Problem if it cannot be signed. */
  async inspect(source: Source, given: Inspecting): Promise<{ kind: KindName } & Inspection> {
    const { kind, inspect } = formatOf(source)
    return { kind, ...(await inspect(source, given)) }
  },
  /** A PNG of a PDF's page, counted from 1. */
  picture: (source: Source, { page, width }: { page: number; width: number }) => pictureOf(source, page - 1, width),
  comparePages,
  findTexts: (source: Source, { texts }: { texts: readonly string[] }) => findTexts(source, texts),
  place: (source: Source, placing: Placing) => place(source, placing),
  /** A signature that waits for its value. */
  prepare: (source: Source, { format, preparation }: { format: FormName; preparation: FormPreparation }): Promise<PreparedSignature> =>
    FORMS[format].prepare(source, preparation),
  finish,
  /** A report of the platform's own, as a PDF. There is no file. */
  draw: (_: Source, report: Report) => drawReport(report),
  /** A PNG of its first page. */
  async reportPicture(_: Source, { report, width }: { report: Report; width: number }): Promise<Uint8Array> {
    return pictureOf(memorySource(await drawReport(report)), 0, width)
  },
  seal,
  findAnchor,
  signDirectly,
  readSignature,
  validate,
  readEvidence,
  /** What a trusted list says, and who signed it; or why the file counts as nothing. */
  checkList: (source: Source, { now }: { now: Date }) => checkList(source, now),
  readChip,
}

/** The refusal behind an error of the engines, in the words of the API; undefined for any other error. */
export function refusalOf(error: unknown): Problem | undefined {
  const refusal = error instanceof TextUnreadable ? new Problem('VALIDATION_FAILED.text_unreadable') : asProblem(error)
  return refusal instanceof Problem ? refusal : undefined
}
