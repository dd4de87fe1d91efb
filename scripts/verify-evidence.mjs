// Checks an evidence archive offline, every byte of it: node verify-evidence.mjs file.zip [--root root.pem]
// Needs nothing but Node.js 20.15 or later and this one file. Exit status 0: intact; 1: not; 2: not run.
//
// What is checked, from the outside in:
//   1. the ZIP is exactly its entries: each header is written again and compared, nothing stands between, before or behind
//   2. manifest.p7s is a CMS signature with time-stamp over manifest.json, by the seal certificate, up to the included root, which
//      proves whose seal that is only where it is the one that the operator publishes: --root
//   3. every file has the digest that the manifest names; pictures of people may be missing, which is said, nothing else
//   4. events.json is a hash chain: each event names the hash of the one before, the last one is the head in the manifest
//   5. time-stamps are over the chain as it is, made by an authority of the same root, soon after what they are about
//   6. the signed documents hold exactly the revisions that the events name; the audit trail is sealed and names the same head
import { createHash, verify as verifySignature, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { crc32 } from 'node:zlib'

/** Archives of the first form have no time-stamps of events. */
const FORMATS = ['qsignhub-evidence/1', 'qsignhub-evidence/2']

/** What is checked, in this order. */
export const CHECKS = ['structure', 'seal', 'root', 'files', 'events', 'time_stamps', 'documents', 'audit_trail']

/** Of one check. Somebody may have made the archive so that it has millions. */
const MOST_TOLD = 100

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')

/**
 * Answers { problems, warnings, notes }: no problems means that not one byte was changed since the archive was sealed; warnings say what the
 * archive alone cannot tell. `checks` are the same by check, as far as it came; beside them stands what was read on the way, for programs
 * that tell people of it: manifest, files, events, the root and the time of the seal.
 */
export function verifyEvidence(zip, { root } = {}) {
  const report = new Report(zip.length)
  try {
    report.begin('structure')
    const entries = readZip(zip, report)
    const files = new Map(entries.map(({ name, bytes }) => [name, bytes]))
    report.read.files = files
    report.begin('seal')
    const manifest = checkManifest(files, report, root)
    if (manifest) {
      report.read.manifest = manifest
      report.begin('files')
      checkFiles(files, manifest, report)
      report.begin('events')
      const events = checkEvents(files.get('events.json'), manifest, report)
      report.read.events = events
      if (events) report.begin('time_stamps')
      if (events) checkStamps(files, manifest, events, report)
      if (events) report.begin('documents')
      if (events) checkDocuments(files, manifest, events, report)
      report.begin('audit_trail')
      checkAuditTrail(files, manifest, report)
    }
  } catch (error) {
    report.stop(`the archive cannot be read further: ${error.message}`)
  }
  const all = (kind) => report.checks.flatMap((check) => check[kind])
  return { problems: all('problems'), warnings: all('warnings'), notes: all('notes'), checks: report.checks, ...report.read }
}

/** Ends the whole check, not one part of it. */
class TooMuchWork extends Error {}

class Report {
  checks = []
  read = {}
  #work

  /** `size`: of the archive. Its files are read by several checks, an XML file once for each signature on it; no archive needs more. */
  constructor(size) {
    this.#work = 2 ** 28 + 64 * size
  }

  begin(name) {
    this.checks.push({ name, problems: [], warnings: [], notes: [] })
  }

  problem(text) {
    this.#tell('problems', text)
  }

  warn(text) {
    this.#tell('warnings', text)
  }

  note(text) {
    this.#tell('notes', text)
  }

  /** Bytes that are read once more, or work that takes as long. An archive may name the same ones a million times. */
  spend(bytes) {
    this.#work -= bytes
    if (this.#work < 0) throw new TooMuchWork('it asks for more work than any evidence archive needs')
  }

  /** Told however much was told before. */
  stop(text) {
    this.checks.at(-1).problems.push(text)
  }

  #tell(kind, text) {
    const told = this.checks.at(-1)[kind]
    if (told.length < MOST_TOLD) told.push(text)
    else told[MOST_TOLD] = 'more of the kind, which are not listed'
  }
}

// --- 1. ZIP (APPNOTE.TXT): stored entries only, in one canonical form

function readZip(zip, report) {
  const forward = walkEntries(zip)
  const listed = walkDirectory(zip)
  const entries = forward.clean ? forward.entries : (listed ?? forward.entries)
  if (!entries || entries.length === 0) throw new Error('this is not an evidence archive, or its structure is destroyed')
  report.spend(entries.reduce((sum, { size }) => sum + size + HEADERS, 0))
  const known = listedIn(zip, entries, report)
  const read = entries.map(({ name, size, start }, index) => ({
    // A name stands in two headers. Where they differ, the right one is the one that the manifest lists.
    name: known.has(name) ? name : known.has(listed?.[index]?.name) ? listed[index].name : name,
    start,
    bytes: zip.subarray(start, start + size),
  }))
  const central = []
  let at = 0
  for (const [index, { name, bytes, start }] of read.entries()) {
    const label = Buffer.from(name, 'utf8')
    const recorded = [zip.readUInt32LE(Math.max(0, start - label.length - 16)), listed?.[index]?.crc]
    const actual = crc32(bytes)
    // Where both headers agree and the content does not, the content was changed; otherwise the header that differs.
    const changed = actual !== recorded[0] && recorded[0] === recorded[1]
    if (changed) report.spend(10 * bytes.length)
    if (changed) report.problem(`the content of ${name} was changed${locate(bytes, recorded[0], start, known.get(name))}`)
    const crc = changed ? recorded[0] : actual
    compare(zip, at, Buffer.concat([header(0x04034b50, [], crc, bytes.length, label.length), label]), `the header of ${name}`, report)
    central.push({ name, bytes: Buffer.concat([header(0x02014b50, [0x0314], crc, bytes.length, label.length), tail(at), label]) })
    at = start + bytes.length
  }
  const directoryStart = at
  for (const { name, bytes } of central) {
    compare(zip, at, bytes, `the directory entry of ${name}`, report)
    at += bytes.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(read.length, 8)
  end.writeUInt16LE(read.length, 10)
  end.writeUInt32LE(at - directoryStart, 12)
  end.writeUInt32LE(directoryStart, 16)
  compare(zip, at, end, 'the end of the archive', report)
  if (zip.length > at + 22) report.problem(`${zip.length - at - 22} bytes were added at offset ${at + 22}`)
  const names = read.map(({ name }) => name)
  if (new Set(names).size !== names.length) report.problem('a file name occurs twice')
  return read
}

/** Of an entry, in bytes that take as long to read. */
const HEADERS = 1000

/** Finds the entries from the front, by the sizes in the local headers. */
function walkEntries(zip) {
  const entries = []
  let at = 0
  while (at + 30 <= zip.length && zip.readUInt32LE(at) === 0x04034b50) {
    const [size, nameLength] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26)]
    const start = at + 30 + nameLength
    if (start + size > zip.length) return { clean: false, entries }
    entries.push({ name: zip.toString('utf8', at + 30, start), size, start })
    at = start + size
  }
  // Clean where directory and end record would fill the rest exactly, whatever they contain.
  const rest = entries.reduce((sum, { name }) => sum + 46 + Buffer.byteLength(name), 22)
  return { clean: at + rest === zip.length, entries }
}

