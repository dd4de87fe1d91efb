// Hashes what references of signatures name: the whole document, or the element with an Id, without signatures that stand in it.

import type { Hash } from 'node:crypto'
import type { Source } from '../pdf/source'
import { Canonical, XMLDSIG, type Form } from './canonical'
import { scanXml, type XmlTag } from './scan'

export type Referenced = {
  /** Null for the whole document. */
  readonly id: string | null
  readonly form: Form
  /** Signatures that are left out: none, all, or the one of this number, from 0, of those that stand in no other signature. */
  readonly without: 'none' | 'all' | number
}

/** `hash`: goes on with it. */
export type Wanted = Referenced & { readonly hash: Hash }

type Reading = {
  readonly wanted: Wanted
  readonly canonical: Canonical
  depth: number
  done: boolean
  flush: () => void
}

/**
 * In one pass over the document; false where no element has the Id. `spend` is told of the bytes that are hashed, and may throw.
 * Throws XmlProblem.
 */
export async function hashReferenced(source: Source, wanted: readonly Wanted[], spend: (bytes: number) => void): Promise<boolean[]> {
  const open: XmlTag[] = []
  const readings = new Map<Wanted, Reading>()
  const named = new Map<string, Wanted[]>()
  for (const one of wanted) {
    if (one.id === null) readings.set(one, reading(one, [], spend))
    else named.set(one.id, [...(named.get(one.id) ?? []), one])
  }
  let signature = -1
  // How deep in the signature that is left out, or may be: 0 outside of all.
  let inSignature = 0
  const heard = ({ done, wanted: { without } }: Reading) =>
    !done && (inSignature === 0 || without === 'none' || (without !== 'all' && without !== signature))
  await scanXml(source, {
    open(tag) {
      if (inSignature > 0) inSignature++
      else if (tag.uri === XMLDSIG && tag.local === 'Signature') {
        signature++
        inSignature = 1
      }
      for (const { local, value } of tag.attributes) {
        if (!/^id$/i.test(local)) continue
        for (const one of named.get(value) ?? []) {
          if (readings.has(one)) continue
          const found = reading(one, [...open], spend)
          // An element in what is left out is nothing.
          found.done = !heard(found)
          readings.set(one, found)
        }
      }
      open.push(tag)
      for (const one of readings.values()) {
        if (!heard(one)) continue
        one.depth++
        one.canonical.open(tag)
      }
    },
    close(tag) {
      open.pop()
      for (const one of readings.values()) {
        if (!heard(one)) continue
        one.canonical.close(tag)
        one.depth--
        one.done = one.wanted.id !== null && one.depth === 0
      }
      if (inSignature > 0) inSignature--
    },
    text(text) {
      for (const one of readings.values()) if (heard(one)) one.canonical.text(text)
    },
    instruction(target, body) {
      for (const one of readings.values()) if (heard(one)) one.canonical.instruction(target, body)
    },
  })
  return wanted.map((one) => {
    const found = readings.get(one)
    found?.flush()
    return found !== undefined
  })
}

const LARGEST_PIECE = 1 << 16

function reading(wanted: Wanted, around: readonly XmlTag[], spend: (bytes: number) => void): Reading {
  let pending = ''
  const flush = (): void => {
    spend(pending.length)
    wanted.hash.update(pending)
    pending = ''
  }
  const canonical = new Canonical(
    (text) => {
      pending += text
      if (pending.length > LARGEST_PIECE) flush()
    },
    wanted.form,
    around,
  )
  return { wanted, canonical, depth: 0, done: false, flush }
}
