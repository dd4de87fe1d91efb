// Puts new fields into the structure of a tagged PDF, so that a screen reader finds them (ISO 32000-2, 14.7.5; ISO 14289-1, 7.18).

import { copyOf, dict, name, Ref, type Dict, type PdfObject } from './objects'
import type { Update } from './update'
import { Visited } from './visited'

type Widget = { ref: Ref; page: Ref }

/** Does nothing in a PDF that is not tagged. */
export function tagFields(update: Update, widgets: readonly Widget[]): void {
  const { document } = update
  const place = document.root.get('StructTreeRoot')
  const existing = update.current(place)
  if (!(place instanceof Ref) || !(existing instanceof Map)) return
  const root = copyOf(existing)
  const tree = update.current(root.get('ParentTree'))
  const parents: Dict = tree instanceof Map ? copyOf(tree) : new Map()
  const first = nextKey(update, root, parents)
  const elements = widgets.map(({ ref, page }) =>
    update.add(
      dict({
        ...{ Type: name('StructElem'), S: name('Form'), P: place, Pg: page },
        K: dict({ Type: name('OBJR'), Obj: ref, Pg: page }),
      }),
    ),
  )
  widgets.forEach(({ ref, page }, index) => {
    update.set(ref, update.copy(ref).set('StructParent', first + index))
    // The order of the structure is that of the tabulator key (ISO 14289-1, 7.18.3).
    update.set(page, update.copy(page).set('Tabs', name('S')))
  })
  const entries = elements.flatMap((element, index): PdfObject[] => [first + index, element])
  addLeaf(update, parents, entries)
  const kids = update.current(root.get('K'))
  const above = Array.isArray(kids) ? kids : root.has('K') ? [root.get('K') ?? null] : []
  root.set('K', [...above, ...elements])
  root.set('ParentTreeNextKey', first + widgets.length)
  if (tree instanceof Map && root.get('ParentTree') instanceof Ref) update.set(root.get('ParentTree') as Ref, parents)
  else root.set('ParentTree', update.add(parents))
  update.set(place, root)
}

/** A number tree (7.9.7): its root has numbers of its own, or kids with limits. */
function addLeaf(update: Update, tree: Dict, entries: readonly PdfObject[]): void {
  if (!tree.has('Kids')) {
    tree.set('Nums', [...arrayOf(update, tree.get('Nums')), ...entries])
    return
  }
  const limits = [entries[0] ?? 0, entries.at(-2) ?? 0]
  tree.set('Kids', [...arrayOf(update, tree.get('Kids')), update.add(dict({ Limits: limits, Nums: [...entries] }))])
}

/** Above all keys in use, which the root may not say, or say wrongly. */
function nextKey(update: Update, root: Dict, parents: Dict): number {
  const said = update.current(root.get('ParentTreeNextKey'))
  let next = typeof said === 'number' && Number.isInteger(said) && said >= 0 ? said : 0
  const visited = new Visited()
  const open: Dict[] = [parents]
  for (let node = open.pop(); node; node = open.pop()) {
    const numbers = arrayOf(update, node.get('Nums'))
    update.document.budget.spend('steps', 1 + numbers.length)
    for (const [index, key] of numbers.entries()) if (index % 2 === 0 && typeof key === 'number') next = Math.max(next, key + 1)
    for (const kid of arrayOf(update, node.get('Kids'))) {
      const below = visited.first(kid) ? update.current(kid) : null
      if (below instanceof Map) open.push(below)
    }
  }
  return next
}

function arrayOf(update: Update, place: PdfObject | undefined): readonly PdfObject[] {
  const value = update.current(place)
  // What is no list tells a reader nothing.
  return Array.isArray(value) ? value : []
}