/** Finds the entries by the directory at the end, which is searched for its records, because the pointer to it may have been changed. */
function walkDirectory(zip) {
  // A walk that meets one of before ends where that one did.
  const walked = new Set()
  for (let from = zip.indexOf('PK\x01\x02', 0, 'latin1'); from >= 0; from = zip.indexOf('PK\x01\x02', from + 1, 'latin1')) {
    const entries = []
    let at = from
    while (at + 46 <= zip.length && !walked.has(at) && zip.readUInt32LE(at) === 0x02014b50) {
      walked.add(at)
      const nameLength = zip.readUInt16LE(at + 28)
      const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
      entries.push({
        name,
        size: zip.readUInt32LE(at + 24),
        crc: zip.readUInt32LE(at + 16),
        start: zip.readUInt32LE(at + 42) + 30 + nameLength,
      })
      at += 46 + nameLength
    }
    if (at + 22 === zip.length || (at + 22 <= zip.length && zip.readUInt32LE(at) === 0x06054b50)) return entries
  }
  return undefined
}

/** Names and digests, as far as the manifest can be read at this point; whether it may be believed is checked later. */
function listedIn(zip, entries, report) {
  const listed = new Map([['manifest.json'], ['manifest.p7s']])
  for (const { size, start } of entries) {
    if (!zip.toString('utf8', start, start + Math.min(size, 40)).includes('"qsignhub-evidence/')) continue
    report.spend(10 * size)
    try {
      for (const { name, sha256: digest } of JSON.parse(zip.toString('utf8', start, start + size)).entries) listed.set(name, digest)
    } catch {
      // Without a manifest that can be read, only the names in the headers are known.
    }
  }
  return listed
}

