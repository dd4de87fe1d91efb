// Adds names to a name tree (ISO 32000-2, 7.9.6), in their order, with the limits of all nodes above them.

import { copyOf, PdfString, Ref, stringBytes, text, type Dict, type PdfObject } from './objects'
import type { Update } from './update'

const DEEPEST = 32

/** A node below the root is an object of its own. */
type Below = { ref: Ref; node: Dict }

type Place = { path: readonly Below[]; leaf: Dict; pairs: PdfObject[]; index: number }

/**
 * Whether a name can be added: not where the tree has it already, or is none in which a reader would find it. Names that are there are never
 * exchanged, nor put in order.
 */
export const takesName = (update: Update, root: Dict, key: string): boolean => placeOf(update, root, text(key)) !== undefined

/** The root with one name more, which it takes; the nodes below it are set anew. */
export function withName(update: Update, root: Dict, key: string, value: PdfObject): Dict {
  const name = text(key)
  const place = placeOf(update, root, name)
  if (!place) throw new TypeError('a tree that does not take this name')
  const { path, leaf, pairs, index } = place
  const longer = copyOf(leaf).set('Names', [...pairs.slice(0, index), name, value, ...pairs.slice(index)])
  for (const { ref, node } of path) update.set(ref, withinLimits(update, node === leaf ? longer : copyOf(node), name))
  return path.length === 0 ? longer : root
}

function placeOf(update: Update, root: Dict, name: PdfString): Place | undefined {
  const path = pathTo(update, root, stringBytes(name))
  const leaf = path?.at(-1)?.node ?? root
  const pairs = path && pairsOf(update, leaf)
  const index = pairs && placeIn(update, pairs, stringBytes(name))
  return path && pairs && index !== undefined ? { path, leaf, pairs, index } : undefined
}

/** The nodes from below the root to the leaf in whose range the key belongs, or the last leaf. */
function pathTo(update: Update, root: Dict, key: Buffer): readonly Below[] | undefined {
  const path: Below[] = []
  let node = root
  while (node.has('Kids')) {
    if (node.has('Names') || path.length > DEEPEST) return undefined
    const next = kidFor(update, node, key)
    if (!next || path.some(({ ref }) => ref.number === next.ref.number)) return undefined
    path.push(next)
    node = next.node
  }
  return path
}

function kidFor(update: Update, node: Dict, key: Buffer): Below | undefined {
  const kids = listAt(update, node.get('Kids')) ?? []
  let found: Below | undefined
  for (const ref of kids) {
    const kid = update.current(ref)
    if (!(ref instanceof Ref) || !(kid instanceof Map)) return undefined
    found = { ref, node: kid }
    const highest = limitsOf(update, kid)?.[1]
    if (!highest) return undefined
    if (Buffer.compare(stringBytes(highest), key) >= 0) break
  }
  return found
}

function limitsOf(update: Update, node: Dict): [PdfString, PdfString] | undefined {
  const [lowest, highest] = (listAt(update, node.get('Limits')) ?? []).map((limit) => update.current(limit))
  return lowest instanceof PdfString && highest instanceof PdfString ? [lowest, highest] : undefined
}

function withinLimits(update: Update, node: Dict, name: PdfString): Dict {
  const [lowest, highest] = limitsOf(update, node) ?? [name, name]
  const [bytes, low, high] = [name, lowest, highest].map(stringBytes) as [Buffer, Buffer, Buffer]
  return node.set('Limits', [Buffer.compare(bytes, low) < 0 ? name : lowest, Buffer.compare(bytes, high) > 0 ? name : highest])
}

/** Names and their values, in turns. */
function pairsOf(update: Update, leaf: Dict): PdfObject[] | undefined {
  const pairs = listAt(update, leaf.get('Names'))
  return pairs && pairs.length % 2 === 0 ? pairs : undefined
}

/** Where the key belongs; undefined where it is there, or its neighbours are no names. */
function placeIn(update: Update, pairs: readonly PdfObject[], key: Buffer): number | undefined {
  let place: number | undefined
  for (let index = 0; index < pairs.length; index += 2) {
    const name = update.current(pairs[index])
    if (!(name instanceof PdfString)) return undefined
    const order = Buffer.compare(stringBytes(name), key)
    if (order === 0) return undefined
    if (order > 0) place ??= index
  }
  return place ?? pairs.length
}

function listAt(update: Update, place: PdfObject | undefined): PdfObject[] | undefined {
  const list = update.current(place)
  if (list !== null && !Array.isArray(list)) return undefined
  update.document.budget.spend('steps', list?.length ?? 0)
  return list ?? []
}
