// Locks the fields that a signer has seen (ISO 32000-2 12.8.2.4, FieldMDP): a value that is changed afterwards breaks the signature.

import type { PdfDocument } from './pdf/document'
import { fieldsOf } from './pdf/form'
import { dict, name, text, type Dict } from './pdf/objects'

/**
 * The entry for /Reference of a signature; undefined where there is nothing to lock. Fields for signatures stay open, those of later signers and
 * of time-stamps among them, and so does whatever is added later: the lock lists names. A name locks the fields below it, too.
 */
export function lockOfFields(document: PdfDocument): Dict | undefined {
  const fields = fieldsOf(document)
  const above = new Set(fields.flatMap(({ type, name: full }) => (type === 'Sig' ? lineage(full) : [])))
  const locked = new Set<string>()
  for (const { type, name: full } of fields) {
    const highest = type === 'Sig' || full === '' ? undefined : lineage(full).find((part) => !above.has(part))
    if (highest !== undefined) locked.add(highest)
  }
  if (locked.size === 0) return undefined
  const parameters = dict({
    Type: name('TransformParams'),
    Action: name('Include'),
    Fields: [...locked].map(text),
    V: name('1.2'),
  })
  // Table 256: what is compared is the document, which its catalog stands for.
  return dict({ Type: name('SigRef'), TransformMethod: name('FieldMDP'), TransformParams: parameters, Data: document.rootRef })
}

const DEEPEST = 64

/** Of `a.b.c`: `a`, `a.b` and itself. */
export function lineage(field: string): string[] {
  const above: string[] = []
  for (let at = field.indexOf('.'); at >= 0 && above.length < DEEPEST; at = field.indexOf('.', at + 1)) above.push(field.slice(0, at))
  return [...above, field]
}