function header(signature, before, crc, size, nameLength) {
  const out = Buffer.alloc(30 + 2 * before.length)
  let at = out.writeUInt32LE(signature)
  for (const value of [...before, 20, 0x0800, 0, 0, 0x0021]) at = out.writeUInt16LE(value, at)
  for (const value of [crc, size, size]) at = out.writeUInt32LE(value, at)
  out.writeUInt16LE(nameLength, at)
  return out
}

function tail(offset) {
  const out = Buffer.alloc(14)
  out.writeUInt32LE(0o100644 * 0x10000, 6)
  out.writeUInt32LE(offset, 10)
  return out
}

function compare(zip, at, expected, what, report) {
  for (let i = 0; i < expected.length; i++) {
    if (zip[at + i] === expected[i]) continue
    const is = zip[at + i] === undefined ? 'is missing' : `is 0x${hex(zip[at + i])}, must be 0x${hex(expected[i])}`
    return report.problem(`${what} was changed: the byte at offset ${at + i} ${is}`)
  }
}

/**
 * Names the byte that was changed, if it was a single one. CRC-32 is linear: the difference of the two sums, run backwards over the bytes
 * of the file, becomes the difference of one table entry exactly at the changed place. In a large file other places may fit by chance;
 * the digest of the manifest, where there is one, decides.
 */
function locate(bytes, expected, start, digest) {
  const table = Array.from({ length: 256 }, (_, value) => {
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    return value >>> 0
  })
  const deltaOf = new Map(table.map((value, delta) => [value, delta]))
  const byTop = new Map(table.map((value, index) => [value >>> 24, index]))
  let state = (crc32(bytes) ^ expected) >>> 0
  for (let at = bytes.length - 1; at >= 0; at--) {
    const delta = deltaOf.get(state)
    if (delta !== undefined && delta !== 0) {
      const repaired = Buffer.from(bytes)
      repaired[at] ^= delta
      const place = `the byte at offset ${at} of it (${start + at} of the archive)`
      if (digest === undefined ? crc32(repaired) === expected : sha256(repaired) === digest)
        return `: ${place} is 0x${hex(bytes[at])}, was 0x${hex(repaired[at])}`
    }
    const index = byTop.get(state >>> 24)
    state = (((state ^ table[index]) << 8) | index) >>> 0
  }
  return ', in more than one byte'
}

const hex = (byte) => byte.toString(16).padStart(2, '0')

// --- 2. the seal over the manifest

/** What reading a certificate, or checking a signature on one, takes, in bytes that take as long to read. */
const CERTIFICATE = 100_000

