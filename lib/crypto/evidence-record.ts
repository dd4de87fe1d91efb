// Evidence records (RFC 4998): how the hash of a thing leads, over trees of hashes and renewed time-stamps, to a time-stamp of today.
import { digestAlgorithm, digestOf, UnsupportedAlgorithm, type DigestName } from './algorithms'
import { equalBytes } from './certificate'
import {
  children,
  MalformedDer,
  membersOf,
  raw,
  readOctetString,
  readSmallInteger,
  readWhole,
  seq,
  TAG,
  tlv,
  type Der,
  type DerNode,
} from './der'
import { readToken } from './timestamp'

/** `tree`: lists of hashes from the leaf to the root; empty where the time-stamp is over the one hash itself. */
type ArchiveTimestamp = { readonly algorithm: DigestName; readonly tree: readonly (readonly Uint8Array[])[]; readonly token: Der }
/** Chains of time-stamps, the oldest first. Within a chain the time-stamp was renewed, from one to the next the hash algorithm. `der`: of each chain. */
export type EvidenceRecord = { readonly chains: readonly { readonly der: Der; readonly stamps: readonly ArchiveTimestamp[] }[] }

/** A thing that the record is about. */
export type ArchivedObject = (algorithm: DigestName) => Uint8Array

/** Of all chains together, and hashes in all trees. */
const MOST_STAMPS = 200
const MOST_HASHES = 20_000

/** Throws MalformedDer; UnsupportedAlgorithm for an unknown digest, and for things that were encrypted before they were archived. */
export function readEvidenceRecord(der: Der): EvidenceRecord {
  const [version, digests, ...rest] = membersOf(readWhole(der), TAG.sequence)
  if (readSmallInteger(version) !== 1) throw new UnsupportedAlgorithm('version of an evidence record')
  membersOf(digests, TAG.sequence)
  if (rest.some(({ tag }) => tag === 0xa1)) throw new UnsupportedAlgorithm('encryption in an evidence record')
  const chains = membersOf(rest.at(-1), TAG.sequence).map((chain) => ({
    der: raw(chain),
    stamps: membersOf(chain, TAG.sequence).map(readArchiveTimestamp),
  }))
  const stamps = chains.flatMap((chain) => chain.stamps)
  const hashes = stamps.reduce((sum, { tree }) => sum + tree.flat().length, 0)
  if (chains.some((chain) => chain.stamps.length === 0) || stamps.length === 0)
    throw new MalformedDer('an evidence record without time-stamps')
  if (stamps.length > MOST_STAMPS || hashes > MOST_HASHES) throw new MalformedDer('an evidence record of too many parts')
  return { chains }
}

function readArchiveTimestamp(node: DerNode): ArchiveTimestamp {
  const fields = membersOf(node, TAG.sequence)
  const last = fields.at(-1)
  if (last?.tag !== TAG.sequence) throw new MalformedDer('an archive time-stamp without a time-stamp')
  const token = raw(last)
  const named = fields.find(({ tag }) => tag === 0xa0)
  const tree = fields.find(({ tag }) => tag === 0xa2)
  return {
    // AlgorithmIdentifier, whose own tag the context tag replaces.
    algorithm: named ? digestAlgorithm(readWhole(tlv(TAG.sequence, ...children(named).map(raw)))) : readToken(token).imprint.algorithm,
    tree: tree ? children(tree).map((list) => membersOf(list, TAG.sequence).map(readOctetString)) : [],
    token,
  }
}

/**
 * For each time-stamp of the record, in order, the hash that it must be over; null where its tree does not hold what it must (RFC 4998, 4.3
 * and 5.3).
 */
export function rootsOf({ chains }: EvidenceRecord, objects: readonly ArchivedObject[]): (Uint8Array | null)[] {
  return chains.flatMap(({ stamps }, chain) => {
    const earlier = chains.slice(0, chain).map(({ der }) => der)
    return stamps.map(({ algorithm, tree }, at) => {
      const before = stamps[at - 1]
      if (before) return rootOf(algorithm, tree, [digestOf(algorithm, before.token)])
      const hashes = objects.map((object) => object(algorithm))
      if (chain === 0) return rootOf(algorithm, tree, hashes)
      const sequence = digestOf(algorithm, seq(...earlier))
      return rootOf(
        algorithm,
        tree,
        hashes.map((hash) => digestOf(algorithm, hash, sequence)),
      )
    })
  })
}

function rootOf(algorithm: DigestName, tree: readonly (readonly Uint8Array[])[], needed: readonly Uint8Array[]): Uint8Array | null {
  const [leaves, ...above] = tree
  const [only, another] = needed
  if (!leaves) return only && !another ? only : null
  if (needed.length === 0 || !needed.every((hash) => leaves.some((leaf) => equalBytes(leaf, hash)))) return null
  return above.reduce((hash, list) => joined(algorithm, [...list, hash]), joined(algorithm, leaves))
}

/** One hash stands for itself. */
function joined(algorithm: DigestName, hashes: readonly Uint8Array[]): Uint8Array {
  const [only, another] = hashes
  return only && !another ? only : digestOf(algorithm, ...[...hashes].sort(Buffer.compare))
}
