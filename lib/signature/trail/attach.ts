// Attaches files to a document: in its list of embedded files, which readers show, and as associated files, which PDF/A-3 asks for
// (ISO 32000-2, 7.11.4 and 14.13; ISO 19005-3, 6.8).

import { append } from '../pdf/form'
import { copyOf, date, dict, name, Ref, text, type Dict, type PdfObject } from '../pdf/objects'
import type { Update } from '../pdf/update'
import { takesName, withName } from '../pdf/name-tree'

type AttachedFile = { name: string; mimeType: string; bytes: Buffer }

/** False, and nothing is changed, where the document's own lists are such that a reader would not find the files. */
export function attach(update: Update, files: readonly AttachedFile[], about: { description: string; now: Date }): boolean {
  const root = update.copy(update.document.rootRef)
  const associated = update.current(root.get('AF'))
  if (associated !== null && !Array.isArray(associated)) return false
  const names = dictAt(update, root.get('Names'))
  const tree = names && dictAt(update, names.get('EmbeddedFiles'))
  if (!names || !tree || !files.every(({ name }) => takesName(update, tree, name))) return false
  const specifications = files.map((file) => update.add(specification(update, file, about)))
  const listed = files.reduce((above, file, index) => withName(update, above, file.name, specifications[index] ?? null), tree)
  place(update, names, 'EmbeddedFiles', listed)
  place(update, root, 'Names', names)
  append(update, root, 'AF', specifications)
  update.set(update.document.rootRef, root)
  return true
}

/** The dictionary to be changed, or a new one; undefined where something else stands there. */
function dictAt(update: Update, at: PdfObject | undefined): Dict | undefined {
  const value = update.current(at)
  if (value === null) return new Map()
  return value instanceof Map ? copyOf(value) : undefined
}

/** A dictionary that is an object of its own stays one. */
function place(update: Update, owner: Dict, key: string, value: Dict): void {
  const at = owner.get(key)
  if (at instanceof Ref && update.current(at) !== null) update.set(at, value)
  else owner.set(key, value)
}

function specification(update: Update, file: AttachedFile, { description, now }: { description: string; now: Date }): Dict {
  const embedded = update.addStream(
    dict({
      Type: name('EmbeddedFile'),
      Subtype: name(file.mimeType),
      Params: dict({ Size: file.bytes.length, CreationDate: date(now), ModDate: date(now) }),
    }),
    file.bytes,
  )
  return dict({
    Type: name('Filespec'),
    F: text(file.name),
    UF: text(file.name),
    Desc: text(description),
    AFRelationship: name('Supplement'),
    EF: dict({ F: embedded, UF: embedded }),
  })
}