function checkManifest(files, report, trustedRoot) {
  const json = files.get('manifest.json')
  const seal = files.get('manifest.p7s')
  if (!json || !seal) return void report.problem('manifest.json or manifest.p7s is missing')
  const signed = attempt(() => verifyCms(report, seal, json), 'the seal over manifest.json does not hold', report)
  const manifest = attempt(() => JSON.parse(json.toString('utf8')), 'manifest.json is not JSON', report)
  if (!manifest) return undefined
  if (!FORMATS.includes(manifest.format)) return void report.problem(`the format ${manifest.format} is not known to this program`)
  if (signed) {
    const path = attempt(() => checkPath(report, signed, files), 'the seal certificate does not lead to the root of the archive', report)
    const sealed = files.get('certificates/seal.pem')
    if (sealed && new X509Certificate(sealed).fingerprint256 !== signed.certificate.fingerprint256) {
      report.problem('manifest.p7s is not made by certificates/seal.pem')
    }
    if (path) {
      Object.assign(report.read, { root: path.at(-1), sealedAt: signed.time })
      report.note(`sealed ${signed.time.toISOString()} by ${commonName(signed.certificate)}`)
      report.begin('root')
      checkRoot(path.at(-1), trustedRoot, report)
    }
  }
  return manifest
}

function checkRoot(root, trusted, report) {
  if (!trusted)
    return report.warn(
      'the root was not checked: it comes from the archive itself, which proves nothing, because whoever makes an archive can make a root. ' +
        "Fetch the one that the operator publishes, at the operator's own address under /pki/root.pem, and give it: --root root.pem. " +
        `The one in the archive has the SHA-256 ${root.fingerprint256}`,
    )
  const same = new X509Certificate(trusted).fingerprint256 === root.fingerprint256
  if (same) report.note('the root is the one you gave')
  else report.problem(`the root of the archive (${root.fingerprint256}) is not the one you gave`)
}

/** RFC 5652 and RFC 3161, as far as this archive uses them: one signer, signed attributes, a time-stamp over the signature. */
function verifyCms(report, der, content) {
  report.spend(der.length)
  const [type, wrapped] = children(element(der, 0))
  if (oid(type) !== '1.2.840.113549.1.7.2') throw new Error('not a CMS signature')
  const [, , encapsulated, ...rest] = children(children(wrapped)[0])
  const inside = children(encapsulated)[1]
  const data = content ?? children(inside)[0].value
  const certificates = children(rest.find(({ tag }) => tag === 0xa0)).map(({ raw }) => {
    report.spend(CERTIFICATE)
    return new X509Certificate(raw)
  })
  const [, , digest, attributes, , signature, unsigned] = children(children(rest.at(-1))[0])
  const algorithm = { '2.16.840.1.101.3.4.2.1': 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512' }[
    oid(children(digest)[0])
  ]
  const attribute = (wanted, from = attributes) =>
    children(from)
      .map(children)
      .find(([name]) => oid(name) === wanted)?.[1]
  const messageDigest = children(attribute('1.2.840.113549.1.9.4'))[0].value
  if (!createHash(algorithm).update(data).digest().equals(messageDigest)) throw new Error('the content is not what was signed')
  // ESSCertIDv2 with its default, SHA-256: the signature names its certificate by digest.
  const named = children(children(children(children(attribute('1.2.840.113549.1.9.16.2.47'))[0])[0])[0]).find(
    ({ tag }) => tag === 0x04,
  ).value
  const certificate = certificates.find(({ raw }) => createHash('sha256').update(raw).digest().equals(named))
  if (!certificate) throw new Error('the certificate of the signature is missing')
  const octets = Buffer.from(attributes.raw)
  octets[0] = 0x31
  if (!verifySignature(algorithm, octets, certificate.publicKey, signature.value))
    throw new Error('the signature is not of this certificate')
  const stamp = unsigned && attribute('1.2.840.113549.1.9.16.2.14', unsigned)
  const token = stamp && verifyToken(report, children(stamp)[0].raw, signature.value)
  return { certificate, certificates: [...certificates, ...(token?.certificates ?? [])], data, token, time: token?.time }
}

