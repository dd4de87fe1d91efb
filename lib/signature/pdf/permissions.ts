// What the signatures of a document let others add to it: its certification (DocMDP) and locks (FieldMDP; ISO 32000-2, 12.8.2).

import type { PdfDocument } from './document'
import { signatureFields, signatureOf } from './form'
import { Name, PdfString, stringText, type Dict } from './objects'
import { Visited } from './visited'

export type Permissions = {
  /** P=1: nothing may be added, and no signature either. */
  readonly closed: boolean
  /** Certified with P=2 or P=3: fields may be filled in, but only one that nobody sees is no change of the page. */
  readonly certified: boolean
  /** Whether a signature forbids that a field of this name is added or filled in. */
  locks(field: string): boolean
}

type Lock = { action: 'All' | 'Include' | 'Exclude'; fields: readonly string[] }

export function permissionsOf(document: PdfDocument): Permissions {
  const catalog = document.get(document.root.get('Perms'))
  const certification = catalog instanceof Map ? document.get(catalog.get('DocMDP')) : null
  const signed = signatureFields(document).flatMap((field) => signatureOf(document, field) ?? [])
  const visited = new Visited()
  const transforms = [...(certification instanceof Map ? [certification] : []), ...signed].flatMap((signature) =>
    visited.first(signature.get('Reference')) ? transformsOf(document, signature, visited) : [],
  )
  const levels = transforms.map(({ parameters }) => document.get(parameters.get('P')))
  const locks = transforms.flatMap(({ parameters }) => lockOf(document, parameters) ?? [])
  return {
    closed: levels.includes(1),
    certified: certification instanceof Map || transforms.some(({ method }) => method === 'DocMDP'),
    locks: (field) => locks.some((lock) => isLockedBy(lock, field)),
  }
}

function transformsOf(document: PdfDocument, signature: Dict, visited: Visited): { method: string | null; parameters: Dict }[] {
  return document.array(signature.get('Reference')).flatMap((item) => {
    if (!visited.first(item)) return []
    const reference = document.dict(item)
    const method = document.get(reference.get('TransformMethod'))
    const parameters = document.get(reference.get('TransformParams'))
    return parameters instanceof Map ? [{ method: method instanceof Name ? method.value : null, parameters }] : []
  })
}

function lockOf(document: PdfDocument, parameters: Dict): Lock | undefined {
  const action = document.get(parameters.get('Action'))
  if (!(action instanceof Name)) return undefined
  const fields = document.array(parameters.get('Fields')).flatMap((item) => {
    const field = document.get(item)
    return field instanceof PdfString ? [stringText(field)] : []
  })
  // What is none of the three is taken for the strictest.
  return { action: action.value === 'Include' || action.value === 'Exclude' ? action.value : 'All', fields }
}

/** A name stands for all fields below it (table 236). */
function isLockedBy({ action, fields }: Lock, field: string): boolean {
  if (action === 'All') return true
  const named = fields.some((name) => field === name || field.startsWith(`${name}.`))
  return action === 'Include' ? named : !named
}
