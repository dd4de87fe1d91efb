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

export type Lock = { readonly action: 'All' | 'Include' | 'Exclude'; readonly fields: readonly string[] }
/** One rule of a signature: how much may be changed (P of DocMDP), or which fields are closed. */
export type Rule = { readonly level?: 1 | 2 | 3; readonly lock?: Lock }

export function permissionsOf(document: PdfDocument): Permissions {
  const catalog = document.get(document.root.get('Perms'))
  const certification = catalog instanceof Map ? document.get(catalog.get('DocMDP')) : null
  const visited = new Visited()
  const rules = [
    ...(certification instanceof Map ? rulesOf(document, certification, null, visited) : []),
    ...signatureFields(document).flatMap((field) => {
      const signature = signatureOf(document, field)
      return signature ? rulesOf(document, signature, field.dict, visited) : []
    }),
  ]
  const locks = rules.flatMap(({ lock }) => lock ?? [])
  return {
    closed: rules.some(({ level }) => level === 1),
    certified: certification instanceof Map || rules.some(({ level }) => level !== undefined),
    locks: (field) => locks.some((lock) => isLockedBy(lock, field)),
  }
}

/**
 * What a signature with its field says of later changes: its references, and the lock of the field (ISO 32000-2, 12.7.5.5). `field` is null where
 * there is none. `visited`: what many signatures share is read once.
 */
export function rulesOf(document: PdfDocument, signature: Dict, field: Dict | null, visited = new Visited()): Rule[] {
  const place = signature.get('Reference')
  const references = visited.first(place) ? document.get(place) : null
  const rules = (Array.isArray(references) ? references : []).map((item): Rule => {
    const reference = visited.first(item) ? document.get(item) : null
    if (!(reference instanceof Map)) return {}
    const method = document.get(reference.get('TransformMethod'))
    const parameters = document.get(reference.get('TransformParams'))
    if (!(method instanceof Name) || !(parameters instanceof Map)) return {}
    if (method.value === 'DocMDP') return { level: levelOf(document, parameters) ?? 2 }
    return method.value === 'FieldMDP' ? { lock: lockOf(document, parameters) } : {}
  })
  const lock = field && document.get(field.get('Lock'))
  if (!(lock instanceof Map)) return rules
  const level = levelOf(document, lock)
  return [...rules, { lock: lockOf(document, lock), ...(level === undefined ? {} : { level }) }]
}

function levelOf(document: PdfDocument, parameters: Dict): 1 | 2 | 3 | undefined {
  const level = document.get(parameters.get('P'))
  return level === 1 || level === 2 || level === 3 ? level : undefined
}

/** An action that is none of the three, or missing, is taken for the strictest. */
function lockOf(document: PdfDocument, parameters: Dict): Lock {
  const action = document.get(parameters.get('Action'))
  const listed = document.get(parameters.get('Fields'))
  const fields = (Array.isArray(listed) ? listed : []).flatMap((item) => {
    const field = document.get(item)
    return field instanceof PdfString ? [stringText(field)] : []
  })
  document.budget.spend('steps', fields.length)
  const known = action instanceof Name && (action.value === 'Include' || action.value === 'Exclude') ? action.value : 'All'
  return { action: known, fields }
}

/** A name stands for all fields below it (table 236). */
function isLockedBy({ action, fields }: Lock, field: string): boolean {
  if (action === 'All') return true
  const named = fields.some((name) => field === name || field.startsWith(`${name}.`))
  return action === 'Include' ? named : !named
}