/** A time-stamp token over `stamped`: its own signature holds, its purpose is time-stamping, and it is about these bytes, or this digest. */
function verifyToken(report, der, stamped, isDigest = false) {
  const signed = verifyCms(report, der)
  const [, , imprint, , generated] = children(element(signed.data, 0))
  const [algorithm, digest] = children(imprint)
  if (oid(children(algorithm)[0]) !== '2.16.840.1.101.3.4.2.1') throw new Error('the time-stamp does not use SHA-256')
  if (!(isDigest ? stamped : createHash('sha256').update(stamped).digest()).equals(digest.value))
    throw new Error('the time-stamp is of something else')
  if (!signed.certificate.keyUsage?.includes('1.3.6.1.5.5.7.3.8')) throw new Error('the time-stamp is not by a time-stamping authority')
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d(?:\.\d+)?)Z$/.exec(
    generated.value.toString('latin1'),
  )
  return { ...signed, time: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) }
}

function checkPath(report, { certificate, certificates, token, time }, files) {
  if (!token) throw new Error('there is no time-stamp')
  return pathsOf(report, [certificate, token.certificate], certificates, time, files)[0]
}

/** Each certificate up to the root is signed by the next and was valid at this time. */
function pathsOf(report, leaves, certificates, time, files) {
  const root = new X509Certificate(files.get('certificates/root.pem'))
  const pool = [...certificates, root, ...['issuing', 'root'].map((name) => new X509Certificate(files.get(`certificates/${name}.pem`)))]
  const paths = leaves.map((leaf) => {
    const path = [leaf]
    while (path.at(-1).fingerprint256 !== root.fingerprint256) {
      const current = path.at(-1)
      const issuer = pool.find((candidate) => {
        report.spend(CERTIFICATE)
        return candidate.ca && current.checkIssued(candidate) && current.verify(candidate.publicKey)
      })
      if (!issuer || path.length > 5) throw new Error(`the issuer of ${commonName(current)} is missing or has not signed it`)
      path.push(issuer)
    }
    for (const each of path) {
      if (time < new Date(each.validFrom) || time > new Date(each.validTo))
        throw new Error(`${commonName(each)} was not valid at ${time.toISOString()}`)
    }
    return path
  })
  if (!root.verify(root.publicKey)) throw new Error('the root is not self-signed')
  return paths
}

const commonName = ({ subject }) => /^CN=(.*)$/m.exec(subject)?.[1] ?? subject

// --- 3. every file

function checkFiles(files, manifest, report) {
  const known = new Map(manifest.entries.map((entry) => [entry.name, entry]))
  const erased = []
  for (const { name, size, sha256: expected, erasable } of manifest.entries) {
    const bytes = files.get(name)
    report.spend(HEADERS + (bytes?.length ?? 0))
    if (!bytes && erasable) erased.push(name)
    else if (!bytes) report.problem(`${name} is missing`)
    else if (sha256(bytes) !== expected)
      report.problem(`${name} is not the file that was sealed: ${bytes.length} bytes instead of ${size}, or other content`)
  }
  if (erased.length > 0)
    report.warn(
      `missing: ${erased.length} of the files that were sealed (${erased.join(', ')}). The manifest lets them leave when their retention ends; ` +
        'the archive cannot say whether the operator erased them then, or somebody else removed them',
    )
  for (const name of files.keys()) {
    if (!known.has(name) && name !== 'manifest.json' && name !== 'manifest.p7s') report.problem(`${name} was added after the sealing`)
  }
}

// --- 4. the hash chain

function checkEvents(json, manifest, report) {
  const events = json && attempt(() => JSON.parse(json.toString('utf8')), 'events.json is not JSON any more', report)
  if (!Array.isArray(events)) return undefined
  report.spend(4 * json.length)
  let previous = '0'.repeat(64)
  for (const [index, event] of events.entries()) {
    const { hash, ...record } = event
    const name = `event ${index + 1} (${event.id}, ${event.fact?.type}, ${event.at})`
    if (event.sequence !== index + 1)
      report.problem(`${name} has the number ${event.sequence}: an event was removed, added or moved before it`)
    if (event.request !== manifest.request) report.problem(`${name} belongs to another request`)
    if (event.previous_hash !== previous) {
      report.problem(`${name} does not follow the event before it: its previous_hash is not that event's hash`)
    }
    if (sha256(String(event.previous_hash), canonical(record)) !== hash) {
      report.problem(`${name} was changed: its content does not have the hash it carries`)
    }
    previous = hash
  }
  if (events.length !== manifest.chain.events)
    report.problem(`there are ${events.length} events, the manifest names ${manifest.chain.events}`)
  if (previous !== manifest.chain.head) report.problem('the last event is not the head of the chain that the manifest names')
  report.note(`${events.length} events, head ${manifest.chain.head}`)
  return events
}

// --- 5. the time-stamps

/** Of these facts each has a time-stamp, unless a version without time-stamps has recorded it. */
export const STAMPED_FACTS = [
  'verification_passed',
  'step_up_passed',
  'certificate_issued',
  'signature_authorised',
  'signature_failed',
  'signer_refused',
  'request_completed',
  'request_cancelled',
  'request_expired',
  'certificate_revoked',
  'request_deleted',
]
/** An authority that does not answer delays a time-stamp. Milliseconds; the accuracy of clocks, and of times in whole seconds. */
const [LONGEST_DELAY, ACCURACY] = [24 * 3_600_000, 2_000]

function checkStamps(files, manifest, events, report) {
  if (manifest.format === FORMATS[0]) return report.note('this archive is of a version that time-stamped the last event only')
  const adopted = events.findLastIndex(({ fact }) => fact.type === 'evidence_adopted')
  if (adopted >= 0) report.note(`events 1 to ${adopted} are of a version that time-stamped the last event only`)
  const entries = new Map(manifest.time_stamps.map(({ event, entry }) => [event, entry]))
  let ahead = 0
  for (const [index, { sequence, at, fact }] of events.entries()) {
    if (fact.type === 'clock_moved') ahead += fact.seconds * 1000
    if (index <= adopted || !STAMPED_FACTS.includes(fact.type)) continue
    const name = `event ${sequence} (${fact.type}, ${at})`
    const token = files.get(entries.get(sequence))
    if (!token) report.problem(`${name} has no time-stamp`)
    // In test mode the clock of a request can be moved ahead; authorities do not follow it.
    else attempt(() => checkStamp(token, events[index], at, ahead, files, report), `the time-stamp of ${name} does not hold`, report)
  }
  if (ahead !== 0 && manifest.mode !== 'test') report.problem('the clock of the request was moved, which only test mode can')
  report.note(`${entries.size} time-stamp${entries.size === 1 ? '' : 's'} of events`)
}

function checkStamp(der, { sequence, hash, fact }, at, ahead, files, report) {
  const { certificate, certificates, time } = verifyToken(report, der, Buffer.from(hash, 'hex'), true)
  pathsOf(report, [certificate], certificates, time, files)
  const name = `event ${sequence} (${fact.type})`
  const late = time.getTime() - (Date.parse(at) - ahead)
  if (late < -ACCURACY) {
    report.problem(`${name} says ${at}, but its time-stamp is of ${time.toISOString()}: the event was made after its time-stamp`)
  } else if (late > LONGEST_DELAY) {
    report.problem(
      `${name} says ${at}, but was time-stamped at ${time.toISOString()} only: nothing proves that the events up to it stood there before`,
    )
  }
}

/** RFC 8785 for what JSON.parse gives: members sorted by code units, numbers and strings as ECMAScript prints them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`
}

// --- 6. documents and audit trail

const BEFORE = 'before this signature'
const AFTER = 'after this signature'

function checkDocuments(files, manifest, events, report) {
  for (const { id, entry } of manifest.documents) {
    const bytes = files.get(entry)
    if (!bytes) continue
    report.spend(HEADERS * events.length + bytes.length)
    const wanted = events.flatMap(({ sequence, fact }) =>
      revisionsIn(fact, id).map(({ digest, size, what }) => ({ sequence, digest, size, what })),
    )
    const found = entry.endsWith('.asice')
      ? inContainer(bytes, wanted, report)
      : entry.endsWith('.xml')
        ? withoutSignatures(bytes, report)
        : prefixes(bytes, wanted, report)
    for (const { digest, what, sequence } of wanted) {
      if (!found.has(digest))
        report.problem(
          `${entry} does not ${entry.endsWith('.pdf') ? 'begin with' : 'hold'} the document as it was ${what} (event ${sequence}, SHA-256 ${digest})`,
        )
    }
    report.note(`${entry}: ${new Set(wanted.map(({ digest }) => digest)).size} revisions, all in it`)
  }
}

function revisionsIn(fact, id) {
  if (fact.type === 'request_created') {
    return fact.documents
      .filter((document) => document.id === id)
      .map(({ sha256: digest, size_bytes: size }) => ({ digest, size, what: 'uploaded' }))
  }
  if (fact.document !== id) return []
  if (fact.type === 'fields_placed') return [{ digest: fact.after, what: 'after the fields were placed' }]
  if (fact.type === 'document_signed')
    return [
      { digest: fact.before, what: BEFORE },
      { digest: fact.after, what: AFTER },
    ]
  return []
}

/**
 * The archive has the container as it was after the last signature, with the file as it was uploaded. Earlier containers are known from the
 * events only, each of which must name the digest of the one before; their signatures and time-stamps are in the last container.
 */
function inContainer(bytes, wanted, report) {
  const files = readZip(bytes, report).filter(({ name }) => name !== 'mimetype' && !name.startsWith('META-INF/'))
  const between = wanted.filter(
    ({ digest, what }) => what === AFTER && wanted.some((next) => next.what === BEFORE && next.digest === digest),
  )
  return new Set([sha256(bytes), ...files.map((held) => sha256(held.bytes)), ...between.map(({ digest }) => digest)])
}

/** The digests of an XML file as it is and with one signature after the other taken out, the last first. */
function withoutSignatures(bytes, report) {
  const encoding = ['latin1', 'utf16le'].find((name) => bytes.includes(Buffer.from('</ds:Signature>', name)))
  const digests = new Set()
  const turned = (one) => (encoding ? one : Buffer.from(one).swap16())
  let text = turned(bytes).toString(encoding ?? 'utf16le')
  const note = (one) => digests.add(sha256(turned(Buffer.from(one, encoding ?? 'utf16le'))))
  for (;;) {
    report.spend(2 * bytes.length)
    note(text)
    const from = text.lastIndexOf('<ds:Signature xmlns:ds=')
    const to = text.lastIndexOf('</ds:Signature>') + '</ds:Signature>'.length
    if (from < 0 || to < from) return digests
    text = text.slice(0, from) + text.slice(to)
    // Before the first signature, a root without content was written as one tag.
    note(text.replace(/><\/[^<>]+>(?=[^<]*$)/, '/>'))
  }
}

/** The digests of all beginnings that could be a revision: those that end after an end-of-file mark, and those of a known size. */
function prefixes(bytes, wanted, report) {
  const ends = new Set([bytes.length, ...wanted.flatMap(({ size }) => size ?? [])])
  for (let at = bytes.indexOf('%%EOF'); at >= 0; at = bytes.indexOf('%%EOF', at + 1)) {
    report.spend(3 * HEADERS)
    // With the line break behind it, which has one byte or two, and without.
    for (let more = 5; more <= 7; more++) ends.add(Math.min(at + more, bytes.length))
  }
  const digests = new Set()
  const hash = createHash('sha256')
  let done = 0
  for (const end of [...ends].filter((end) => end <= bytes.length).sort((a, b) => a - b)) {
    hash.update(bytes.subarray(done, end))
    done = end
    digests.add(hash.copy().digest('hex'))
  }
  return digests
}

/** The audit trail names the head of the chain and bears a seal whose last time-stamp covers the whole file. */
function checkAuditTrail(files, manifest, report) {
  const pdf = files.get('audit-trail.pdf')
  if (!pdf) return
  const text = pdf.toString('latin1')
  const head = /\/EvidenceHead\s*<([0-9A-Fa-f]+)>/.exec(text)?.[1]
  if (!head || Buffer.from(head, 'hex').toString('latin1') !== manifest.chain.head) {
    report.problem('audit-trail.pdf names another head of the event chain')
  }
  let covered = 0
  for (const match of text.matchAll(/\/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]/g)) {
    report.spend(pdf.length)
    const [start, length, next, rest] = match.slice(1).map(Number)
    const signed = Buffer.concat([pdf.subarray(start, start + length), pdf.subarray(next, next + rest)])
    const contents = Buffer.from(text.slice(start + length + 1, next - 1), 'hex')
    const check = () => (isToken(contents) ? verifyToken(report, contents, signed) : verifyCms(report, contents, signed))
    attempt(check, 'a seal in audit-trail.pdf does not hold', report)
    covered = next + rest
  }
  if (covered !== pdf.length) report.problem('audit-trail.pdf is not covered by its seal to its last byte')
}

const isToken = (cms) => oid(children(children(children(children(element(cms, 0))[1])[0])[2])[0]) === '1.2.840.113549.1.9.16.1.4'

// --- DER (X.690), definite lengths only

function element(bytes, at) {
  let length = bytes[at + 1]
  let start = at + 2
  if (length === undefined) throw new Error('DER ends too early')
  if (length >= 0x80) {
    const count = length & 0x7f
    if (count === 0 || count > 4) throw new Error('not DER')
    length = bytes.readUIntBE(start, count)
    start += count
  }
  if (start + length > bytes.length) throw new Error('DER ends too early')
  return { tag: bytes[at], value: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) }
}

function children({ value }) {
  const found = []
  for (let at = 0; at < value.length; at += found.at(-1).raw.length) found.push(element(value, at))
  return found
}

function oid({ value }) {
  const parts = [Math.floor(value[0] / 40), value[0] % 40]
  if (parts[0] > 2) parts.splice(0, 2, 2, value[0] - 80)
  let part = 0
  for (const octet of value.subarray(1)) {
    part = part * 128 + (octet & 0x7f)
    if (octet < 0x80) {
      parts.push(part)
      part = 0
    }
  }
  return parts.join('.')
}

function attempt(work, otherwise, report) {
  try {
    return work()
  } catch (error) {
    if (error instanceof TooMuchWork) throw error
    report.problem(`${otherwise}: ${error.message}`)
    return undefined
  }
}

// --- command line

/** Ends with status 2 for a file that cannot be read, which says nothing about the evidence. */
function contentOf(file) {
  try {
    return readFileSync(file)
  } catch (error) {
    return notRun(`${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`)
  }
}

function rootOf(file) {
  const pem = contentOf(file)
  try {
    new X509Certificate(pem)
    return pem
  } catch {
    return notRun(`${file} is not a certificate. Give the root as it is published under /pki/root.pem.`)
  }
}

function notRun(reason) {
  console.error(`Not checked: ${reason}`)
  return process.exit(2)
}

// Other programs have this file within their own, whose name is another.
if (/verify-evidence\.mjs$/.test(process.argv[1] ?? '') && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, flag, root] = process.argv.slice(2)
  if (!file || (flag && (flag !== '--root' || !root))) {
    console.error('Usage: node verify-evidence.mjs file.zip [--root root.pem]')
    process.exit(2)
  }
  const { problems, warnings, notes } = verifyEvidence(contentOf(file), root ? { root: rootOf(root) } : {})
  for (const note of notes) console.log(`  ${note}`)
  for (const warning of warnings) console.log(`? ${warning}`)
  for (const problem of problems) console.log(`! ${problem}`)
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`
  const intact =
    warnings.length === 0 ? 'Intact: nothing was changed since the evidence was sealed.' : 'Intact, but for what the lines with ? say.'
  console.log(problems.length === 0 ? intact : `NOT intact: ${count}.`)
  process.exit(problems.length === 0 ? 0 : 1)
}
